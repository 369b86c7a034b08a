'use client';

import { SearchIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Spinner } from '#components/ui/spinner.tsx';

export type LeadChoice = { id: string; name: string; note: string };
export type RunAnswer =
  | { ok: true; entered: number; refusals: { reason: string; leads: number }[] }
  | { ok: false; reason: string };

type RunDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  findLeads: (words: string) => Promise<LeadChoice[]>;
  runOn: (leadIds: string[]) => Promise<RunAnswer>;
};

/** Puts leads into a play by hand: found by name, number or address, chosen one by one. */
export function RunDialog({ open, onOpenChange, findLeads, runOn }: RunDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open ? <Body onOpenChange={onOpenChange} findLeads={findLeads} runOn={runOn} /> : null}
    </Dialog>
  );
}

function Body({ onOpenChange, findLeads, runOn }: Omit<RunDialogProps, 'open'>) {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<LeadChoice[] | null>(null);
  const [chosen, setChosen] = useState<ReadonlyMap<string, LeadChoice>>(new Map());
  const [pending, setPending] = useState(false);
  const [answer, setAnswer] = useState<RunAnswer | null>(null);
  const turn = useRef(0);

  useEffect(() => {
    const mine = ++turn.current;
    const timer = setTimeout(
      async () => {
        const leads = await findLeads(words);
        // An answer to older words that comes late is not shown.
        if (mine === turn.current) setFound(leads);
      },
      words === '' ? 0 : 200,
    );
    return () => clearTimeout(timer);
  }, [words, findLeads]);

  const toggle = (lead: LeadChoice) =>
    setChosen((now) => {
      const next = new Map(now);
      if (!next.delete(lead.id)) next.set(lead.id, lead);
      return next;
    });
  const run = async () => {
    setPending(true);
    try {
      const done = await runOn([...chosen.keys()]);
      setAnswer(done);
      if (done.ok) setChosen(new Map());
    } finally {
      setPending(false);
    }
  };

  const count = chosen.size;
  return (
    <DialogContent
      title="Run this play on leads"
      size="md"
      description="They enter the live version at once. Consent, sending hours and limits hold as for everybody."
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            {answer?.ok ? 'Close' : 'Not now'}
          </Button>
          <Button variant="primary" disabled={count === 0} pending={pending} onClick={() => void run()}>
            {count === 0 ? 'Run on leads' : count === 1 ? 'Run on 1 lead' : `Run on ${count} leads`}
          </Button>
        </>
      }
    >
      <Input
        data-first-focus=""
        lead={<SearchIcon aria-hidden="true" />}
        placeholder="Find a lead by name, company, number or address"
        aria-label="Find a lead"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <ul aria-label="Leads" className="mt-2 h-64 overflow-y-auto rounded-control border border-line">
        {found === null ? (
          <li className="p-3">
            <Spinner>Looking</Spinner>
          </li>
        ) : found.length === 0 ? (
          <li className="p-3 text-ui text-3">
            {words === '' ? 'There are no leads yet.' : 'No lead has these words.'}
          </li>
        ) : (
          [
            ...[...chosen.values()].filter((lead) => !found.some((each) => each.id === lead.id)),
            ...found,
          ].map((lead) => (
            <li key={lead.id} className="border-b border-line px-3 py-1.5 last:border-b-0">
              <Checkbox
                label={lead.name}
                help={lead.note}
                checked={chosen.has(lead.id)}
                onCheckedChange={() => toggle(lead)}
              />
            </li>
          ))
        )}
      </ul>
      {answer?.ok ? (
        <div className="mt-3 text-ui">
          <p role="status" className="text-ok">
            {answer.entered === 1 ? '1 lead entered the play.' : `${answer.entered} leads entered the play.`}
          </p>
          {answer.refusals.length > 0 ? (
            <ul className="mt-1 max-h-28 overflow-y-auto text-2">
              {answer.refusals.map(({ reason, leads }) => (
                <li key={reason}>
                  {leads === 1 ? '1 lead' : `${leads} leads`} not: {reason}
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
      {answer && !answer.ok ? <FieldError problem={answer.reason} className="mt-3" /> : null}
    </DialogContent>
  );
}
