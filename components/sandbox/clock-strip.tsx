'use client';

import { ClockIcon, FastForwardIcon } from 'lucide-react';
import { useState } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import { dayKey } from '#components/lead/day-words.ts';
import type { ClockView } from '#components/sandbox/sandbox-view.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { DropdownMenu } from '#components/ui/dropdown-menu.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { usePresent } from '#components/ui/present.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { exactWords, lengthWords, stamp } from '#components/ui/time-words.ts';

type ClockStripProps = {
  clock: ClockView;
  /** Null: may not be done by this person. `date` as on the wall of the workspace's zone. */
  advance: ((to: { toMs: number } | { date: string }) => Promise<Outcome>) | null;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What time it is here, and how to let it pass: days go by in seconds, and everything that is due on the way happens. */
export function ClockStrip({ clock, advance }: ClockStripProps) {
  const { nowMs } = usePresent();
  const { pending, run } = useAct();
  const [choosing, setChoosing] = useState(false);
  const zone = clock.timeZone;
  // The page's clock ticks by itself; the server's word counts when it has just moved.
  const presentMs = Math.max(nowMs, clock.nowMs);

  const go = (to: { toMs: number } | { date: string }) =>
    advance === null
      ? Promise.resolve<Outcome>({ ok: false, reason: 'You may not move the clock.' })
      : run('advance', () => advance(to), { failed: 'The clock stays where it is' });

  return (
    <div className="flex min-w-0 items-center gap-3">
      {clock.moving ? (
        <Spinner>
          <span className="tabular-nums">
            {stamp(presentMs, clock.moving.toMs, zone)}, going to {stamp(clock.moving.toMs, presentMs, zone)}
            {clock.moving.trouble ? `. ${clock.moving.trouble}` : ''}
          </span>
        </Spinner>
      ) : (
        <p className="flex items-center gap-1.5 text-ui whitespace-nowrap">
          <ClockIcon aria-hidden="true" className="size-3.5 shrink-0 text-3" />
          <span className="max-wide:hidden">It is</span>
          <time title={exactWords(presentMs, zone)} className="font-medium tabular-nums">
            {wallWords(presentMs, zone)}
          </time>
          <span className="text-3 max-desk:hidden">
            here{clock.aheadMs >= 60_000 ? `, ${lengthWords(clock.aheadMs)} ahead of the wall` : ''}
          </span>
        </p>
      )}
      {advance === null || clock.fixedBecause || clock.moving ? null : (
        <DropdownMenu
          trigger={
            <Button size="sm" pending={pending !== null}>
              <FastForwardIcon aria-hidden="true" />
              Let time pass
            </Button>
          }
          items={[
            ...(clock.next
              ? [
                  {
                    label: 'To the next thing that happens',
                    help: `${stamp(clock.next.atMs, presentMs, zone)}, ${clock.next.runs} ${clock.next.runs === 1 ? 'lead' : 'leads'}`,
                    run: () => void go({ toMs: Math.max(clock.next?.atMs ?? 0, presentMs + 1_000) }),
                  },
                  { kind: 'line' as const },
                ]
              : []),
            { label: '1 hour', run: () => void go({ toMs: presentMs + HOUR_MS }) },
            { label: '1 day', run: () => void go({ toMs: presentMs + DAY_MS }) },
            { label: '1 week', run: () => void go({ toMs: presentMs + 7 * DAY_MS }) },
            { label: 'To a date', run: () => setChoosing(true) },
          ]}
        />
      )}
      {choosing ? (
        <DateDialog
          first={dayKey(presentMs + DAY_MS, zone)}
          onClose={() => setChoosing(false)}
          go={(date) => go({ date })}
        />
      ) : null}
    </div>
  );
}

/** "Tue 1 Dec 08:03". */
function wallWords(atMs: number, timeZone: string): string {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    })
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.weekday} ${parts.day} ${(parts.month ?? '').slice(0, 3)} ${parts.hour}:${parts.minute}`;
}

type DateDialogProps = { first: string; onClose: () => void; go: (date: string) => Promise<Outcome> };

function DateDialog({ first, onClose, go }: DateDialogProps) {
  const [date, setDate] = useState(first);
  const [pending, setPending] = useState(false);
  return (
    <Dialog open onOpenChange={(next) => (next ? null : onClose())}>
      <DialogContent
        title="Let time pass"
        description="Everything that is due on the way happens: waits end, texts go out in their hours, clocks run."
        footer={
          <>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              pending={pending}
              disabled={date === ''}
              onClick={async () => {
                setPending(true);
                const outcome = await go(date);
                setPending(false);
                if (outcome.ok) onClose();
              }}
            >
              Go there
            </Button>
          </>
        }
      >
        <Field label="To 09:00 on">
          <Input type="date" min={first} value={date} onChange={(event) => setDate(event.target.value)} />
        </Field>
      </DialogContent>
    </Dialog>
  );
}
