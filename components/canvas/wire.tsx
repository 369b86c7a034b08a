'use client';

import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { CornerUpLeftIcon } from 'lucide-react';
import { memo } from 'react';
import { useCanvasActs } from '#components/canvas/canvas-acts.ts';
import type { WireEdge } from '#components/canvas/flow.ts';
import { jumpBox, roundedPath } from '#components/canvas/route.ts';

/** A wire along its route, with an arrowhead, the count beside its first piece, and '+' under the pointer. */
export const WireLine = memo(function WireLine({
  source,
  sourceHandleId,
  target,
  data,
}: EdgeProps<WireEdge>) {
  const acts = useCanvasActs();
  if (data === undefined) return null;
  const { route, label, share, toName } = data;
  const [from, second] = route.points;
  const end = route.points.at(-1);
  if (from === undefined || second === undefined || end === undefined) return null;
  const path = roundedPath(route.points);
  const isShort = second.y - from.y < 30;
  const plus = plusAt(route.points);
  return (
    <>
      <path
        d={path}
        className="react-flow__edge-interaction"
        fill="none"
        strokeOpacity={0}
        strokeWidth={20}
      />
      <path d={path} className="wire" />
      <path d={`M${end.x - 4.5} ${end.y - 7}h9L${end.x} ${end.y - 0.5}Z`} className="wire-head" />
      {label === null ? null : (
        <text x={from.x + 7} y={from.y + (isShort ? 15 : 23)} className="wire-count">
          {label}
          {share === null ? null : (
            <tspan dx={4} className="wire-share">
              {share}
            </tspan>
          )}
        </text>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: by keyboard, Enter on a selected wire does the same */}
      <g
        className="wire-insert"
        transform={`translate(${plus.x - 10} ${plus.y - 10})`}
        data-testid="insert-step"
        onClick={(event) => {
          event.stopPropagation();
          acts.insertInto(
            { from: source, port: sourceHandleId ?? '' },
            { x: event.clientX, y: event.clientY },
          );
        }}
      >
        <title>Put a step here</title>
        <rect x={0.5} y={0.5} width={19} height={19} rx={5} />
        <path d="M10 6v8M6 10h8" />
      </g>
      {route.kind === 'jump' ? <Jump at={route.at} name={toName} onGo={() => acts.goTo(target)} /> : null}
    </>
  );
});

/** The middle of the longest piece that goes down; the head and the port stay free. */
function plusAt(points: readonly { x: number; y: number }[]): { x: number; y: number } {
  let best = { x: 0, y: 0, length: -1 };
  points.slice(1).forEach((point, i) => {
    const before = points[i];
    if (before === undefined || before.x !== point.x) return;
    const length = point.y - before.y;
    if (length > best.length)
      best = { x: point.x, y: (before.y + point.y) / 2 - (i === points.length - 2 ? 2 : 0), length };
  });
  return best;
}

/** A wire that would climb or cross: a pill that names where it leads. */
function Jump({ at, name, onGo }: { at: { x: number; y: number }; name: string; onGo: () => void }) {
  const box = jumpBox(at);
  return (
    <EdgeLabelRenderer>
      <button
        type="button"
        tabIndex={-1}
        title={`Goes back to ${name}`}
        onClick={onGo}
        className="nodrag nopan absolute flex items-center justify-center gap-1 rounded-full border border-dashed border-line-strong bg-sunken px-2 text-meta font-medium text-2 hover:border-edge hover:text-1"
        style={{
          width: box.width,
          height: box.height,
          transform: `translate(${box.x}px, ${box.y}px)`,
          pointerEvents: 'all',
        }}
      >
        <CornerUpLeftIcon aria-hidden="true" className="size-3.5 shrink-0 text-3" />
        <span className="truncate">{name}</span>
      </button>
    </EdgeLabelRenderer>
  );
}
