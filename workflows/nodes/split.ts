import { z } from 'zod';
import type { NodeKind, Port } from '#workflows/node.ts';
import { distinctPorts, looseRecords, looseText } from '#workflows/nodes/loose.ts';
import { gap, own, plain, strong } from '#workflows/nodes/sentence.ts';

const SplitConfig = z.strictObject({
  arms: z
    .array(
      z.strictObject({
        /** Names the port, so that edges survive when arms are reordered. */
        id: z.string().regex(/^[a-z0-9]{1,12}$/),
        label: z.string().trim().min(1, 'Name this arm.').max(40),
        percent: z.number().min(0.01, 'Give every arm a share.').max(100),
      }),
    )
    .min(2, 'A split needs two arms.')
    .max(12, 'At most 12 arms fit on one step.'),
});

const armPort = (id: string): string => `arm-${id}`;

/** Shares are kept in basis points: 33.33 % is exact, and sums can be compared. */
const basisPoints = (percent: number): number => Math.round(percent * 100);

export const split: NodeKind<z.infer<typeof SplitConfig>> = {
  kind: 'split',
  label: 'Split at random',
  group: 'Decide',
  icon: 'shuffle',
  help: 'Sends each lead by one arm, drawn by these shares. The same lead always gets the same arm.',
  config: SplitConfig,
  draft: () => ({
    arms: [
      { id: 'a', label: 'A', percent: 50 },
      { id: 'b', label: 'B', percent: 50 },
    ],
  }),
  fields: [{ path: 'arms', label: 'Arms', help: 'Together 100 %.', widget: { type: 'arms' } }],
  ports: (config): Port[] => {
    const ports = looseRecords(config.arms).map((arm) => ({
      id: looseText(arm.id) === '' ? '' : armPort(looseText(arm.id)),
      label: looseText(arm.label).trim() || 'Unnamed',
    }));
    return distinctPorts(ports);
  },
  sentence: (config) => {
    const arms = looseRecords(config.arms);
    if (arms.length === 0) return [strong('Split '), gap('into which arms', 'arms')];
    return [
      strong('Split '),
      ...arms.flatMap((arm, i) => [
        ...(i === 0 ? [] : [plain(', ')]),
        own(looseText(arm.label).trim() || 'unnamed'),
        plain(` ${typeof arm.percent === 'number' ? arm.percent : '?'} %`),
      ]),
    ];
  },
  lines: 2,
  shape: 'card',
  check: (config) => {
    const sum = config.arms.reduce((total, arm) => total + basisPoints(arm.percent), 0);
    const twice = config.arms.some((arm, i) => config.arms.findIndex((other) => other.id === arm.id) !== i);
    return [
      ...(sum === 10_000
        ? []
        : [
            {
              code: 'split-not-whole',
              severity: 'error' as const,
              field: 'arms',
              sentence: `The arms make ${sum / 100} %. Change them so that together they make 100 %.`,
            },
          ]),
      ...(twice
        ? [
            {
              code: 'arm-twice',
              severity: 'error' as const,
              field: 'arms',
              sentence: 'Two arms share one port. Remove one and add it again.',
            },
          ]
        : []),
    ];
  },
  lower: (config, { node }) => {
    let upTo = 0;
    return [
      {
        op: 'split',
        salt: node.id,
        arms: config.arms.map((arm) => {
          upTo += basisPoints(arm.percent);
          return { upTo, exit: { port: armPort(arm.id) } };
        }),
      },
    ];
  },
};
