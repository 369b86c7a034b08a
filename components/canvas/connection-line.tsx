'use client';

import type { ConnectionLineComponentProps } from '@xyflow/react';
import { roundedPath } from '#components/canvas/route.ts';

/** The wire under the pointer, before it is one. */
export function ConnectionLine({ fromX, fromY, toX, toY, connectionStatus }: ConnectionLineComponentProps) {
  const y = toY - fromY > 40 ? toY - 20 : fromY + 20;
  const path = roundedPath([
    { x: fromX, y: fromY },
    { x: fromX, y },
    { x: toX, y },
    { x: toX, y: toY },
  ]);
  const isRefused = connectionStatus === 'invalid';
  return (
    <g>
      <path
        d={path}
        fill="none"
        strokeWidth={2}
        className={isRefused ? 'stroke-late' : 'stroke-accent'}
        {...(isRefused ? { strokeDasharray: '4 4' } : {})}
      />
      <path
        d={`M${toX - 4.5} ${toY - 7}h9L${toX} ${toY - 0.5}Z`}
        className={isRefused ? 'fill-late' : 'fill-accent'}
      />
    </g>
  );
}
