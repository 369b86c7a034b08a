'use client';

import { EllipsisIcon, XIcon } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { RemovalDialog } from '#components/canvas/removal-dialog.tsx';
import { StepIcon } from '#components/canvas/step-icon.tsx';
import { useRemove, useStepActs } from '#components/canvas/use-acts.ts';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { ConfigFields } from '#components/inspector/config-fields.tsx';
import { PlaySettings } from '#components/inspector/play-settings.tsx';
import { StepOptions } from '#components/inspector/step-options.tsx';
import { isAbout, useWish } from '#components/inspector/use-wish.ts';
import { WaysOut } from '#components/inspector/ways-out.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { DropdownMenu } from '#components/ui/dropdown-menu.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FieldError } from '#components/ui/field.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { nodeOf } from '#workflows/edit/graph.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { PlayNode } from '#workflows/play.ts';

type InspectorProps = {
  /** Steps that differ from the live version. */
  changed: ReadonlySet<string>;
  onConnect: () => void;
  className?: string;
};

/** 328 px at the right: the selected step, generated from its kind's fields; the play itself when none is selected. */
export function Inspector({ changed, onConnect, className }: InspectorProps) {
  const play = useEditorState((state) => state.shown?.play ?? state.play);
  const selected = useEditorState((state) => state.selected);
  const readOnly = useEditorState((state) => state.shown !== null);
  const editor = useEditor();
  const [first] = selected;
  const node = selected.size === 1 && first !== undefined ? nodeOf(play, first) : undefined;
  const disabled = readOnly || !editor.setting.mayEdit;
  return (
    <aside
      aria-label="Details"
      onKeyDown={(event) => {
        // Back from the fields to the card they belong to.
        if (event.key !== 'Escape' || event.defaultPrevented || node === undefined) return;
        document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(node.id)}"]`)?.focus();
      }}
      className={cn('flex min-h-0 w-82 shrink-0 flex-col border-l border-line bg-ground', className)}
    >
      {node ? (
        <StepDetails
          key={node.id}
          node={node}
          changed={changed.has(node.id)}
          disabled={disabled}
          onConnect={onConnect}
        />
      ) : selected.size > 1 ? (
        <SeveralSteps ids={[...selected]} disabled={disabled} />
      ) : (
        <PlaySettings disabled={disabled} />
      )}
    </aside>
  );
}

type StepDetailsProps = {
  node: PlayNode;
  changed: boolean;
  disabled: boolean;
  onConnect: () => void;
  inSheet?: boolean;
};

export function StepDetails({ node, changed, disabled, onConnect, inSheet = false }: StepDetailsProps) {
  const editor = useEditor();
  const acts = useStepActs();
  const { remove, asked, dismiss } = useRemove();
  const problems = useEditorState((state) => state.compiled.problems);
  const own = useMemo(() => problems.filter((problem) => problem.node === node.id), [problems, node.id]);
  const kind = nodeKind(node.kind);
  const body = useRef<HTMLDivElement>(null);
  useWish(node.id, body);

  const loose = own.filter((problem) => !kind?.fields.some((field) => isAbout(problem.field, field.path)));
  return (
    <div ref={body} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        <StepIcon kind={node.kind} />
        <input
          data-step-name=""
          aria-label="Name of the step"
          value={node.title ?? ''}
          placeholder={inSheet ? 'Give this step a name' : (kind?.label ?? node.kind)}
          maxLength={80}
          disabled={disabled}
          onChange={(event) =>
            editor.do({
              op: 'setTitle',
              id: node.id,
              ...(event.target.value === '' ? {} : { title: event.target.value }),
            })
          }
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
          }}
          className="h-7 min-w-0 flex-1 rounded-tag bg-transparent px-1 -ml-1 text-ui font-semibold text-1 outline-none placeholder:text-1 hover:bg-hover focus:bg-hover focus:placeholder:text-3 disabled:bg-transparent"
        />
        {changed ? <Tag tone="accent">Changed</Tag> : null}
        {disabled ? null : (
          <DropdownMenu
            trigger={
              <Button variant="ghost" size="sm" icon aria-label="More acts on this step">
                <EllipsisIcon aria-hidden="true" />
              </Button>
            }
            items={[
              { label: 'Connect to…', keys: 'c', run: onConnect },
              { label: 'Duplicate', keys: 'mod+d', run: () => acts.duplicate([node.id]) },
              {
                label: node.disabled ? 'Stop passing over it' : 'Pass over it',
                keys: 'd',
                run: () => acts.toggleDisabled([node.id]),
              },
              { kind: 'line' },
              { label: 'Delete', keys: 'delete', harmful: true, run: () => remove([node.id]) },
            ]}
          />
        )}
        {inSheet ? null : (
          <Button
            variant="ghost"
            size="sm"
            icon
            aria-label="Close"
            onClick={() => editor.select([])}
            className="-ml-2"
          >
            <XIcon aria-hidden="true" />
          </Button>
        )}
      </header>
      <div
        tabIndex={-1}
        {...(inSheet ? { 'data-first-focus': '' } : {})}
        className="min-h-0 flex-1 overflow-y-auto outline-none"
      >
        {kind === undefined ? (
          <EmptyState title="This version of Baton does not know this step">
            It is kept as it is. Update Baton to change it, or delete it.
          </EmptyState>
        ) : null}
        {loose.length > 0 ? (
          <div className="flex flex-col gap-1 border-b border-line px-4 py-3">
            {loose.map((problem) => (
              <FieldError key={`${problem.code} ${problem.port ?? ''}`} problem={problem.sentence} />
            ))}
          </div>
        ) : null}
        {kind ? <ConfigFields node={node} kind={kind} problems={own} disabled={disabled} /> : null}
        <WaysOut node={node} disabled={disabled} />
        <StepOptions node={node} disabled={disabled} />
      </div>
      <RemovalDialog asked={asked} onKeep={(keep) => asked && remove([asked.node], keep)} onClose={dismiss} />
    </div>
  );
}

function SeveralSteps({ ids, disabled }: { ids: string[]; disabled: boolean }) {
  const acts = useStepActs();
  const { remove, asked, dismiss } = useRemove();
  return (
    <>
      <header className="flex h-12 shrink-0 items-center border-b border-line px-4 text-ui font-semibold">
        {ids.length} steps selected
      </header>
      {disabled ? null : (
        <div className="flex flex-col items-start gap-2 px-4 py-3">
          <Button onClick={() => acts.duplicate(ids)} keys="mod+d">
            Duplicate
          </Button>
          <Button onClick={() => acts.toggleDisabled(ids)} keys="d">
            Pass over them, or not
          </Button>
          <Button variant="danger" onClick={() => remove(ids)} keys="delete">
            Delete
          </Button>
        </div>
      )}
      <RemovalDialog asked={asked} onKeep={(keep) => asked && remove([asked.node], keep)} onClose={dismiss} />
    </>
  );
}
