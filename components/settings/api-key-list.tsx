'use client';

import { useState } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { toast } from '#components/ui/toast.tsx';

export type ApiKeyLine = {
  id: string;
  name: string;
  /** Its first characters. */
  prefix: string;
  /** What it may be used for, in words. */
  may: readonly string[];
  createdBy: string | null;
  createdAtMs: number;
  lastUsedAtMs: number | null;
};

type ApiKeyListProps = {
  keys: readonly ApiKeyLine[];
  signalsAddress: string;
  /** Null: this person may only look. */
  revoke: ((keyId: string) => Promise<Outcome>) | null;
};

/** Keys by which other programs speak for the workspace, and where they speak to. */
export function ApiKeyList({ keys, signalsAddress, revoke }: ApiKeyListProps) {
  const [asked, setAsked] = useState<ApiKeyLine | null>(null);
  return (
    <div className="flex max-w-200 flex-col gap-4">
      <Panel title="API keys" note={keys.length === 0 ? undefined : String(keys.length)}>
        {keys.length === 0 ? (
          <EmptyState title="No program has a key">
            With a key your CRM, your booking tool or a script reports what happened to a lead: a meeting
            booked, a deal lost. Plays that start by such a signal take the lead at once.
          </EmptyState>
        ) : (
          <ul>
            {keys.map((key) => (
              <li
                key={key.id}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0"
              >
                <div className="min-w-0 flex-1 basis-52">
                  <p className="text-ui wrap-anywhere">
                    <span className="font-semibold">{key.name}</span>{' '}
                    <span className="text-3">{key.prefix}…</span>
                  </p>
                  <p className="text-meta text-3">{key.may.join(', ')}</p>
                </div>
                <p className="min-w-0 flex-1 basis-52 text-meta text-3">
                  {key.lastUsedAtMs === null ? (
                    'Not used yet'
                  ) : (
                    <>
                      Used <RelativeTime atMs={key.lastUsedAtMs} />
                    </>
                  )}
                  <br />
                  Made <RelativeTime atMs={key.createdAtMs} />
                  {key.createdBy === null ? '' : ` by ${key.createdBy}`}
                </p>
                {revoke ? (
                  <Button size="sm" onClick={() => setAsked(key)} aria-label={`Revoke ${key.name}`}>
                    Revoke
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title="Reporting signals" padded>
        <div className="flex flex-wrap items-center gap-2">
          <p className="min-w-0 flex-1 basis-64 rounded-control border border-line bg-sunken px-2.5 py-1.5 text-ui break-all">
            POST {signalsAddress}
          </p>
          <CopyButton text={signalsAddress} what="the address" />
        </div>
        <p className="mt-2 max-w-140 text-ui text-2">
          JSON with type, occurredAt, dedupeKey and lead; the key goes into the header “Authorization: Bearer
          …”. The start of a play that waits for a signal shows a whole example. Told twice under one
          dedupeKey, a signal counts once.
        </p>
      </Panel>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => {
          if (!open) setAsked(null);
        }}
        question={`Revoke the key of ${asked?.name ?? ''}?`}
        consequence="From now on every request with it is refused, and what that program reports does not reach Baton. What it reported before stays. A revoked key cannot be had back."
        confirm="Revoke it"
        harmful
        onConfirm={async () => {
          if (asked === null || revoke === null) return { ok: true };
          const outcome = await revoke(asked.id);
          if (outcome.ok) toast.done(`The key of ${asked.name} is revoked`);
          return outcome;
        }}
      />
    </div>
  );
}
