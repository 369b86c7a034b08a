import { exitsOf } from '#workflows/compile/exits.ts';
import type { Chance } from '#workflows/compile/testing/grow.ts';
import { drawBasisPoint } from '#workflows/engine/chance.ts';
import type { Effect } from '#workflows/engine/effect.ts';
import type { Event, Outcome, OutsideEvent } from '#workflows/engine/event.ts';
import type { FactValue, Instruction, Pc, Plan } from '#workflows/engine/plan.ts';
import { initialState, type State } from '#workflows/engine/state.ts';
import { step } from '#workflows/engine/step.ts';
import type { Recording } from '#workflows/simulate/recording.ts';

/** Leads, gates and reps that mean it badly, driving the real step. */

export const LIFE_STARTS_MS = 1_795_608_000_000;

export type Life = {
  ended: string | null;
  /** Automation time by the driver's own clock: all that passed, but for holds, pauses and blocks that it caused. */
  stayMs: number;
  /** Messages that the driver said were accepted or are of unknown fate. */
  messages: number;
  steps: number;
  state: State;
  /** Everything the run was told. */
  recorded: Recording;
};

type Ask = Extract<Effect, { type: 'activity' }>;

export type Mind = {
  answer: (asked: Ask, state: State) => { outcome: Outcome; facts: [number, FactValue][] };
  /** What happens before the deadline, and when; null: nobody stirs. */
  meanwhile: (
    state: State,
    deadlineMs: number | null,
  ) => { atMs: number; events: WithoutSeq<OutsideEvent>[] } | null;
};

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq' | 'atMs'> : never;

/** One life of one lead, to its end. */
export function live(plan: Plan, mind: Mind, seed: string, mostSteps = 20_000): Life {
  let state = initialState(plan, seed, LIFE_STARTS_MS);
  let nowMs = LIFE_STARTS_MS;
  const standstill = new Standstill(plan);
  const committed: OutsideEvent[] = [];
  const recorded: Recording = { startMs: LIFE_STARTS_MS, answers: [], events: committed };
  const life: Life = { ended: null, stayMs: 0, messages: 0, steps: 0, state, recorded };
  let batch: Event[] = [{ type: 'boot', atMs: nowMs, skewMs: 0 }];
  for (; life.steps < mostSteps; life.steps++) {
    const next = step(plan, state, batch);
    standstill.heard(state, next.state, committed, nowMs);
    state = next.state;
    life.state = state;
    const effect = next.effect;
    if (effect === null) throw new Error('Nothing to wait for.');
    if (effect.type === 'finish') {
      life.ended = effect.label;
      return life;
    }
    if (effect.type === 'continueAsNew') {
      batch = [{ type: 'boot', atMs: nowMs, skewMs: 0 }];
      continue;
    }
    if (effect.type === 'activity') {
      const { outcome, facts } = mind.answer(effect, state);
      if (outcome.kind === 'sent' || outcome.kind === 'unconfirmed') life.messages += 1;
      const isLastLook = effect.kind === 'check' && effect.final === true && outcome.kind === 'inDoubt';
      if (isLastLook) life.messages += 1;
      standstill.answered(effect, outcome);
      const { seq } = state;
      const events = committed.filter((event) => event.seq > seq);
      const { id: number, kind, pc } = effect;
      const asked = { number, kind, pc, askedMs: state.nowMs, askedSeq: seq };
      recorded.answers.push({ ...asked, atMs: nowMs, heardSeq: committed.length, outcome, facts });
      batch = [{ type: 'result', id: number, atMs: nowMs, outcome, facts, events, skewMs: 0 }];
      continue;
    }
    // What is overdue happens at once.
    const stirs = effect.atMs !== null && effect.atMs <= nowMs ? null : mind.meanwhile(state, effect.atMs);
    const untilMs = stirs?.atMs ?? effect.atMs;
    if (untilMs === null) throw new Error(`Nobody will ever look again: ${JSON.stringify(state.rest)}`);
    life.stayMs += standstill.automationMs(state, nowMs, Math.max(nowMs, untilMs));
    nowMs = Math.max(nowMs, untilMs);
    batch =
      stirs === null
        ? [{ type: 'timer', atMs: nowMs }]
        : stirs.events.map((event) => {
            const made = { ...event, seq: committed.length + 1, atMs: nowMs } as OutsideEvent;
            committed.push(made);
            return made;
          });
  }
  return life;
}

