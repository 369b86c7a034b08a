'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { ask, type Outcome } from '#components/act/outcome.ts';
import type { PlayChoice } from '#components/lead/lead-sheet.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { FieldError } from '#components/ui/field.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { Cell, HeadCell, Table } from '#components/ui/table-parts.tsx';

/** What became of the leads: how many entered, and why the others did not, by reason. */
export type Entries = { entered: number; refusals: readonly { reason: string; leads: number }[] };

type RunPlayDialogProps = {
  onClose: () => void;
  /** "Priya", or "12 leads". */
  whom: string;
  isOne: boolean;
  /** Plays that are live, with the reason why this one lead cannot enter. */
  findPlays: () => Promise<readonly PlayChoice[]>;
  runPlay: (playId: string) => Promise<Outcome<Entries>>;
};

/** Chooses a live play and runs it; what could not enter is told with its reason, here and on each timeline. */
export function RunPlayDialog({ onClose, whom, isOne, findPlays, runPlay }: RunPlayDialogProps) {
  const [plays, setPlays] = useState<readonly PlayChoice[] | 'unknown' | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [entries, setEntries] = useState<(Entries & { play: string }) | null>(null);

  useEffect(() => {
    let isShown = true;
    findPlays().then(
      (found) => {
        if (!isShown) return;
        setPlays(found);
        const open = found.filter((play) => play.refusal === null);
        if (open.length === 1) setChosen(open[0]?.id ?? null);
      },
      () => isShown && setPlays('unknown'),
    );
    return () => {
      isShown = false;
    };
  }, [findPlays]);

  const start = async () => {
    if (chosen === null || !Array.isArray(plays)) return;
    setRunning(true);
    setProblem(null);
    const outcome = await ask(() => runPlay(chosen));
    setRunning(false);
    if (!outcome.ok) return setProblem(outcome.reason);
    setEntries({
      ...outcome,
      play: plays.find((play: PlayChoice) => play.id === chosen)?.name ?? 'the play',
    });
  };

  return (
    <Dialog open onOpenChange={(next) => (next || running ? null : onClose())}>
      {entries ? (
        <DialogContent
          title={entered(entries.entered, isOne, entries.play)}
          footer={
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          }
        >
          {entries.refusals.length > 0 ? (
            <Table>
              <thead>
                <tr>
                  <HeadCell className="first:pl-0">Did not enter, because</HeadCell>
                  <HeadCell align="right" className="last:pr-0">
                    Leads
                  </HeadCell>
                </tr>
              </thead>
              <tbody>
                {entries.refusals.map(({ reason, leads }) => (
                  <tr key={reason}>
                    <Cell className="py-2 first:pl-0">{reason}</Cell>
                    <Cell align="right" className="last:pr-0">
                      {leads.toLocaleString('en')}
                    </Cell>
                  </tr>
                ))}
              </tbody>
            </Table>
          ) : (
            <p className="text-ui text-2">
              What the play does, and what it does not and why, appears on {isOne ? 'the' : 'each'} timeline.
            </p>
          )}
        </DialogContent>
      ) : (
        <DialogContent
          title={`Run a play on ${whom}`}
          description="It starts now. Messages still keep to consent, sending hours and caps."
          footer={
            <>
              <Button variant="ghost" disabled={running} onClick={onClose}>
                Cancel
              </Button>
              <Button
                variant="primary"
                pending={running}
                disabled={chosen === null}
                onClick={() => void start()}
              >
                Run on {whom}
              </Button>
            </>
          }
        >
          <Choice plays={plays} chosen={chosen} onChoose={setChosen} />
          {problem ? <FieldError problem={problem} className="mt-4" /> : null}
        </DialogContent>
      )}
    </Dialog>
  );
}

function entered(count: number, isOne: boolean, play: string): string {
  if (isOne) return count === 1 ? `Entered ${play}` : `Did not enter ${play}`;
  return `${count.toLocaleString('en')} ${count === 1 ? 'lead' : 'leads'} entered ${play}`;
}

function Choice({
  plays,
  chosen,
  onChoose,
}: {
  plays: readonly PlayChoice[] | 'unknown' | null;
  chosen: string | null;
  onChoose: (id: string) => void;
}) {
  if (plays === null) return <Spinner>Looking for live plays</Spinner>;
  if (plays === 'unknown') {
    return (
      <FieldError problem="The plays could not be read. Nothing was started. Close this and try again." />
    );
  }
  if (plays.length === 0) {
    return (
      <p className="text-ui text-2">
        No play is live. Publish one, then run it here.{' '}
        <Link href="/plays" className="font-medium text-accent-text hover:underline">
          Go to plays
        </Link>
      </p>
    );
  }
  return (
    <RadioGroup
      aria-label="Live plays"
      value={chosen}
      onValueChange={onChoose}
      options={plays.map((play) => ({
        value: play.id,
        label: `${play.name} v${play.version}`,
        help:
          play.refusal ??
          `${play.leads.toLocaleString('en')} ${play.leads === 1 ? 'lead' : 'leads'} in it now`,
        disabled: play.refusal !== null,
      }))}
    />
  );
}
