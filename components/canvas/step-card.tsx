'use client';

import { Handle, type NodeProps, Position } from '@xyflow/react';
import { CopyIcon, EyeOffIcon, Trash2Icon } from 'lucide-react';
import { memo } from 'react';
import { useCanvasActs } from '#components/canvas/canvas-acts.ts';
import type { StepData, StepNode } from '#components/canvas/flow.ts';
import { Sentence, sentenceOf } from '#components/canvas/sentence.tsx';
import { StepIcon, toneOf } from '#components/canvas/step-icon.tsx';
import { cn } from '#components/ui/class-names.ts';
import { nameOf } from '#workflows/edit/ports.ts';
import { portX, sentenceLines } from '#workflows/edit/size.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';

/** A step on the canvas: one sentence, its ways out by name. Drawn again only when something of this step changed. */
export const StepCard = memo(function StepCard({
  data,
  selected,
  width = 0,
  height = 0,
}: NodeProps<StepNode>) {
  const { node, ports, problems, changed, here, aside } = data;
  const kind = nodeKind(node.kind);
  const shape = kind?.shape ?? 'card';
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const frame = cn(
    'step relative h-full w-full rounded-card border bg-surface text-card text-2 transition-colors',
    'border-line-strong hover:border-edge',
    problems.length > 0 && (errors > 0 ? 'border-late hover:border-late' : 'border-warn hover:border-warn'),
    node.disabled && 'border-dashed bg-sunken text-3 **:text-3!',
    aside && 'border-line bg-sunken text-3 **:text-3!',
    selected &&
      'border-accent shadow-[0_0_0_1px_var(--accent),0_0_0_4px_var(--accent-soft)] hover:border-accent',
  );
  const marks = {
    ...(selected ? { 'data-selected': '' } : {}),
    ...(node.disabled ? { 'data-disabled': '' } : {}),
  };
  const parts = sentenceOf(node);

  if (shape === 'terminal') {
    return (
      <div
        {...marks}
        className={cn(frame, 'group/step flex items-center justify-center gap-1.5 rounded-full px-3')}
      >
        <Target />
        <span className={cn('step-icon flex shrink-0', toneOf(node.kind))}>
          <StepIcon kind={node.kind} className="size-3.5" />
        </span>
        <span className="step-say truncate text-meta font-medium">
          <Sentence parts={parts} />
        </span>
        <span className="step-short truncate font-medium text-1">{nameOf(node)}</span>
        <Flags problems={problems} changed={changed} here={here} />
        <Tools id={node.id} name={nameOf(node)} />
      </div>
    );
  }

  const wide = ports.length >= 3;
  const lines = sentenceLines(kind?.lines ?? 2, ports.length);
  return (
    <div {...marks} className={cn(frame, 'group/step flex flex-col')}>
      {shape === 'trigger' ? null : <Target />}
      <div className="grid min-h-0 flex-1 grid-cols-[16px_minmax(0,1fr)] content-start gap-x-2 overflow-hidden px-[11px] pt-[11px]">
        <span className={cn('step-icon mt-px flex', toneOf(node.kind))}>
          <StepIcon kind={node.kind} />
        </span>
        <span className="step-say line-clamp-2" style={{ WebkitLineClamp: wide && here ? 1 : lines }}>
          <Sentence parts={parts} />
        </span>
        <span className="step-short font-medium text-1">{nameOf(node)}</span>
        {wide && here ? (
          <span className="step-under col-start-2 mt-[3px] text-meta whitespace-nowrap text-3 tabular-nums">
            {here} here now
          </span>
        ) : null}
      </div>
      {ports.length >= 2 ? (
        <div className="step-ports grid h-8 shrink-0 auto-cols-fr grid-flow-col border-t border-line text-center text-meta leading-[31px]">
          {ports.map((port) => (
            <span
              key={port.id}
              title={portTitle(port)}
              className={cn(
                'truncate border-l border-line px-1 first:border-l-0',
                port.mayEnd && !data.wired.has(port.id) && 'text-3',
              )}
            >
              {port.label}
              {port.folded.length > 0 ? <span className="ml-1 text-3">+{port.folded.length}</span> : null}
            </span>
          ))}
        </div>
      ) : null}
      <Ports data={data} width={width} height={height} />
      <Flags problems={problems} changed={changed} here={wide ? null : here} />
      <Tools id={node.id} name={nameOf(node)} />
    </div>
  );
});

