import fc from 'fast-check';
import { drawBasisPoint } from '#workflows/engine/chance.ts';
import type { Outcome, OutsideEvent } from '#workflows/engine/event.ts';
import { DAY, HOUR, MINUTE, START_MS } from '#workflows/engine/testing/hand-made.ts';
import type { Shell, World } from '#workflows/engine/testing/shell.ts';

/** Random lives for a `Shell`. */

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq' | 'atMs'> : never;
export type Happening = WithoutSeq<OutsideEvent>;

/** Answers by what was asked, not by when: the same question gets the same answer in every history. */
export const world =
  (salt: string, kinds: readonly Outcome['kind'][]): World =>
  (plan, asked, before) => {
    const instruction = plan.code[asked.pc];
    const drawn = drawBasisPoint(salt, `${asked.pc}/${before.left}/${before.due?.checks}/${before.seq}`);
    const reads = instruction !== undefined && 'reads' in instruction ? (instruction.reads ?? []) : [];
    const facts = reads.map((fact): [number, boolean | number] => [
      fact,
      drawn % 2 === 0 ? drawn % 3 === 0 : START_MS + (drawn % 5) * DAY,
    ]);
    if (asked.kind === 'send' || asked.kind === 'check') {
      const kind = kinds[drawn % kinds.length];
      switch (kind) {
        case 'defer':
          return { outcome: { kind, untilMs: before.nowMs + HOUR, why: 'quiet hours' }, facts };
        case 'hold':
          return { outcome: { kind, reviewAtMs: before.nowMs + DAY, why: 'sender is suspended' }, facts };
        case 'notSent':
          return { outcome: { kind, why: 'no consent' }, facts };
        case 'inDoubt':
        case 'unconfirmed':
          return { outcome: { kind }, facts };
        default:
          return { outcome: { kind: 'sent' }, facts };
      }
    }
    if (asked.kind === 'act' && drawn % 5 === 0)
      return { outcome: { kind: 'refused', why: 'already in it' }, facts };
    return { outcome: { kind: 'done' }, facts };
  };

export const ALL = ['sent', 'sent', 'sent', 'defer', 'notSent', 'inDoubt', 'hold'] as const;

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    type: fc.constant('reply' as const),
    channel: fc.constantFrom('sms' as const, 'email' as const),
    intent: fc.constantFrom('interested', 'price'),
  }),
  fc.record({
    type: fc.constant('reply' as const),
    channel: fc.constant('sms' as const),
    intent: fc.constant('interested'),
  }),
  fc.record({
    type: fc.constant('stop' as const),
    channel: fc.constantFrom('sms' as const, 'email' as const),
  }),
  fc.record({ type: fc.constant('reopen' as const), channel: fc.constant('sms' as const) }),
  fc.constantFrom<Happening>(
    { type: 'pause' },
    { type: 'resume' },
    { type: 'resume' },
    { type: 'skip' },
    { type: 'retry' },
  ),
);

const exit: fc.Arbitrary<Happening> = fc.constant({ type: 'exit', label: 'won' });

export type Move =
  | { move: 'commit'; event: Happening }
  | { move: 'deliver'; count: number; twice: boolean; reversed: boolean }
  | { move: 'transact' | 'answer' | 'die' }
  | { move: 'pass'; ms: number };

/** What may come between commit, signal, transaction and answer, in any order. */
export const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        move: fc.constant('commit' as const),
        event: fc.oneof({ weight: 20, arbitrary: happening }, exit),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        move: fc.constant('deliver' as const),
        count: fc.integer({ min: 1, max: 12 }),
        twice: fc.boolean(),
        reversed: fc.boolean(),
      }),
    },
    { weight: 7, arbitrary: fc.record({ move: fc.constantFrom('transact' as const) }) },
    { weight: 7, arbitrary: fc.record({ move: fc.constantFrom('answer' as const) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        move: fc.constant('pass' as const),
        ms: fc.constantFrom(MINUTE, HOUR, 10 * HOUR, 3 * DAY),
      }),
    },
    { weight: 1, arbitrary: fc.record({ move: fc.constantFrom('die' as const) }) },
  ),
  { maxLength: 60 },
);

/** A run's life, move by move; what is under way at the end stays so. */
export function live(shell: Shell, made: readonly Move[]): void {
  shell.boot();
  for (const one of made) {
    switch (one.move) {
      case 'commit':
        shell.commits(one.event);
        break;
      case 'deliver':
        shell.delivers(one.count, one.twice, one.reversed);
        break;
      case 'transact':
        shell.transacts();
        break;
      case 'answer':
        shell.answers();
        break;
      case 'pass':
        shell.passes(one.ms);
        break;
      case 'die':
        shell.dies();
        shell.boot();
    }
  }
}