/**
 * What keeps a run from moving, by what the driver itself did to it: never by what the run says of its rest, or time
 * that the engine counts under a wrong name would be missed by both.
 */
class Standstill {
  private readonly plan: Plan;
  /** The step that is held or blocked, until it is asked again or left. */
  private stuckAt: Pc | null = null;
  /** Paused until then; null: until somebody resumes it. */
  private paused: { untilMs: number | null } | null = null;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  /** A question was answered: what is asked is not stuck, unless the answer says so. */
  answered(asked: Ask, outcome: Outcome): void {
    if (outcome.kind === 'hold' || outcome.kind === 'blocked') this.stuckAt = asked.pc;
    else if (asked.kind !== 'record' && asked.kind !== 'unheard') this.stuckAt = null;
  }

  /** Events take effect when the run has consumed them, which a text in doubt puts off; pauses come before replies. */
  heard(before: State, after: State, committed: readonly OutsideEvent[], nowMs: number): void {
    if (after.pc !== this.stuckAt) this.stuckAt = null;
    if (this.paused !== null && this.paused.untilMs !== null && this.paused.untilMs <= nowMs)
      this.paused = null;
    const consumed = committed.filter(({ seq }) => seq > before.seq && seq <= after.seq);
    for (const { type } of consumed) {
      if (type === 'pause') this.paused = { untilMs: null };
      else if (type === 'resume') this.paused = null;
    }
    // A reply that no step takes is the owner's, who gets a while to answer before the play goes on.
    const isUnheard = consumed.some(({ seq }) => after.unheard.includes(seq));
    if (!isUnheard || (this.paused !== null && this.paused.untilMs === null)) return;
    this.paused = { untilMs: nowMs + this.plan.unheardHoldMs };
  }

  /** How much of the time between two instants is the automation's own. */
  automationMs(state: State, fromMs: number, toMs: number): number {
    if (state.pc === this.stuckAt) return 0;
    if (this.paused === null) return toMs - fromMs;
    return this.paused.untilMs === null ? 0 : Math.max(0, toMs - Math.max(fromMs, this.paused.untilMs));
  }
}

function readsOf(plan: Plan, asked: Ask): readonly number[] {
  const instruction = plan.code[asked.pc];
  return instruction !== undefined && 'reads' in instruction ? (instruction.reads ?? []) : [];
}

