'use client';

import { useState } from 'react';
import { ask, type Outcome } from '#components/act/outcome.ts';
import type { ConsentLine } from '#components/lead/lead-sheet.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field, FieldError, FieldGroup } from '#components/ui/field.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.tsx';

export type ConsentChange = {
  act: 'grant' | 'revoke';
  environment: 'sandbox' | 'real';
  channel: 'sms' | 'email';
  address: string;
  basis: 'written' | 'express';
  purpose: 'marketing' | 'informational' | 'all';
  /** How it came: `form`, `paper`, `phone`, `person`, `message`. */
  medium: string;
  /** In the person's own words: who said what, where it is kept. */
  evidence: string;
};

type ConsentDialogProps = {
  line: ConsentLine;
  leadName: string;
  change: ((change: ConsentChange) => Promise<Outcome>) | null;
  onClose: () => void;
};

const MEDIA = [
  { value: 'form', label: 'On a form' },
  { value: 'paper', label: 'On paper' },
  { value: 'message', label: 'In a message' },
  { value: 'phone', label: 'On the phone' },
  { value: 'person', label: 'In person' },
] as const;

/** The ledger of one address, and an entry a person adds to it. Entries are never changed or taken away. */
export function ConsentDialog({ line, leadName, change, onClose }: ConsentDialogProps) {
  const isText = line.channel === 'sms';
  const [act, setAct] = useState<'grant' | 'revoke'>(line.standing === 'given' ? 'revoke' : 'grant');
  const [basis, setBasis] = useState<'written' | 'express'>('written');
  const [medium, setMedium] = useState<string>('form');
  const [evidence, setEvidence] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const what = isText ? 'texts' : 'email';
  const optedOut = line.standing === 'withdrawn';

  const save = async () => {
    if (change === null) return;
    if (evidence.trim() === '') {
      setProblem('Say what is known: who said it, when, and where that is kept.');
      return;
    }
    setSaving(true);
    const outcome = await ask(() =>
      change({
        act,
        environment: line.environment,
        channel: line.channel,
        address: line.address,
        basis,
        purpose: act === 'revoke' ? 'all' : isText && basis === 'express' ? 'informational' : 'marketing',
        medium,
        evidence: evidence.trim(),
      }),
    );
    setSaving(false);
    if (!outcome.ok) return setProblem(outcome.reason);
    toast.done(act === 'grant' ? `Consent to ${what} recorded` : `${leadName} is opted out of ${what}`);
    onClose();
  };

  return (
    <Dialog open onOpenChange={(next) => (next ? null : onClose())}>
      <DialogContent
        size="md"
        title={`Consent to ${isText ? 'marketing texts' : 'email'}, ${line.shownAddress}`}
        description="Every entry stays: this is what a regulator or a carrier asks for. Only the newest counts."
        footer={
          change === null || (optedOut && isText) ? (
            <Button onClick={onClose}>Close</Button>
          ) : (
            <>
              <Button variant="ghost" onClick={onClose}>
                Cancel
              </Button>
              <Button
                variant={act === 'revoke' ? 'danger' : 'primary'}
                pending={saving}
                onClick={() => void save()}
              >
                {act === 'grant' ? 'Record consent' : `No more ${what}`}
              </Button>
            </>
          )
        }
      >
        <Ledger line={line} />
        {change === null ? null : optedOut && isText ? (
          <p className="mt-4 text-ui text-2">
            {leadName} opted out. Only {leadName} can opt in again, by texting START: a person here cannot.
          </p>
        ) : (
          <div className="mt-4 flex flex-col gap-4 border-t border-line pt-4">
            <FieldGroup legend="What happened">
              <RadioGroup
                layout="grid"
                aria-label="What happened"
                value={act}
                onValueChange={setAct}
                options={[
                  { value: 'grant', label: `Agreed to ${what}` },
                  { value: 'revoke', label: `Wants no ${what}` },
                ]}
              />
            </FieldGroup>
            {act === 'grant' && isText ? (
              <FieldGroup legend="How it was said">
                <RadioGroup
                  aria-label="How it was said"
                  value={basis}
                  onValueChange={setBasis}
                  options={[
                    {
                      value: 'written',
                      label: 'In writing',
                      help: 'Signed or ticked below words that name the brand. Covers marketing texts.',
                    },
                    {
                      value: 'express',
                      label: 'Said so',
                      help: 'Gave the number and agreed to be texted. Covers information, not marketing.',
                    },
                  ]}
                />
              </FieldGroup>
            ) : null}
            <Field label="Where">
              <Select options={MEDIA} value={medium} onValueChange={setMedium} />
            </Field>
            <Field
              label="Evidence"
              help="Who said what, when, and where that is kept. It stands in the ledger as you write it."
            >
              <Textarea
                value={evidence}
                maxLength={500}
                onChange={(event) => {
                  setEvidence(event.target.value);
                  setProblem(null);
                }}
              />
            </Field>
            {problem ? <FieldError problem={problem} /> : null}
          </div>
        )}
      </DialogContent>
    </Dialog>
  );
}

function Ledger({ line }: { line: ConsentLine }) {
  if (line.history.length === 0) {
    return <p className="text-ui text-2">Nothing is on record for {line.shownAddress}.</p>;
  }
  return (
    <ol className="flex flex-col gap-2">
      {line.history.map((event) => (
        <li key={event.id} className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 text-ui">
          <RelativeTime atMs={event.atMs} className="text-3" />
          <div className="min-w-0">
            <p className="font-medium">{event.title}</p>
            {event.evidence ? <p className="text-meta wrap-break-word text-3">{event.evidence}</p> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
