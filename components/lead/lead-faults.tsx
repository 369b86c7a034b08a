'use client';

import { MailXIcon, PhoneOffIcon } from 'lucide-react';
import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import type { FaultView } from '#components/lead/lead-sheet.ts';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';

type LeadFaultsProps = {
  faults: readonly FaultView[];
  /** Null: may not be cleared by this person. */
  clear: ((fault: Pick<FaultView, 'environment' | 'channel' | 'address'>) => Promise<Outcome>) | null;
};

/** Addresses that nothing goes to, since they were refused or belong to somebody else, and why. */
export function LeadFaults({ faults, clear }: LeadFaultsProps) {
  const { pending, run } = useAct();
  return (
    <ul className="flex flex-col gap-2.5">
      {faults.map(({ environment, channel, address, ...fault }) => {
        const id = `${environment} ${channel} ${address}`;
        return (
          <li key={id} className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2">
            <span className="flex h-5 items-center text-late [&>svg]:size-3.5">
              {channel === 'sms' ? <PhoneOffIcon aria-hidden="true" /> : <MailXIcon aria-hidden="true" />}
            </span>
            <div className="min-w-0">
              <p className="truncate text-ui">{fault.shownAddress}</p>
              <p className="text-meta text-3">
                {fault.why} {fault.evidence}, <RelativeTime atMs={fault.atMs} />
              </p>
              {clear === null ? null : (
                <Button
                  variant="ghost"
                  size="sm"
                  className="-ml-2"
                  pending={pending === id}
                  onClick={() =>
                    void run(id, () => clear({ environment, channel, address }), {
                      done: `${fault.shownAddress} may be written to again`,
                      note: 'Consent and opt-outs are as they were.',
                      failed: 'This could not be cleared',
                    })
                  }
                >
                  {channel === 'sms' ? 'The number is good' : 'The address is good'}
                </Button>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
