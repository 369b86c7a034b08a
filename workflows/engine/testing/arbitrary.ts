import fc from 'fast-check';
import type { Event, Outcome, OutsideEvent } from '#workflows/engine/event.ts';
import type { Exit, Instruction, Plan } from '#workflows/engine/plan.ts';
import type { State } from '#workflows/engine/state.ts';
import { DAY, HOUR, MINUTE, planOf, START_MS } from '#workflows/engine/testing/hand-made.ts';

/** How many runs a property gets: `BATON_SCALE=20 vitest run ...` soaks. */
export function scaled(runs: number): number {
  return Math.ceil(runs * Number(process.env.BATON_SCALE ?? '1'));
}

const channel = fc.constantFrom('sms' as const, 'email' as const);
const ms = fc.constantFrom(MINUTE, HOUR, 5 * HOUR, DAY, 3 * DAY);

/** Any plan of up to `most` instructions whose jumps stay inside it (or not, where `wild`); loops and all. */
export function arbitraryPlan(most: number, wild = false): fc.Arbitrary<Plan> {
  return fc.integer({ min: 1, max: most }).chain((size) => {
    const target = fc.integer({ min: wild ? -2 : 0, max: wild ? size + 4 : size });
    const instruction = (node: number): fc.Arbitrary<Instruction> => {
      const exit = (port: string): fc.Arbitrary<Exit> => target.map((to) => ({ to, port }));
      const reads = fc.option(fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }), {
        nil: undefined,
      });
      return fc.oneof(
        fc.record({
          op: fc.constant('send' as const),
          node: fc.constant(node),
          channel,
          arg: fc.constant(`arg-${node}`),
          giveUpMs: ms,
          reads,
          sent: exit('sent'),
          notSent: exit('notSent'),
          unconfirmed: exit('unconfirmed'),
        }),
        fc.record({ op: fc.constant('wait' as const), node: fc.constant(node), ms, next: exit('next') }),
        fc.record({
          op: fc.constant('waitUntil' as const),
          node: fc.constant(node),
          fact: fc.integer({ min: 0, max: 2 }),
          maxMs: ms,
          next: exit('next'),
          never: exit('noDate'),
        }),
        fc.record(
          {
            op: fc.constant('awaitReply' as const),
            node: fc.constant(node),
            ms,
            channels: fc.subarray(['sms' as const, 'email' as const], { minLength: 1 }),
            replies: exit('intent-interested').map((one) => ({ interested: one })),
            otherwise: exit('otherwise'),
            silence: exit('noReply'),
            optOut: exit('optOut'),
          },
          { requiredKeys: ['op', 'node', 'ms', 'channels', 'replies', 'otherwise', 'silence'] },
        ),
        fc.record({
          op: fc.constant('branch' as const),
          node: fc.constant(node),
          cases: fc.array(fc.record({ fact: fc.integer({ min: 0, max: 2 }), exit: exit('case') }), {
            maxLength: 3,
          }),
          otherwise: exit('otherwise'),
        }),
        fc.record({
          op: fc.constant('split' as const),
          node: fc.constant(node),
          salt: fc.constant(`salt-${node}`),
          arms: fc.tuple(exit('arm-a'), exit('arm-b')).map(([a, b]) => [
            { upTo: 4_000, exit: a },
            { upTo: 10_000, exit: b },
          ]),
        }),
        fc.record({
          op: fc.constant('act' as const),
          node: fc.constant(node),
          verb: fc.constantFrom('set' as const, 'startPlay' as const),
          arg: fc.constant(`arg-${node}`),
          reads,
          next: exit('next'),
          refused: exit('notStarted'),
        }),
        fc.record({
          op: fc.constant('read' as const),
          node: fc.constant(node),
          reads: fc.constant([0, 1, 2]),
          next: exit('next'),
        }),
        fc.record({
          op: fc.constant('count' as const),
          node: fc.constant(node),
          max: fc.integer({ min: 1, max: 3 }),
          next: target.map((to) => ({ to })),
          after: exit('afterMax'),
        }),
        fc.constant<Instruction>({ op: 'end', node, label: `end-${node}` }),
      ) as fc.Arbitrary<Instruction>;
    };
    return fc
      .record({
        code: fc.tuple(...Array.from({ length: size }, (_, node) => instruction(node))),
        anyReply: fc.option(target),
        unheardHoldMs: ms,
        doubtMs: fc.constantFrom<number[]>([], [15_000], [15_000, 60_000, 300_000]),
        stayMs: fc.constantFrom(0, HOUR, DAY, 30 * DAY),
        messages: fc.integer({ min: 0, max: 6 }),
      })
      .map(({ code, anyReply, unheardHoldMs, doubtMs, stayMs, messages }) =>
        planOf([...code, { op: 'end', node: size, label: 'limit' }], {
          anyReply,
          unheardHoldMs,
          doubtMs,
          limit: { stayMs, messages, then: size },
        }),
      );
  });
}

