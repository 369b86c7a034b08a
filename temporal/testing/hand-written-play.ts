import { byHand, email, end, straightPlay, text, wait } from '#prisma/testing/seed.ts';
import type { EnrolmentActivities } from '#temporal/names.ts';
import { compile } from '#workflows/compile/compile.ts';
import { parsePlay } from '#workflows/compile/parse.ts';
import type { Outcome, Result } from '#workflows/engine/event.ts';
import type { Plan } from '#workflows/engine/plan.ts';
import type { FollowUpActivities } from './hand-written.ts';

type Drawn = { nodes: unknown[]; edges: { from: string; port: string; to: string }[] };

const straight = straightPlay('Follow up', [
  byHand,
  text('first', 'Hi {{ lead.firstName }}, Maya at Kestrel Yard. Still keen? STOP to end.'),
  wait('day', 1),
  email('mail', 'Gate wait times', 'Worth a look this week?'),
  {
    id: 'reply',
    kind: 'waitForReply',
    config: { duration: { value: 2, unit: 'days' }, channels: ['sms', 'email'], intents: [], optOut: false },
  },
  text('last', 'Last note from Kestrel Yard. STOP to end.'),
  end,
]) as Drawn;

/** Three sends, two waits, and a reply in the second wait ends it: drawn, and in `hand-written.ts` by hand. */
export const FOLLOW_UP_PLAY: unknown = {
  ...straight,
  nodes: [
    ...straight.nodes,
    { id: 'won', kind: 'outcome', config: { label: 'Replied' }, at: { x: 300, y: 480 } },
  ],
  edges: [
    ...straight.edges.filter((edge) => edge.from !== 'reply'),
    { from: 'reply', port: 'otherwise', to: 'won' },
    { from: 'reply', port: 'noReply', to: 'last' },
  ],
};

export function followUpPlan(waits: { waitMs: number; replyWithinMs: number }): Plan {
  const parsed = parsePlay(FOLLOW_UP_PLAY);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const compiled = compile(parsed.play, { plays: [], leadFields: [], longestClosedMs: () => 0 });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return withWaits(compiled.plan, waits);
}

/** The same plan with waits as short as a test needs them: drawn waits are minutes at least. */
export function withWaits(
  plan: Plan,
  { waitMs, replyWithinMs }: { waitMs: number; replyWithinMs: number },
): Plan {
  const code = plan.code.map((at) => {
    if (at.op === 'wait') return { ...at, ms: waitMs };
    return at.op === 'awaitReply' ? { ...at, ms: replyWithinMs } : at;
  });
  return { ...plan, code };
}

type Given = { asked?: { id: number } };
type Both = Record<keyof EnrolmentActivities & keyof FollowUpActivities, (input: Given) => Promise<Result>>;

/**
 * Activities that do nothing and answer at once what the real ones answer when all goes well, to either workflow: what
 * is left is what the workflows themselves cost.
 * @param onSend called before each send is answered
 */
export function trivialActivities(onSend: () => void = () => undefined): Both {
  const answered = (input: Given, outcome: Outcome): Result => ({
    type: 'result',
    id: input.asked?.id ?? 0,
    atMs: Date.now(),
    outcome,
    events: [],
    skewMs: 0,
  });
  return {
    send: async (input) => {
      onSend();
      return answered(input, { kind: 'sent' });
    },
    record: async (input) => answered(input, { kind: 'done' }),
  };
}
