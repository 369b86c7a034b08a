'use client';

import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import type { Answerer, PersonaChoice } from '#components/sandbox/sandbox-view.ts';
import { Select } from '#components/ui/select.tsx';

type AnswererChoiceProps = {
  answerer: Answerer;
  personas: readonly PersonaChoice[];
  /** Nobody answers by itself anywhere: nothing to choose. */
  isOff: boolean;
  /** `persona` null: a person answers here. Null: may not be chosen by this person. */
  choose: ((address: string, persona: string | null) => Promise<Outcome>) | null;
};

const NOBODY = 'nobody';

/** Who answers at this address: a person by hand, or a persona by itself. */
export function AnswererChoice({ answerer, personas, isOff, choose }: AnswererChoiceProps) {
  const { pending, run } = useAct();
  if (isOff) return null;
  const nature = personas.find((persona) => persona.id === answerer.byNature);
  return (
    <div className="flex items-center gap-2 text-meta text-3">
      <span className="shrink-0">Answers by itself</span>
      <Select
        aria-label={`Who answers at ${answerer.address}`}
        size="sm"
        value={answerer.active ?? NOBODY}
        disabled={choose === null || pending !== null}
        onValueChange={(next) => {
          if (choose === null) return;
          void run('choose', () => choose(answerer.address, next === NOBODY ? null : next), {
            failed: 'That could not be chosen',
          });
        }}
        options={[
          { value: NOBODY, label: 'Nobody: you answer' },
          ...personas.map((persona) => ({
            value: persona.id,
            label: persona.name,
            help: persona.id === nature?.id ? `${persona.about} The default here.` : persona.about,
          })),
        ]}
        className="max-w-56"
      />
    </div>
  );
}
