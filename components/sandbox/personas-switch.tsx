'use client';

import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import { Switch } from '#components/ui/switch.tsx';

type PersonasSwitchProps = {
  isOn: boolean;
  /** Null: may not be switched by this person. */
  switchTo: ((on: boolean) => Promise<Outcome>) | null;
};

/** Whether leads answer by themselves. */
export function PersonasSwitch({ isOn, switchTo }: PersonasSwitchProps) {
  const { pending, run } = useAct();
  return (
    <div className="shrink-0 border-t border-line px-4 py-3">
      <Switch
        label="Leads answer by themselves"
        help={
          isOn ? 'Each has a persona, chosen by address. Answer by hand to take over.' : 'You answer for all.'
        }
        checked={isOn}
        disabled={switchTo === null || pending !== null}
        onCheckedChange={(on) => {
          if (switchTo === null) return;
          void run('switch', () => switchTo(on), {
            done: on ? 'Personas answer from now on' : 'Nobody answers by itself any more',
            failed: 'Personas could not be switched',
          });
        }}
      />
    </div>
  );
}
