'use client';

import { MiniMap, Panel, useReactFlow, useStore } from '@xyflow/react';
import { LocateIcon, MaximizeIcon, MinusIcon, NetworkIcon, PlusIcon } from 'lucide-react';
import type { StepNode } from '#components/canvas/flow.ts';
import { Button } from '#components/ui/button.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';

type CanvasHudProps = {
  isEmpty: boolean;
  onFit: () => void;
  onTidy?: () => void;
  /** No step is in sight. */
  isLost: boolean;
};

/** Map and zoom in the lower left corner. */
export function CanvasHud({ isEmpty, onFit, onTidy, isLost }: CanvasHudProps) {
  const flow = useReactFlow();
  return (
    <>
      <Panel
        position="bottom-left"
        className="m-3! w-44 overflow-hidden rounded-card border border-line bg-surface"
      >
        {isEmpty ? null : (
          <div className="border-b border-line">
            <MiniMap<StepNode>
              position="top-left"
              pannable
              ariaLabel="Map of the play"
              style={MAP_STYLE}
              nodeColor={mapColor}
              nodeBorderRadius={8}
              nodeStrokeWidth={0}
              maskColor="transparent"
              maskStrokeColor="var(--accent)"
              maskStrokeWidth={1}
              offsetScale={2}
              className="relative! m-0!"
            />
          </div>
        )}
        <div className="flex h-8 items-center justify-between px-0.5">
          <Tooltip words="Zoom out">
            <Button variant="ghost" size="sm" icon aria-label="Zoom out" onClick={() => void flow.zoomOut()}>
              <MinusIcon aria-hidden="true" />
            </Button>
          </Tooltip>
          <Zoom />
          <Tooltip words="Zoom in">
            <Button variant="ghost" size="sm" icon aria-label="Zoom in" onClick={() => void flow.zoomIn()}>
              <PlusIcon aria-hidden="true" />
            </Button>
          </Tooltip>
          <span aria-hidden="true" className="h-4 w-px bg-line" />
          <Tooltip words="See everything" keys="1">
            <Button variant="ghost" size="sm" icon aria-label="See everything" onClick={onFit}>
              <MaximizeIcon aria-hidden="true" />
            </Button>
          </Tooltip>
          {onTidy ? (
            <Tooltip words="Tidy up" keys="t">
              <Button variant="ghost" size="sm" icon aria-label="Tidy up" onClick={onTidy}>
                <NetworkIcon aria-hidden="true" />
              </Button>
            </Tooltip>
          ) : null}
        </div>
      </Panel>
      {isLost ? (
        <Panel position="top-center">
          <Button size="sm" onClick={onFit}>
            <LocateIcon aria-hidden="true" />
            Back to the play
          </Button>
        </Panel>
      ) : null}
    </>
  );
}

const MAP_STYLE = { width: 174, height: 104 };

function mapColor(node: StepNode): string {
  if (node.selected) return 'var(--accent)';
  if (node.data.problems.some((problem) => problem.severity === 'error')) return 'var(--late)';
  return 'var(--line-strong)';
}

/** By itself, so that only it is drawn again while the zoom moves. */
function Zoom() {
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return <span className="w-11 text-center text-ui text-2 tabular-nums">{zoom} %</span>;
}
