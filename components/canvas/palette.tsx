'use client';

import { ListTreeIcon, PanelLeftCloseIcon, PanelLeftOpenIcon, SearchIcon } from 'lucide-react';
import { useId, useMemo, useRef, useState } from 'react';
import { Outline } from '#components/canvas/outline.tsx';
import { StepIcon } from '#components/canvas/step-icon.tsx';
import { useEditorState } from '#components/canvas/use-editor.ts';
import { useCommands } from '#components/shell/command-center.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { Input } from '#components/ui/input.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { type AnyNodeKind, NODE_KINDS, nodeKind } from '#workflows/nodes/registry.ts';

/** What a dragged palette row carries. */
export const STEP_DRAG_TYPE = 'application/x-baton-step';

type PaletteProps = {
  /** Adds a step after the selected one, or where there is room. */
  onAdd: (kind: AnyNodeKind) => void;
};

/** Every kind of step, 200 px wide: dragged onto the canvas, or added after the selected step by a click or Enter. */
export function Palette({ onAdd }: PaletteProps) {
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState(true);
  const [tab, setTab] = useState<'steps' | 'outline'>('steps');
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const hintId = useId();
  const hasStart = useEditorState((state) =>
    state.play.nodes.some((node) => nodeKind(node.kind)?.shape === 'trigger'),
  );

  const words = query.trim().toLowerCase();
  const found = NODE_KINDS.filter((kind) =>
    `${kind.label} ${kind.help} ${kind.group}`.toLowerCase().includes(words),
  );
  const groups = [...new Set(found.map((kind) => kind.group))];

  useCommands(
    useMemo(
      () => [
        {
          id: 'play find step',
          label: 'Find a step to add',
          group: 'This play',
          keys: '/',
          run: () => {
            setOpen(true);
            setTab('steps');
            requestAnimationFrame(() => search.current?.focus());
          },
        },
        {
          id: 'play outline',
          label: 'Outline of the play',
          group: 'This play',
          keys: 'o',
          run: () => {
            setOpen(true);
            setTab((now) => (now === 'steps' ? 'outline' : 'steps'));
          },
        },
      ],
      [],
    ),
  );

  if (!open) {
    return (
      <div className="absolute top-2 left-2 z-10">
        <Tooltip words="Show steps" keys="/">
          <Button size="sm" icon aria-label="Show steps" onClick={() => setOpen(true)}>
            <PanelLeftOpenIcon aria-hidden="true" />
          </Button>
        </Tooltip>
      </div>
    );
  }

  const move = (event: React.KeyboardEvent, by: number) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-step-row]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const next = rows[at + by] ?? (by < 0 ? search.current : undefined);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };

  return (
    <aside aria-label="Steps" className="flex w-50 shrink-0 flex-col border-r border-line bg-ground">
      <div className="flex items-center gap-1 p-2 pb-0">
        <Input
          ref={search}
          size="sm"
          lead={<SearchIcon aria-hidden="true" />}
          trail={query === '' ? <Kbd keys="/" /> : null}
          placeholder="Find a step"
          aria-label="Find a step"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setTab('steps');
          }}
          onKeyDown={(event) => {
            const [first] = found.filter((kind) => !(hasStart && kind.shape === 'trigger'));
            if (event.key === 'Enter' && first) {
              event.preventDefault();
              onAdd(first);
              setQuery('');
            }
            if (event.key === 'Escape') setQuery('');
            if (event.key === 'ArrowDown') move(event, 1);
          }}
        />
        <Tooltip words="Hide steps">
          <Button variant="ghost" size="sm" icon aria-label="Hide steps" onClick={() => setOpen(false)}>
            <PanelLeftCloseIcon aria-hidden="true" />
          </Button>
        </Tooltip>
      </div>
      {tab === 'outline' ? (
        <Outline className="min-h-0 flex-1 overflow-y-auto px-1 py-2" />
      ) : (
        <div ref={list} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
          <p id={hintId} className="sr-only">
            Enter adds the step after the selected one. Or drag it onto the canvas.
          </p>
          {groups.map((group) => (
            <section key={group} aria-label={group}>
              <h3 className="px-2 pt-3 pb-1 text-meta font-medium text-3">{group}</h3>
              {found
                .filter((kind) => kind.group === group)
                .map((kind) => (
                  <PaletteRow
                    key={kind.kind}
                    kind={kind}
                    hintId={hintId}
                    disabled={hasStart && kind.shape === 'trigger'}
                    onAdd={onAdd}
                    onMove={move}
                  />
                ))}
            </section>
          ))}
          {found.length === 0 ? <p className="px-2 pt-3 text-ui text-3">No step has this name</p> : null}
        </div>
      )}
      <button
        type="button"
        aria-pressed={tab === 'outline'}
        onClick={() => setTab(tab === 'outline' ? 'steps' : 'outline')}
        className="flex h-9 shrink-0 items-center gap-2 border-t border-line px-4 text-ui text-2 -outline-offset-2 hover:bg-hover hover:text-1 aria-pressed:font-medium aria-pressed:text-1"
      >
        <ListTreeIcon aria-hidden="true" className="size-4 text-3" />
        <span className="flex-1 text-left">Outline</span>
        <Kbd keys="o" />
      </button>
    </aside>
  );
}

type PaletteRowProps = {
  kind: AnyNodeKind;
  hintId: string;
  disabled: boolean;
  onAdd: (kind: AnyNodeKind) => void;
  onMove: (event: React.KeyboardEvent, by: number) => void;
};

function PaletteRow({ kind, hintId, disabled, onAdd, onMove }: PaletteRowProps) {
  return (
    <button
      type="button"
      data-step-row=""
      draggable={!disabled}
      aria-disabled={disabled}
      aria-describedby={hintId}
      title={disabled ? 'This play has its start already' : kind.help}
      onDragStart={(event) => {
        event.dataTransfer.setData(STEP_DRAG_TYPE, kind.kind);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onClick={() => {
        if (!disabled) onAdd(kind);
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') onMove(event, 1);
        if (event.key === 'ArrowUp') onMove(event, -1);
      }}
      className={cn(
        'flex h-7 w-full items-center gap-2 rounded-control px-2 text-left text-ui text-1 hover:bg-hover',
        disabled && 'cursor-default text-disabled hover:bg-transparent [&_svg]:text-disabled',
      )}
    >
      <StepIcon kind={kind.kind} />
      <span className="truncate">{kind.label}</span>
    </button>
  );
}
