import { z } from 'zod';
import type { NodeKind } from '#workflows/node.ts';
import { strong } from '#workflows/nodes/sentence.ts';

const EndConfig = z.strictObject({});

/** The label of an enrolment that came to an end without an outcome of its own. */
export const ENDED = 'ended';

export const end: NodeKind<z.infer<typeof EndConfig>> = {
  kind: 'end',
  label: 'End',
  group: 'Finish',
  icon: 'circle-slash',
  help: 'Ends the play for this lead.',
  config: EndConfig,
  draft: () => ({}),
  fields: [],
  ports: () => [],
  sentence: () => [strong('Ends')],
  lines: 1,
  shape: 'terminal',
  check: () => [],
  lower: () => [{ op: 'end', label: ENDED }],
};
