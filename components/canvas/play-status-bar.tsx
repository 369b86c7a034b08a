'use client';

import { CircleAlertIcon, CloudOffIcon, ShieldCheckIcon, ShieldOffIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SaveState } from '#components/canvas/autosave.ts';
import type { PlayCounts } from '#components/canvas/counts.ts';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { useCommandCenter } from '#components/shell/command-center.tsx';
import { StatusBar } from '#components/shell/page-body.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { msWords } from '#workflows/time/duration.ts';

/** What is promised, what is counted, what is saved. */
export function PlayStatusBar({ counts }: { counts: PlayCounts | null }) {
  const { openShortcuts } = useCommandCenter();
  const shown = useEditorState((state) => state.shown);
  return (
    <StatusBar>
      <BoundsWords />
      <span className="flex-1" />
      {shown ? <span className="text-3">{shown.words}, read-only</span> : null}
      {counts ? <span className="text-3">Counts: {counts.of}</span> : null}
      <SavedWords />
      <button
        type="button"
        onClick={openShortcuts}
        className="flex items-center gap-1.5 rounded-tag text-3 hover:text-1"
      >
        Shortcuts <Kbd keys="?" />
      </button>
    </StatusBar>
  );
}

/** "At most 6 messages, at most 16 days, every path ends": as the compiler proved it, and the engine enforces it. */
export function BoundsWords() {
  const compiled = useEditorState((state) => state.compiled);
  const isEmpty = useEditorState((state) => state.play.nodes.length === 0);
  if (isEmpty) return null;
  if (!compiled.ok) {
    return (
      <span className="flex items-center gap-1.5">
        <ShieldOffIcon aria-hidden="true" className="size-3.5 text-3" />
        Bounds are known once the problems are mended
      </span>
    );
  }
  const { messages, stayMs } = compiled.bounds;
  return (
    <>
      <span className="flex items-center gap-1.5">
        <ShieldCheckIcon aria-hidden="true" className="size-3.5 text-ok" />
        <span>
          At most{' '}
          <b className="font-medium text-1">{messages === 1 ? '1 message' : `${messages} messages`}</b>, at
          most <b className="font-medium text-1">{msWords(stayMs)}</b>, every path ends
        </span>
      </span>
      <span className="hidden text-3 desk:inline">Holds and outages not counted</span>
    </>
  );
}

/** What became of the last edit. Told to screen readers only when it goes wrong. */
export function SavedWords() {
  const editor = useEditor();
  const save = useEditorState((state) => state.save);
  if (!editor.setting.mayEdit) return <span className="text-3">You can read this play</span>;
  const bad = save.kind === 'offline' || save.kind === 'refused' || save.kind === 'conflict';
  return (
    <span
      role={bad ? 'alert' : undefined}
      data-testid="saved"
      data-save={save.kind}
      className="flex items-center gap-1.5 text-3"
    >
      <Words save={save} onRetry={() => void editor.flush()} onDecide={() => editor.askConflict(true)} />
    </span>
  );
}

type WordsProps = { save: SaveState; onRetry: () => void; onDecide: () => void };

function Words({ save, onRetry, onDecide }: WordsProps) {
  switch (save.kind) {
    case 'saved':
      return save.atMs === null ? 'Saved' : <SavedAgo atMs={save.atMs} />;
    case 'waiting':
    case 'saving':
      return (
        <>
          <Spinner size={12} /> Saving
        </>
      );
    case 'offline':
      return (
        <>
          <CloudOffIcon aria-hidden="true" className="size-3.5 text-warn" />
          <span className="text-warn">Offline, kept in this browser, will retry</span>
          <button type="button" onClick={onRetry} className="font-medium text-accent-text hover:underline">
            Now
          </button>
        </>
      );
    case 'refused':
      return (
        <>
          <CircleAlertIcon aria-hidden="true" className="size-3.5 text-late" />
          <span className="text-late">{save.reason}</span>
        </>
      );
    case 'conflict':
      return (
        <>
          <CircleAlertIcon aria-hidden="true" className="size-3.5 text-late" />
          <span className="text-late">Somebody else saved first, yours is kept here</span>
          <button type="button" onClick={onDecide} className="font-medium text-accent-text hover:underline">
            Decide
          </button>
        </>
      );
  }
}

function SavedAgo({ atMs }: { atMs: number }) {
  const [nowMs, setNowMs] = useState(atMs);
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((nowMs - atMs) / 1_000));
  if (seconds < 2) return 'Saved';
  if (seconds < 60) return `Saved ${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `Saved ${minutes} min ago` : 'Saved';
}