/** Anything at any time. `calm` is the share of moments at which nobody stirs. */
export function randomMind(plan: Plan, chance: Chance, calm: number): Mind {
  let stirred = 0;
  return {
    answer: (asked, state) => {
      const facts = readsOf(plan, asked).map((fact): [number, FactValue] => [
        fact,
        chance.pick([
          true,
          false,
          null,
          state.nowMs + chance.below(30 * 86_400_000),
          state.nowMs - 1,
          Number.MAX_SAFE_INTEGER,
        ]),
      ]);
      // Another run has taken over: seldom, since the life is over then.
      if (chance.happens(0.002)) return { outcome: { kind: 'superseded' }, facts };
      const inCalm = chance.happens(calm);
      if (asked.kind === 'send') {
        const outcome = inCalm
          ? chance.pick<Outcome>([{ kind: 'sent' }, { kind: 'sent' }, { kind: 'notSent', why: '' }])
          : chance.pick<Outcome>([
              { kind: 'inDoubt' },
              { kind: 'unconfirmed' },
              { kind: 'defer', untilMs: state.nowMs + chance.below(400) * 3_600_000, why: '' },
              { kind: 'defer', untilMs: state.nowMs + 1_800_000, why: '' },
              { kind: 'hold', reviewAtMs: state.nowMs + 86_400_000, why: '' },
              { kind: 'blocked', why: '' },
              { kind: 'stale' },
            ]);
        return { outcome, facts };
      }
      if (asked.kind === 'check') {
        return {
          outcome: chance.pick<Outcome>([
            { kind: 'inDoubt' },
            { kind: 'inDoubt' },
            { kind: 'sent' },
            { kind: 'notSent', why: '' },
            { kind: 'unconfirmed' },
            { kind: 'blocked', why: '' },
          ]),
          facts,
        };
      }
      if (asked.kind === 'record' || asked.kind === 'unheard')
        return { outcome: chance.happens(0.002) ? { kind: 'blocked', why: '' } : { kind: 'done' }, facts };
      const isStep = asked.kind === 'act' || asked.kind === 'read';
      if (isStep && !inCalm && chance.happens(0.3)) return { outcome: { kind: 'blocked', why: '' }, facts };
      const refuses = asked.kind === 'act' && chance.happens(0.3);
      return { outcome: refuses ? { kind: 'refused', why: '' } : { kind: 'done' }, facts };
    },
    meanwhile: (state, deadlineMs) => {
      // Nobody can be stopped from stirring for ever; this lead tires.
      const mustStir = deadlineMs === null;
      if (!mustStir && (stirred > 60 || chance.happens(calm))) return null;
      stirred += 1;
      const spanMs = deadlineMs === null ? 86_400_000 : Math.max(0, deadlineMs - state.nowMs);
      const atMs = state.nowMs + (chance.happens(0.5) ? spanMs : Math.floor(chance.next() * spanMs));
      const channel = chance.pick(['sms', 'email'] as const);
      const instruction = plan.code[state.pc];
      const intents = instruction?.op === 'awaitReply' ? Object.keys(instruction.replies) : [];
      if (mustStir) return { atMs, events: [{ type: 'resume' }, { type: 'retry' }] };
      if (chance.happens(0.02)) return { atMs, events: [{ type: 'exit', label: 'Taken out' }] };
      const event = chance.pick<WithoutSeq<OutsideEvent>>([
        { type: 'reply', channel, intent: chance.pick([...intents, 'something']) },
        { type: 'reply', channel, intent: chance.pick([...intents, 'something']) },
        { type: 'reply', channel, intent: 'something' },
        { type: 'stop', channel },
        { type: 'reopen', channel },
        { type: 'pause' },
        { type: 'resume' },
        { type: 'skip' },
        { type: 'retry' },
      ]);
      return { atMs, events: chance.happens(0.2) ? [event, { type: 'resume' }] : [event] };
    },
  };
}

/** What a lead gathers by leaving an instruction by an exit: the adversary's own idea of it. */
export type Gain = (instruction: Instruction, exit: number) => number;

/**
 * The lead who gathers the most in a plan without loops: knows the whole graph and always leaves by the best exit, as
 * late as may be.
 * @returns null when a split on the way cannot be had by any of many seeds
 */
