'use client';

import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';

export type ConsentDraft = {
  given: boolean;
  medium: string;
  evidence: string;
  /** The sentence at the box, which goes into the ledger as it stood. */
  wording: (brand: string) => string;
};

export const emptyConsent: ConsentDraft = {
  given: false,
  medium: 'form',
  evidence: '',
  wording: (brand) =>
    `Everyone in this file agreed in writing to get marketing texts from ${brand} at the numbers in it.`,
};

const MEDIA = [
  { value: 'form', label: 'On a web form' },
  { value: 'paper', label: 'On paper' },
  { value: 'message', label: 'In a message' },
] as const;

type ConsentFieldsProps = {
  brand: string;
  hasPhones: boolean;
  value: ConsentDraft;
  onChange: (value: ConsentDraft) => void;
};

/** The undertaking for a whole list. Without it the leads come in, and texts to them are not sent. */
export function ConsentFields({ brand, hasPhones, value, onChange }: ConsentFieldsProps) {
  if (!hasPhones) {
    return (
      <p className="text-ui text-2">
        No column holds phone numbers, so there is nothing to text. Email goes by the rules of each lead’s
        country.
      </p>
    );
  }
  return (
    <div className="flex max-w-140 flex-col gap-4">
      <Checkbox
        checked={value.given}
        onCheckedChange={(given) => onChange({ ...value, given: given === true })}
        label={value.wording(brand)}
        help="Bought and shared lists do not count: people agree to one brand. Each number gets an entry in its consent ledger with your name and this sentence."
      />
      {value.given ? (
        <>
          <Field label="How they agreed">
            <Select
              options={MEDIA}
              value={value.medium}
              onValueChange={(medium) => onChange({ ...value, medium })}
            />
          </Field>
          <Field
            label="Proof"
            required
            help="Which form and wording, since when, and where the records are kept. A carrier or a court asks for it."
          >
            <Textarea
              value={value.evidence}
              maxLength={500}
              onChange={(event) => onChange({ ...value, evidence: event.target.value })}
            />
          </Field>
        </>
      ) : (
        <p className="text-ui text-2">
          Without it the leads are imported and can be mailed, but no marketing text goes out to them: plays
          leave each text by “not sent” and say so on the timeline. You can record consent lead by lead later.
        </p>
      )}
    </div>
  );
}
