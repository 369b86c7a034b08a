'use client';

import { MailIcon, MessageSquareTextIcon } from 'lucide-react';
import { useState } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { type ConsentChange, ConsentDialog } from '#components/lead/consent-dialog.tsx';
import type { ConsentLine } from '#components/lead/lead-sheet.ts';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';

type LeadConsentProps = {
  lines: readonly ConsentLine[];
  leadName: string;
  /** Null: may not be changed by this person. */
  change: ((change: ConsentChange) => Promise<Outcome>) | null;
};

const STANDING: Record<ConsentLine['standing'], { words: string; tone: string }> = {
  given: { words: 'Given', tone: 'text-ok' },
  informationOnly: { words: 'Information only', tone: 'text-warn' },
  withdrawn: { words: 'Opted out', tone: 'text-late' },
  expired: { words: 'Expired', tone: 'text-warn' },
  none: { words: 'None on record', tone: 'text-warn' },
  notNeeded: { words: 'Not needed', tone: 'text-3' },
};

/** May we write to this lead, channel by channel, and how we know. Behind each line: every entry of the ledger. */
export function LeadConsent({ lines, leadName, change }: LeadConsentProps) {
  const [open, setOpen] = useState<ConsentLine | null>(null);
  if (lines.length === 0) {
    return <p className="text-ui text-3">No number and no address yet, so there is nothing to consent to.</p>;
  }
  return (
    <ul className="flex flex-col gap-2.5">
      {lines.map((line) => (
        <li key={`${line.channel} ${line.address}`} className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2">
          <span className="flex h-5 items-center [&>svg]:size-3.5">
            {line.channel === 'sms' ? (
              <MessageSquareTextIcon aria-hidden="true" className="text-sms" />
            ) : (
              <MailIcon aria-hidden="true" className="text-email" />
            )}
          </span>
          <div className="min-w-0">
            <p className="flex items-baseline gap-2 text-ui">
              <span className="min-w-0 flex-1 truncate">{line.label}</span>
              <span className={`shrink-0 font-medium ${STANDING[line.standing].tone}`}>
                {STANDING[line.standing].words}
              </span>
            </p>
            <p className="text-meta text-3">
              {line.shownAddress}
              {line.how === '' ? '' : `. ${line.how}`}
              {line.atMs === null ? null : (
                <>
                  {', '}
                  <RelativeTime atMs={line.atMs} />
                </>
              )}
            </p>
            <Button variant="ghost" size="sm" className="-ml-2" onClick={() => setOpen(line)}>
              {line.history.length === 0
                ? change === null
                  ? 'See the ledger'
                  : 'Record consent'
                : change === null
                  ? 'See the ledger'
                  : 'Ledger and changes'}
            </Button>
          </div>
        </li>
      ))}
      {open ? (
        <ConsentDialog
          line={lines.find((line) => line.channel === open.channel && line.address === open.address) ?? open}
          leadName={leadName}
          change={change}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </ul>
  );
}
