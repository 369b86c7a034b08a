'use client';

import { ArrowLeftIcon, FlameIcon } from 'lucide-react';
import Link from 'next/link';
import { timeOfDay } from '#components/lead/day-words.ts';
import type { LeadHead } from '#components/lead/lead-sheet.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { usePresent } from '#components/ui/present.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { exactWords, zoneWords } from '#components/ui/time-words.ts';

type LeadHeaderProps = {
  lead: LeadHead;
  /** "prefers text", or nothing. */
  prefers: string | null;
  /** The most urgent clock on the lead, if one runs. */
  clock?: React.ReactNode;
  actions?: React.ReactNode;
};

/** Who it is, what the clock on their wall shows, and what is urgent. */
export function LeadHeader({ lead, prefers, clock, actions }: LeadHeaderProps) {
  const { nowMs } = usePresent();
  const words = [lead.company === lead.name ? '' : lead.company, prefers ?? ''].filter(Boolean);
  return (
    <>
      <header className="flex min-h-16 shrink-0 items-center gap-3 border-b border-line bg-ground px-4 py-2">
        <Button variant="ghost" icon asChild aria-label="All leads">
          <Link href="/leads">
            <ArrowLeftIcon aria-hidden="true" />
          </Link>
        </Button>
        <Avatar name={lead.name} size={32} />
        <div className="min-w-0 flex-1">
          <div className="flex min-w-0 items-center gap-2">
            <h1 className="min-w-0 truncate text-head">{lead.name}</h1>
            {lead.hot ? (
              <Tag tone="accent" title={`${lead.hot.why}, ${exactWords(lead.hot.sinceMs, lead.zone)}`}>
                <FlameIcon aria-hidden="true" />
                Hot
              </Tag>
            ) : null}
          </div>
          <p className="truncate text-meta text-3">
            {words.map((each) => `${each} · `)}
            <time title={exactWords(nowMs, lead.zone)}>{timeOfDay(nowMs, lead.zone)}</time> in{' '}
            {zoneWords(lead.zone)}
          </p>
        </div>
        {clock ? <div className="max-wide:hidden">{clock}</div> : null}
        {actions ? <div className="flex shrink-0 items-center gap-2 max-wide:hidden">{actions}</div> : null}
      </header>
      {clock ? (
        <div className="shrink-0 border-b border-line bg-sunken px-4 py-2.5 wide:hidden">{clock}</div>
      ) : null}
    </>
  );
}
