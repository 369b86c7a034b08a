'use client';

import { CornerUpLeftIcon, PlusIcon } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { StepIcon } from '#components/canvas/step-icon.tsx';
import { StepPicker } from '#components/canvas/step-picker.tsx';
import { useAddStep } from '#components/canvas/use-acts.ts';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { cn } from '#components/ui/class-names.ts';
import type { EdgeKey } from '#workflows/edit/graph.ts';
import { nodeOf } from '#workflows/edit/graph.ts';
import { nameOf, sentenceWords } from '#workflows/edit/ports.ts';
import { type OutlineLine, outlineOf } from '#workflows/edit/walk.ts';

type OutlineProps = {
  className?: string;
  /** Rows of 44 px for a thumb, with a button to add a step after each. */
  touch?: boolean;
  /** Called when a step is opened, by a press or Enter. */
  onOpen?: (id: string) => void;
};

/**
 * The play as a tree that can be read and edited from top to bottom: beside the canvas for keyboard and screen reader,
 * in its place on a phone. One selection with the canvas.
 */
export function Outline({ className, touch = false, onOpen }: OutlineProps) {
  const editor = useEditor();
  const play = useEditorState((state) => state.shown?.play ?? state.play);
  const readOnly = useEditorState((state) => state.shown !== null) || !editor.setting.mayEdit;
  const selected = useEditorState((state) => state.selected);
  const problems = useEditorState((state) => state.compiled.problems);
  const lines = useMemo(() => outlineOf(play), [play]);
  const tree = useRef<HTMLDivElement>(null);
  const [picking, setPicking] = useState<{ key: EdgeKey; at: { x: number; y: number } } | null>(null);
  const addStep = useAddStep();

  const firstSelected =
    lines.find((line) => line.kind === 'step' && selected.has(line.id))?.key ?? lines[0]?.key;
  const focusAt = (index: number) => {
    const row = tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[index];
    row?.focus();
  };
  const problemsAt = (id: string) => problems.filter((problem) => problem.node === id).length;

  const open = (line: OutlineLine) => {
    if (line.kind === 'open') return;
    editor.select([line.id]);
    onOpen?.(line.id);
  };

  const onKey = (event: React.KeyboardEvent, index: number, line: OutlineLine) => {
    const parent = lines.slice(0, index).findLastIndex((other) => other.depth < line.depth);
    const moves: Record<string, number> = {
      ArrowDown: Math.min(index + 1, lines.length - 1),
      ArrowUp: Math.max(index - 1, 0),
      Home: 0,
      End: lines.length - 1,
      ArrowLeft: parent === -1 ? index : parent,
      ArrowRight: (lines[index + 1]?.depth ?? 0) > line.depth ? index + 1 : index,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      focusAt(to);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (line.kind === 'open') pick(event.currentTarget, { from: line.from, port: line.port });
      else open(line);
    }
  };

  const pick = (element: Element, key: EdgeKey) => {
    if (readOnly) return;
    const box = element.getBoundingClientRect();
    setPicking({ key, at: { x: box.left + 24, y: box.bottom } });
  };

  return (
    <div ref={tree} role="tree" aria-label="Outline of the play" className={className}>
      {lines.map((line, index) => {
        const node = line.kind === 'step' ? nodeOf(play, line.id) : undefined;
        const isSelected = line.kind === 'step' && selected.has(line.id);
        const count = line.kind === 'step' ? problemsAt(line.id) : 0;
        const after = line.kind === 'step' && !line.again ? onlyWayOut(lines, index, line.id) : null;
        return (
          <div
            key={line.key}
            role="treeitem"
            aria-level={line.depth + 1}
            aria-selected={isSelected}
            tabIndex={line.key === firstSelected ? 0 : -1}
            onKeyDown={(event) => {
              if (event.target === event.currentTarget) onKey(event, index, line);
            }}
            onClick={(event) =>
              line.kind === 'open'
                ? pick(event.currentTarget, { from: line.from, port: line.port })
                : open(line)
            }
            style={{ paddingLeft: 8 + line.depth * (touch ? 16 : 12) }}
            className={cn(
              'flex cursor-default items-center gap-2 rounded-control pr-1 text-ui text-1 -outline-offset-2 hover:bg-hover',
              touch ? 'min-h-11' : 'min-h-7',
              isSelected && 'bg-accent-soft hover:bg-accent-soft',
              line.kind === 'step' && line.again && 'text-3',
            )}
          >
            {line.kind === 'open' ? (
              <PlusIcon aria-hidden="true" className="size-4 shrink-0 text-late" />
            ) : line.again ? (
              <CornerUpLeftIcon aria-hidden="true" className="size-4 shrink-0 text-3" />
            ) : (
              <StepIcon kind={node?.kind ?? ''} />
            )}
            <span className={cn('min-w-0 flex-1 py-0.5', touch ? 'line-clamp-2' : 'truncate')}>
              {line.kind === 'open' ? (
                <span className="text-late">{line.label}: leads nowhere</span>
              ) : (
                <>
                  {line.by ? <span className="text-3">{line.by}: </span> : null}
                  {node === undefined ? line.id : line.again ? nameOf(node) : sentenceWords(node)}
                </>
              )}
            </span>
            {count > 0 ? (
              <span className="shrink-0 rounded-tag bg-late-soft px-1 text-micro font-medium text-late">
                {count === 1 ? '1 problem' : `${count} problems`}
              </span>
            ) : null}
            {touch && after && !readOnly ? (
              <button
                type="button"
                aria-label={`Add a step after ${node ? nameOf(node) : ''}`}
                onClick={(event) => {
                  event.stopPropagation();
                  pick(event.currentTarget, after);
                }}
                className="flex size-11 shrink-0 items-center justify-center rounded-control text-3 hover:text-1"
              >
                <PlusIcon aria-hidden="true" className="size-4" />
              </button>
            ) : null}
          </div>
        );
      })}
      <StepPicker
        at={picking?.at ?? null}
        title="Find a step to put here"
        onClose={() => setPicking(null)}
        onPick={(kind) => {
          if (picking) addStep.onPort(kind, picking.key);
          setPicking(null);
        }}
      />
    </div>
  );
}

/** The way on from a step that does not branch: where its '+' puts a step. */
function onlyWayOut(lines: readonly OutlineLine[], index: number, id: string): EdgeKey | null {
  const line = lines[index];
  const next = lines[index + 1];
  if (line === undefined || next === undefined || next.kind === 'open' || next.by !== null) return null;
  if (next.depth !== line.depth || !next.key.startsWith(`${line.key} `)) return null;
  return { from: id, port: next.key.slice(line.key.length + 1) };
}