export function greediest(plan: Plan, gain: Gain): { mind: Mind; seed: string } | null {
  const best = new Map<Pc, { exit: number; total: number }>();
  const value = (pc: Pc): number => {
    const known = best.get(pc);
    if (known !== undefined) return known.total;
    const instruction = plan.code[pc];
    if (instruction === undefined) return 0;
    let found = { exit: -1, total: instruction.op === 'end' ? 0 : -1 };
    for (const [exit, { to }] of exitsOf(instruction).entries()) {
      const total = gain(instruction, exit) + value(to);
      if (total > found.total) found = { exit, total };
    }
    best.set(pc, found);
    return found.total;
  };
  value(plan.start);
  const exitAt = (pc: Pc): number => best.get(pc)?.exit ?? 0;
  const behind = (pc: Pc, exit = exitAt(pc)): Pc => {
    const instruction = plan.code[pc];
    return (instruction === undefined ? undefined : exitsOf(instruction)[exit]?.to) ?? -1;
  };

  const wanted: { salt: string; from: number; upTo: number }[] = [];
  for (let pc = plan.start, hops = 0; hops < plan.code.length; pc = behind(pc), hops++) {
    const instruction = plan.code[pc];
    if (instruction === undefined || instruction.op === 'end') break;
    if (instruction.op === 'split') {
      const arm = exitAt(pc);
      wanted.push({
        salt: instruction.salt,
        from: instruction.arms[arm - 1]?.upTo ?? 0,
        upTo: instruction.arms[arm]?.upTo ?? 0,
      });
    }
  }
  let seed: string | null = null;
  for (let i = 0; i < 4_000 && seed === null; i++) {
    const fits = wanted.every(({ salt, from, upTo }) => {
      const drawn = drawBasisPoint(`seed-${i}`, salt);
      return drawn >= from && drawn < upTo;
    });
    if (fits) seed = `seed-${i}`;
  }
  if (seed === null) return null;

  /** Facts that lead the chosen way through everything that takes no time. */
  const factsFrom = (first: Pc, nowMs: number): Map<number, FactValue> => {
    const facts = new Map<number, FactValue>();
    for (let pc = first, hops = 0; hops < plan.code.length; pc = behind(pc), hops++) {
      const instruction = plan.code[pc];
      if (instruction?.op === 'branch') {
        for (const [i, one] of instruction.cases.entries()) facts.set(one.fact, i === exitAt(pc));
      } else if (instruction?.op === 'waitUntil') {
        facts.set(instruction.fact, exitAt(pc) === 0 ? nowMs + instruction.maxMs : null);
        break;
      } else if (instruction?.op !== 'split' && instruction?.op !== 'count') break;
    }
    return facts;
  };

  return {
    seed,
    mind: {
      answer: (asked, state) => {
        const exit = exitAt(asked.pc);
        const known = factsFrom(behind(asked.pc, exit), state.nowMs);
        const facts = readsOf(plan, asked).map((fact): [number, FactValue] => [
          fact,
          known.get(fact) ?? false,
        ]);
        const instruction = plan.code[asked.pc];
        if (asked.kind === 'read') return { outcome: { kind: 'done' }, facts };
        if (instruction?.op === 'send') {
          const dueMs = state.due?.atMs ?? state.nowMs;
          const lastMs = dueMs + instruction.giveUpMs;
          if (asked.kind === 'send' && state.nowMs < lastMs)
            return { outcome: { kind: 'defer', untilMs: Number.MAX_SAFE_INTEGER, why: '' }, facts };
          if (asked.final !== true) return { outcome: { kind: 'inDoubt' }, facts };
          const outcomes: Outcome[] = [
            { kind: 'sent' },
            { kind: 'notSent', why: '' },
            { kind: 'unconfirmed' },
          ];
          return { outcome: outcomes[exit] ?? { kind: 'sent' }, facts };
        }
        if (instruction?.op === 'act' && exit === 1) return { outcome: { kind: 'refused', why: '' }, facts };
        return { outcome: { kind: 'done' }, facts };
      },
      meanwhile: (state, deadlineMs) => {
        const instruction = plan.code[state.pc];
        if (instruction?.op !== 'awaitReply' || deadlineMs === null) return null;
        const intents = Object.keys(instruction.replies);
        const exit = exitAt(state.pc);
        const channel = instruction.channels[0] ?? 'sms';
        // At the very last moment: what is said at the deadline still counts.
        if (exit < intents.length)
          return { atMs: deadlineMs, events: [{ type: 'reply', channel, intent: intents[exit] ?? '' }] };
        if (exit === intents.length)
          return { atMs: deadlineMs, events: [{ type: 'reply', channel, intent: 'something' }] };
        if (exit === intents.length + 2)
          return {
            atMs: deadlineMs,
            events: [
              { type: 'stop', channel },
              { type: 'reopen', channel },
            ],
          };
        return null;
      },
    },
  };
}