export const arbitraryOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Outcome>({ kind: 'sent' }) },
  { weight: 4, arbitrary: fc.constant<Outcome>({ kind: 'done' }) },
  fc.constant<Outcome>({ kind: 'notSent', why: 'no consent' }),
  fc.constant<Outcome>({ kind: 'unconfirmed' }),
  fc.constant<Outcome>({ kind: 'inDoubt' }),
  fc.constant<Outcome>({ kind: 'refused', why: 'already in it' }),
  ms.map((untilMs): Outcome => ({ kind: 'defer', untilMs: START_MS + untilMs, why: 'quiet hours' })),
  ms.map((untilMs): Outcome => ({ kind: 'hold', reviewAtMs: START_MS + untilMs, why: 'x'.repeat(500) })),
  fc.constant<Outcome>({ kind: 'stale' }),
  fc.constant<Outcome>({ kind: 'blocked', why: 'no sender' }),
  fc.constant<Outcome>({ kind: 'superseded' }),
);

export function arbitraryOutside(mostSeq: number): fc.Arbitrary<OutsideEvent> {
  const base = {
    seq: fc.integer({ min: 0, max: mostSeq }),
    atMs: fc.integer({ min: -HOUR, max: 40 * DAY }).map((after) => START_MS + after),
  };
  const intent = fc.oneof(
    fc.constantFrom('interested', 'price', 'constructor', '__proto__'),
    fc.string({ maxLength: 300 }),
  );
  return fc.oneof(
    fc.record({ type: fc.constant('reply' as const), ...base, channel, intent }),
    fc.record({ type: fc.constant('reply' as const), ...base, channel, intent }),
    fc.record({ type: fc.constant('stop' as const), ...base, channel }),
    fc.record({ type: fc.constant('reopen' as const), ...base, channel }),
    fc.record({ type: fc.constant('exit' as const), ...base, label: fc.string({ maxLength: 300 }) }),
    ...(['pause', 'resume', 'skip', 'retry'] as const).map((type) =>
      fc.record({ type: fc.constant(type), ...base }),
    ),
  );
}

export function arbitraryEvent(): fc.Arbitrary<Event> {
  const atMs = fc.integer({ min: -HOUR, max: 40 * DAY }).map((after) => START_MS + after);
  const value = fc.oneof(fc.boolean(), fc.constant(null), atMs);
  return fc.oneof(
    { weight: 4, arbitrary: arbitraryOutside(30) },
    {
      weight: 4,
      arbitrary: fc.record(
        {
          type: fc.constant('result' as const),
          id: fc.integer({ min: -1, max: 6 }),
          atMs,
          outcome: arbitraryOutcome,
          facts: fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), value), { maxLength: 3 }),
          events: fc.array(arbitraryOutside(30), { maxLength: 20 }),
          skewMs: fc.integer({ min: 0, max: DAY }),
        },
        { requiredKeys: ['type', 'id', 'atMs', 'outcome', 'events', 'skewMs'] },
      ),
    },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('timer' as const), atMs }) },
    fc.record({ type: fc.constant('boot' as const), atMs, skewMs: fc.constant(0) }),
    fc.constant<Event>({ type: 'historyLong' }),
  );
}

/** Any state of the right shape, reachable or not. */
export function arbitraryState(plan: Plan): fc.Arbitrary<State> {
  const pc = fc.integer({ min: -1, max: plan.code.length + 1 });
  const atMs = fc.integer({ min: 0, max: 10 * DAY }).map((after) => START_MS + after);
  const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
  return fc.record({
    pc,
    nowMs: atMs,
    owedMs: atMs,
    skewMs: fc.integer({ min: 0, max: DAY }),
    seq: fc.integer({ min: 0, max: 10 }),
    n: fc.integer({ min: 0, max: 5 }),
    flight: nullable(
      fc.record({
        id: fc.integer({ min: 0, max: 5 }),
        kind: fc.constantFrom(
          'send' as const,
          'check' as const,
          'act' as const,
          'read' as const,
          'unheard' as const,
          'record' as const,
        ),
        pc,
      }),
    ),
    rest: nullable(
      fc.record({
        why: fc.constantFrom(
          'wait' as const,
          'reply' as const,
          'defer' as const,
          'doubt' as const,
          'hold' as const,
          'blocked' as const,
        ),
        untilMs: nullable(atMs),
        fixed: fc.boolean(),
        countedMs: atMs,
      }),
    ),
    paused: nullable(fc.record({ sinceMs: atMs, untilMs: nullable(atMs) })),
    due: nullable(fc.record({ atMs, checks: nullable(fc.integer({ min: 0, max: 4 })) })),
    facts: fc.dictionary(fc.constantFrom('0', '1', '2'), fc.oneof(fc.boolean(), fc.constant(null), atMs)),
    visits: fc.dictionary(fc.constantFrom('0', '1', '2', '3'), fc.integer({ min: 0, max: 4 })),
    closed: fc.subarray(['sms' as const, 'email' as const]),
    messages: fc.integer({ min: 0, max: 7 }),
    stayMs: fc.integer({ min: 0, max: 31 * DAY }),
    limited: fc.boolean(),
    sinceMs: atMs,
    seed: fc.string({ maxLength: 40 }),
    queue: fc.array(arbitraryOutside(30), { maxLength: 8 }),
    unheard: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 10 }),
    trail: fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 9 }), fc.constant('next'), atMs)
        .map((one): [number, string, number] => one),
      { maxLength: 14 },
    ),
    left: fc.integer({ min: 0, max: 100 }),
    dirty: fc.boolean(),
    long: fc.boolean(),
    exit: nullable(fc.string({ maxLength: 20 })),
    done: nullable(fc.string({ maxLength: 20 })),
  });
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
