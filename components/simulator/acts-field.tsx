'use client';

import { PlusIcon, XIcon } from 'lucide-react';
import { useSetting } from '#components/canvas/setting.ts';
import { LengthField } from '#components/inspector/length-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { SimAct } from '#workflows/simulate/script.ts';
import { DAY_MS, durationFromMs, durationMs, HOUR_MS } from '#workflows/time/duration.ts';

const WORDS = 'words';
const LONGEST_MS = 400 * DAY_MS;
const MOST_MESSAGES = 12;

type ActsFieldProps = { acts: readonly SimAct[]; onChange: (acts: SimAct[]) => void };

/** What the lead says, line by line: after which message, how long after, in words or by meaning. */
export function ActsField({ acts, onChange }: ActsFieldProps) {
  const { intents } = useSetting();
  const set = (i: number, change: Partial<SimAct>) =>
    onChange(acts.map((act, at) => (at === i ? ({ ...act, ...change } as SimAct) : act)));
  return (
    <div className="flex flex-col gap-3">
      {acts.map((act, i) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own
          key={i}
          aria-label={`Answer ${i + 1}`}
          className="flex min-w-0 flex-col gap-2 border-b border-line pb-3 last:border-b-0"
        >
          <div className="flex items-center gap-2">
            <LengthField
              label={`How long before answer ${i + 1}`}
              value={durationFromMs(act.waitMs)}
              disabled={false}
              onChange={(length) => set(i, { waitMs: Math.min(LONGEST_MS, length ? durationMs(length) : 0) })}
            />
            <Button
              variant="ghost"
              icon
              aria-label={`Remove answer ${i + 1}`}
              onClick={() => onChange(acts.filter((_, at) => at !== i))}
              className="-mr-2 ml-auto"
            >
              <XIcon aria-hidden="true" />
            </Button>
          </div>
          <Select
            aria-label="After which message"
            options={Array.from({ length: MOST_MESSAGES }, (_, n) => ({
              value: String(n + 1),
              label: `after message ${n + 1}`,
            }))}
            value={String(act.afterMessage ?? 1)}
            onValueChange={(n) => set(i, { afterMessage: Number(n) })}
          />
          <Select
            aria-label="What they mean"
            options={[
              { value: WORDS, label: 'says in words' },
              ...intents.map((intent) => ({
                value: intent.value,
                label: `means: ${intent.label.toLowerCase()}`,
              })),
            ]}
            value={act.intent ?? WORDS}
            onValueChange={(intent) =>
              set(
                i,
                intent === WORDS ? { intent: undefined, text: act.text ?? '' } : { intent, text: undefined },
              )
            }
          />
          {act.intent === undefined ? (
            <Input
              aria-label="Their words"
              placeholder="Yes please"
              value={act.text ?? ''}
              maxLength={1_000}
              onChange={(event) => set(i, { text: event.target.value })}
            />
          ) : null}
        </fieldset>
      ))}
      <Button
        size="sm"
        className="self-start"
        onClick={() =>
          onChange([
            ...acts,
            {
              act: 'reply',
              afterMessage: Math.min(MOST_MESSAGES, acts.length + 1),
              waitMs: HOUR_MS,
              text: '',
            },
          ])
        }
      >
        <PlusIcon aria-hidden="true" />
        Add an answer
      </Button>
    </div>
  );
}
