'use client';

import { EyeIcon } from 'lucide-react';
import Link from 'next/link';
import { useEffect } from 'react';
import { useEditor } from '#components/canvas/use-editor.ts';
import { cn } from '#components/ui/class-names.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { Play } from '#workflows/play.ts';
import { msWords } from '#workflows/time/duration.ts';

export type VersionSummary = {
  number: number;
  note: string;
  author: string | null;
  messages: number;
  stayMs: number;
  sender: string | null;
  sandbox: boolean;
  publishedAtMs: number;
  leadsIn: number;
};

type VersionsPanelProps = {
  href: string;
  /** The newest first; the first is live. */
  versions: readonly VersionSummary[];
  shown: { number: number; document: Play } | null;
};

/** Every published version: by whom, when, how far it goes. Opening one shows it on the canvas, read-only. */
export function VersionsPanel({ href, versions, shown }: VersionsPanelProps) {
  const editor = useEditor();
  useEffect(() => {
    editor.show(shown ? { play: shown.document, words: `Version ${shown.number}` } : null);
    return () => editor.show(null);
  }, [editor, shown]);

  return (
    <>
      <header className="flex h-12 shrink-0 items-center justify-between border-b border-line px-4 text-ui">
        <h2 className="font-semibold">Versions</h2>
        {shown ? (
          <Link href={href} className="font-medium text-accent-text hover:underline">
            Back to the draft
          </Link>
        ) : null}
      </header>
      {versions.length === 0 ? (
        <EmptyState title="Never published">
          Each time the play is published, what went live is kept here with its author and note. Drafts change
          nothing that is live.
        </EmptyState>
      ) : (
        <ol className="min-h-0 flex-1 overflow-y-auto">
          {versions.map((version, i) => {
            const open = shown?.number === version.number;
            return (
              <li key={version.number} className="border-b border-line">
                <Link
                  href={`${href}?v=${version.number}`}
                  {...(open ? { 'aria-current': 'true' } : {})}
                  className={cn(
                    'block px-4 py-3 -outline-offset-2 hover:bg-hover',
                    open && 'bg-accent-soft hover:bg-accent-soft',
                  )}
                >
                  <span className="flex items-center gap-2 text-ui">
                    <span className="font-semibold">v{version.number}</span>
                    {i === 0 ? <Tag tone="ok">Live</Tag> : null}
                    {version.sandbox ? <Tag>Sandbox</Tag> : null}
                    {open ? (
                      <span className="flex items-center gap-1 text-meta text-accent-text">
                        <EyeIcon aria-hidden="true" className="size-3.5" /> On the canvas
                      </span>
                    ) : null}
                    <RelativeTime atMs={version.publishedAtMs} className="ml-auto text-meta text-3" />
                  </span>
                  {version.note ? <span className="mt-1 block text-ui text-1">{version.note}</span> : null}
                  <span className="mt-1 block text-meta text-3 tabular-nums">
                    {[
                      version.author,
                      version.sender ? `from ${version.sender}` : null,
                      `at most ${version.messages === 1 ? '1 message' : `${version.messages} messages`}, ${msWords(version.stayMs)}`,
                      version.leadsIn > 0 ? `${version.leadsIn.toLocaleString('en')} in it now` : null,
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </Link>
              </li>
            );
          })}
        </ol>
      )}
    </>
  );
}
