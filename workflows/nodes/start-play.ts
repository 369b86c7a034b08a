import { z } from 'zod';
import type { NodeKind } from '#workflows/node.ts';
import { looseText } from '#workflows/nodes/loose.ts';
import { ownPart, strong } from '#workflows/nodes/sentence.ts';

const StartPlayConfig = z.strictObject({
  play: z.string().min(1, 'Choose the play to start.').max(60),
  /** Its name when it was chosen, for the card; the id is what counts. */
  name: z.string().max(80).optional(),
});

export const startPlay: NodeKind<z.infer<typeof StartPlayConfig>> = {
  kind: 'startPlay',
  label: 'Start a play',
  group: 'Finish',
  icon: 'workflow',
  help: 'Puts the lead into another play. This one goes on beside it.',
  config: StartPlayConfig,
  draft: () => ({ play: '' }),
  fields: [{ path: 'play', label: 'Play', widget: { type: 'play' } }],
  ports: () => [
    { id: 'started', label: 'Started' },
    { id: 'notStarted', label: 'Not started', follows: 'started' },
  ],
  sentence: (config) => [
    strong('Start play '),
    ownPart(looseText(config.name) || config.play, 'which play', 'play'),
  ],
  lines: 2,
  shape: 'card',
  check: (config, { plays }) =>
    plays.some((play) => play.id === config.play)
      ? []
      : [
          {
            code: 'play-missing',
            severity: 'error',
            field: 'play',
            sentence: 'The play to start is not here any more. Choose another.',
          },
        ],
  lower: (config, { content }) => [
    {
      op: 'act',
      verb: 'startPlay',
      arg: content({ kind: 'startPlay', play: config.play }),
      next: { port: 'started' },
      refused: { port: 'notStarted' },
    },
  ],
};