function portTitle(port: StepData['ports'][number]): string {
  if (port.folded.length === 0) return port.label;
  return `${port.label}; ${port.folded.map((each) => each.label).join(' and ')} go the same way`;
}

/** Where wires come in: the upper edge, and the whole card while a wire is drawn. */
function Target() {
  return <Handle type="target" position={Position.Top} isConnectableStart={false} />;
}

function Ports({ data, width, height }: { data: StepData; width: number; height: number }) {
  return data.ports.map((port, i) => {
    const left = portX(i, data.ports.length, width);
    const ends = port.mayEnd === true && !data.wired.has(port.id);
    return (
      <span key={port.id} className="contents">
        <Handle
          id={port.id}
          type="source"
          position={Position.Bottom}
          title={data.ports.length > 1 ? `Lead “${port.label}” to a step` : 'Lead to a step'}
          // The card's own border is inside its box: -1 px puts the middle of the circle on the lower edge.
          style={{
            left: left - 1,
            top: height - 1,
            bottom: 'auto',
            transform: 'translate(-50%, -50%)',
            opacity: ends ? 0 : 1,
          }}
        />
        {ends ? (
          <svg
            aria-hidden="true"
            width="14"
            height="10"
            viewBox="0 0 14 10"
            className="pointer-events-none absolute fill-none stroke-edge"
            style={{ left: left - 8, top: height - 1 }}
            strokeWidth="1.5"
            strokeLinecap="round"
          >
            <path d="M7 0v5M1.5 5.5h11M4.5 8.8h5" />
          </svg>
        ) : null}
      </span>
    );
  });
}

type FlagsProps = { problems: StepData['problems']; changed: boolean; here: string | null };

/** What is told on the upper border: leads here, problems, a change since the live version. */
function Flags({ problems, changed, here }: FlagsProps) {
  const errors = problems.some((problem) => problem.severity === 'error');
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return (
    <>
      {here ? (
        <span className="step-here absolute -top-[9px] left-2 flex h-[18px] items-center rounded-tag border border-line-strong bg-surface px-1.5 text-micro font-medium text-2 tabular-nums">
          {here} here
        </span>
      ) : null}
      {problems.length > 0 ? (
        <span
          className={cn(
            'step-flag absolute -top-[9px] right-2 flex h-[18px] items-center rounded-tag px-1.5 text-micro font-medium group-focus-within/step:hidden group-hover/step:hidden',
            errors ? 'bg-late text-on-late!' : 'bg-warn-soft text-warn',
          )}
        >
          {errors ? count : 'Check this'}
        </span>
      ) : null}
      {changed && problems.length === 0 ? (
        <span
          title="Changed since the live version"
          className="absolute top-[7px] right-[7px] size-1.5 rounded-full bg-accent"
        />
      ) : null}
    </>
  );
}

/** Three acts on the upper border under the pointer; by keyboard they have keys. */
function Tools({ id, name }: { id: string; name: string }) {
  const acts = useCanvasActs();
  if (acts.readOnly) return null;
  const tools = [
    { label: `Duplicate ${name}`, icon: CopyIcon, run: () => acts.duplicate([id]) },
    { label: `Pass over ${name}, or not`, icon: EyeOffIcon, run: () => acts.toggleDisabled([id]) },
    { label: `Delete ${name}`, icon: Trash2Icon, run: () => acts.remove([id]) },
  ];
  return (
    <span className="step-tools nodrag absolute -top-[18px] right-2 hidden rounded-control border border-line-strong bg-surface p-px group-hover/step:flex">
      {tools.map(({ label, icon: Icon, run }) => (
        <button
          key={label}
          type="button"
          tabIndex={-1}
          aria-label={label}
          title={label}
          onClick={(event) => {
            event.stopPropagation();
            run();
          }}
          className="flex size-6 items-center justify-center rounded-tag text-3 hover:bg-hover hover:text-1"
        >
          <Icon aria-hidden="true" className="size-3.5" />
        </button>
      ))}
    </span>
  );
}
