import { z } from 'zod';
import type { NodeKind } from '#workflows/node.ts';
import { looseText } from '#workflows/nodes/loose.ts';
import { gap, strong } from '#workflows/nodes/sentence.ts';

const OutcomeConfig = z.strictObject({
  label: z.string().trim().min(1, 'Name the outcome.').max(40),
});

export const outcome: NodeKind<z.infer<typeof OutcomeConfig>> = {
  kind: 'outcome',
  label: 'Outcome',
  group: 'Finish',
  icon: 'flag',
  help: 'Ends the play for this lead under a name that reports count.',
  config: OutcomeConfig,
  draft: () => ({ label: '' }),
  fields: [{ path: 'label', label: 'Outcome', widget: { type: 'text', placeholder: 'Interested' } }],
  ports: () => [],
  sentence: (config) => {
    const label = looseText(config.label).trim();
    return [label === '' ? gap('which outcome', 'label') : strong(label)];
  },
  lines: 1,
  shape: 'terminal',
  check: () => [],
  lower: (config) => [{ op: 'end', label: config.label }],
};
