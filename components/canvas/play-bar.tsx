'use client';

import {
  ChevronDownIcon,
  CircleAlertIcon,
  PauseIcon,
  PlayIcon,
  Redo2Icon,
  TriangleAlertIcon,
  Undo2Icon,
  UsersIcon,
} from 'lucide-react';
import { useState } from 'react';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { TopBar } from '#components/shell/top-bar.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { DropdownMenu } from '#components/ui/dropdown-menu.tsx';
import type { MenuItem } from '#components/ui/menu.ts';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { nodeOf } from '#workflows/edit/graph.ts';
import { sentenceWords } from '#workflows/edit/ports.ts';

export type PlayStatus = { state: 'draft' | 'live' | 'paused'; version: number | null };

type PlayBarProps = {
  status: PlayStatus;
  /** Steps that differ from the live version, and other differences, together. */
  changes: number;
  href: string;
  menu: readonly MenuItem[];
  onPublish: () => void;
  onShowChanges: () => void;
  onRunOnLeads: (() => void) | null;
};

/** Where one is, what is live, what is wrong, and the one solid button. */
export function PlayBar({
  status,
  changes,
  href,
  menu,
  onPublish,
  onShowChanges,
  onRunOnLeads,
}: PlayBarProps) {
  const editor = useEditor();
  const name = useEditorState((state) => state.play.name);
  const { mayEdit, mayPublish } = editor.setting;
  return (
    <TopBar
      title={name}
      crumbs={[{ label: 'Plays', href: '/plays' }]}
      beside={
        menu.length > 0 ? (
          <DropdownMenu
            align="start"
            trigger={
              <Button variant="ghost" size="sm" icon aria-label="Acts on this play" className="-ml-1">
                <ChevronDownIcon aria-hidden="true" />
              </Button>
            }
            items={menu}
          />
        ) : null
      }
      tabs={[
        { label: 'Build', href },
        { label: 'Simulate', href: `${href}/simulate` },
        { label: 'Versions', href: `${href}/versions` },
      ]}
      actions={
        <>
          <LiveWords status={status} changes={changes} onShowChanges={onShowChanges} />
          <ProblemsButton />
          {mayEdit ? <Travel /> : null}
          {onRunOnLeads ? (
            <Button size="sm" onClick={onRunOnLeads} className="max-wide:hidden">
              <UsersIcon aria-hidden="true" />
              Run on leads
            </Button>
          ) : null}
          {mayPublish ? (
            <PublishButton isNew={status.version === null || changes > 0} onPublish={onPublish} />
          ) : null}
        </>
      }
    />
  );
}

function LiveWords({
  status,
  changes,
  onShowChanges,
}: Pick<PlayBarProps, 'status' | 'changes' | 'onShowChanges'>) {
  if (status.version === null)
    return (
      <span className="hidden text-ui whitespace-nowrap text-3 desk:inline">Draft, never published</span>
    );
  const isPaused = status.state === 'paused';
  return (
    <span className="hidden items-center gap-1.5 text-ui whitespace-nowrap text-2 tabular-nums desk:flex">
      {isPaused ? (
        <PauseIcon aria-hidden="true" className="size-3.5 text-held" />
      ) : (
        <PlayIcon aria-hidden="true" className="size-3 fill-ok text-ok" />
      )}
      v{status.version} is {isPaused ? 'paused' : 'live'}
      {changes > 0 ? (
        <>
          <span className="text-3">·</span>
          <button
            type="button"
            onClick={onShowChanges}
            className="font-medium text-accent-text hover:underline"
          >
            {changes === 1 ? '1 unpublished change' : `${changes} unpublished changes`}
          </button>
        </>
      ) : null}
    </span>
  );
}

/** The count of problems; pressed, the list. A problem selects its step and puts the focus in the field it is about. */
function ProblemsButton() {
  const editor = useEditor();
  const [open, setOpen] = useState(false);
  const problems = useEditorState((state) => state.compiled.problems);
  const play = useEditorState((state) => state.play);
  if (problems.length === 0) return null;
  const errors = problems.filter((problem) => problem.severity === 'error');
  const words =
    errors.length > 0
      ? errors.length === 1
        ? '1 problem'
        : `${errors.length} problems`
      : problems.length === 1
        ? '1 to check'
        : `${problems.length} to check`;
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm" className={cn(errors.length > 0 ? 'text-late!' : 'text-warn!')}>
          {errors.length > 0 ? (
            <CircleAlertIcon aria-hidden="true" />
          ) : (
            <TriangleAlertIcon aria-hidden="true" />
          )}
          {words}
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        className="w-90 p-1"
        // The focus goes where the problem is, not back to this button.
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        <ul aria-label="Problems">
          {problems.map((problem, i) => {
            const node = problem.node === undefined ? undefined : nodeOf(play, problem.node);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
              <li key={i}>
                <button
                  type="button"
                  onClick={() => {
                    setOpen(false);
                    editor.goTo(problem);
                  }}
                  className="flex w-full gap-2 rounded-tag px-2 py-1.5 text-left text-ui hover:bg-hover focus-visible:bg-hover"
                >
                  {problem.severity === 'error' ? (
                    <CircleAlertIcon
                      aria-label="Must be mended"
                      className="mt-[3px] size-3.5 shrink-0 text-late"
                    />
                  ) : (
                    <TriangleAlertIcon
                      aria-label="Worth a look"
                      className="mt-[3px] size-3.5 shrink-0 text-warn"
                    />
                  )}
                  <span className="min-w-0 flex-1">
                    <span className="block truncate text-meta text-3">
                      {node ? sentenceWords(node) : 'This play'}
                    </span>
                    {problem.sentence}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </PopoverContent>
    </Popover>
  );
}

function Travel() {
  const editor = useEditor();
  const undo = useEditorState((state) => state.history.done.at(-1)?.words ?? null);
  const redo = useEditorState((state) => state.history.undone.at(-1)?.words ?? null);
  return (
    <span className="flex max-wide:hidden">
      <Tooltip words={undo === null ? 'Nothing to undo' : `Undo: ${undo}`} keys="mod+z" side="bottom">
        <Button
          variant="ghost"
          size="sm"
          icon
          aria-label="Undo"
          disabled={undo === null}
          onClick={() => editor.undo()}
        >
          <Undo2Icon aria-hidden="true" />
        </Button>
      </Tooltip>
      <Tooltip words={redo === null ? 'Nothing to do again' : `Redo: ${redo}`} keys="mod+y" side="bottom">
        <Button
          variant="ghost"
          size="sm"
          icon
          aria-label="Redo"
          disabled={redo === null}
          onClick={() => editor.redo()}
        >
          <Redo2Icon aria-hidden="true" />
        </Button>
      </Tooltip>
    </span>
  );
}

/** Solid while there is something to publish. */
function PublishButton({ isNew, onPublish }: { isNew: boolean; onPublish: () => void }) {
  const errors = useEditorState(
    (state) => state.compiled.problems.filter((problem) => problem.severity === 'error').length,
  );
  const shown = useEditorState((state) => state.shown !== null);
  const blocked = errors > 0;
  const mend = errors === 1 ? 'Mend 1 problem first' : `Mend ${errors} problems first`;
  return (
    <Button
      size="sm"
      variant={blocked || !isNew ? 'secondary' : 'primary'}
      disabled={blocked || shown}
      title={blocked ? mend : undefined}
      onClick={onPublish}
    >
      Publish…
    </Button>
  );
}
