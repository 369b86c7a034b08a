import type { ActivityKind } from '#workflows/engine/effect.ts';
import type { Event, Outcome, OutsideEvent, Result } from '#workflows/engine/event.ts';
import type { Pc, Plan } from '#workflows/engine/plan.ts';
import { type Standing, standing } from '#workflows/engine/standing.ts';
import { initialState, type State } from '#workflows/engine/state.ts';
import { type Step, step } from '#workflows/engine/step.ts';
import type { RecordedAnswer, Recording } from '#workflows/simulate/recording.ts';

/** A message that was due, and what became of it. */
export type ReplayedMessage = {
  /** Which instruction at which visit: the last two parts of the message's send key. */
  key: string;
  node: string;
  state: 'sent' | 'unconfirmed' | 'notSent' | 'movedOn' | 'waiting' | 'inDoubt';
  why: string | null;
  atMs: number;
};

/** What a run did, in order and in time: what must be equal between a real run and its replay. */
export type Replayed = {
  /** Everything that was asked, with its answer. */
  asked: {
    number: number;
    atMs: number;
    kind: ActivityKind;
    node: string;
    outcome: Outcome['kind'];
    why: string | null;
  }[];
  messages: ReplayedMessage[];
  /** Where the lead stood after each answer, as its row said, and until when. */
  stood: { number: number; atMs: number; node: string; status: Standing['status']; untilMs: number | null }[];
  leavings: { number: number; atMs: number; node: string; port: string; why: string | null }[];
  /** Replies that no step waited for, when their owner got them. */
  handed: { atMs: number; seqs: readonly number[] }[];
  ended: { atMs: number; label: string } | null;
  /** Where the run stands after the last answer. */
  state: State;
  /** What the recording lacks to go on, or where it parts from what the plan does; null: neither. */
  missing: string | null;
};

/**
 * Feeds what a real run was told to `step`. Nothing else is known here: what was asked, sent, waited for and left, and
 * when, all follows from the plan, and must be what the real run did.
 *
 * @param seed as the enrolment's `initialState` was given
 */
export function replayRecorded(plan: Plan, seed: string, recording: Recording): Replayed {
  return new Replay(plan, seed, recording).run();
}

type Batch = readonly Event[];

class Replay {
  private readonly plan: Plan;
  private readonly recording: Recording;
  private readonly replayed: Replayed;
  private readonly messages = new Map<string, ReplayedMessage>();

  constructor(plan: Plan, seed: string, recording: Recording) {
    this.plan = plan;
    this.recording = recording;
    this.replayed = {
      asked: [],
      messages: [],
      stood: [],
      leavings: [],
      handed: [],
      ended: null,
      state: initialState(plan, seed, recording.startMs),
      missing: null,
    };
  }

  run(): Replayed {
    const { replayed, recording } = this;
    const [first] = recording.answers;
    let told: Event = { type: 'boot', atMs: first?.askedMs ?? recording.startMs, skewMs: 0 };
    for (const answer of recording.answers) {
      const way = this.wayTo(told, answer);
      if (way === null) {
        replayed.missing = `The run asked for ${answer.kind} ${answer.number} at "${this.nodeOf(answer.pc)}"; what was recorded before does not lead there.`;
        return this.told();
      }
      this.walk(way);
      told = this.take(answer);
    }
    const [last] = this.walk([[told]]);
    if (last?.effect?.type === 'finish')
      replayed.ended = { atMs: last.state.nowMs, label: last.effect.label };
    else if (last?.effect?.type === 'activity') {
      const { kind, id, pc } = last.effect;
      replayed.missing = `No answer to ${kind} ${id} at "${this.nodeOf(pc)}" was recorded.`;
    }
    return this.told();
  }

  private told(): Replayed {
    this.replayed.messages = [...this.messages.values()];
    return this.replayed;
  }

  /**
   * What the run was told between two questions. It asks as soon as anything changes, so that this is one lot of events
   * or one look at the clock, never both; events that came while an answer was on its way are taken with it.
   */
  private wayTo(told: Event, answer: RecordedAnswer): Batch[] | null {
    const after = told.type === 'result' ? (told.events.at(-1)?.seq ?? 0) : 0;
    const from = Math.max(after, this.replayed.state.seq);
    const events = this.between(from, answer.askedSeq);
    const look: Event = { type: 'timer', atMs: answer.askedMs };
    const ahead = this.between(answer.askedSeq + 1, Number.MAX_SAFE_INTEGER);
    const ways: Batch[][] = [
      [[told]],
      [[told], events],
      [[told, ...events]],
      [[told], [look]],
      // An event that came before one which is still missing: the run asks for what it has not heard.
      [[told], ahead],
    ];
    return ways.find((way) => this.leadsTo(way, answer)) ?? null;
  }

  private leadsTo(way: readonly Batch[], answer: RecordedAnswer): boolean {
    let at: Step = { state: this.replayed.state, effect: null };
    for (const batch of way) at = step(this.plan, at.state, batch);
    const { state, effect } = at;
    return (
      effect?.type === 'activity' &&
      effect.id === answer.number &&
      effect.kind === answer.kind &&
      effect.pc === answer.pc &&
      state.nowMs === answer.askedMs &&
      state.seq === answer.askedSeq
    );
  }

  private walk(way: readonly Batch[]): Step[] {
    return way.map((batch) => {
      const before = this.replayed.state;
      const after = step(this.plan, before, batch);
      this.replayed.state = after.state;
      this.noteLeavings(before, after.state);
      const [told] = batch;
      if (told?.type === 'result') this.noteAnswer(before, told);
      return after;
    });
  }

  private noteLeavings(before: State, after: State): void {
    const fresh = after.left - before.left;
    const steps = fresh === 0 ? [] : after.trail.slice(-fresh);
    for (const [i, [node, port, atMs, why]] of steps.entries()) {
      this.replayed.leavings.push({
        number: after.left - steps.length + i + 1,
        atMs,
        node: this.plan.nodes[node] ?? '',
        port,
        why: why ?? null,
      });
    }
  }

  /** What the answering transaction wrote: it saw the answer and the events told with it, and nothing newer. */
  private noteAnswer(before: State, result: Result): void {
    if (result.outcome.kind === 'stale') return;
    const { state, effect } = step(this.plan, before, [result]);
    const ended = effect?.type === 'finish';
    const { status, nodeId, untilMs } = standing(this.plan, state);
    this.replayed.stood.push({
      number: result.id,
      atMs: result.atMs,
      node: nodeId,
      status: ended ? 'ended' : status,
      untilMs: ended ? null : untilMs,
    });
    const current = !ended && this.plan.code[state.pc]?.op === 'send' ? `${state.pc}/${state.left}` : null;
    for (const message of this.messages.values()) {
      if (message.key === current) continue;
      // What may have gone out when the lead moved on stays unconfirmed.
      if (message.state === 'waiting')
        Object.assign(message, { state: 'movedOn', why: null, atMs: state.nowMs });
      if (message.state === 'inDoubt')
        Object.assign(message, { state: 'unconfirmed', why: null, atMs: state.nowMs });
    }
  }

  private take(answer: RecordedAnswer): Result {
    const { number, kind, pc, atMs, settledMs, outcome, facts } = answer;
    const node = this.nodeOf(pc);
    const why = 'why' in outcome ? outcome.why : null;
    const { state } = this.replayed;
    this.replayed.asked.push({ number, atMs, kind, node, outcome: outcome.kind, why });
    if (kind === 'unheard') this.replayed.handed.push({ atMs, seqs: state.unheard });
    if (kind === 'send' || kind === 'check') {
      const mayHaveLeft = 'unanswered' in outcome && outcome.unanswered === true;
      const became = mayHaveLeft ? 'inDoubt' : BECAME[outcome.kind];
      const key = `${pc}/${state.left}`;
      // What is put off again keeps the place in the order that it had.
      if (became !== undefined)
        this.messages.set(key, { key, node, state: became, why, atMs: settledMs ?? atMs });
    }
    const events = this.between(answer.askedSeq, answer.heardSeq);
    return { type: 'result', id: number, atMs, outcome, facts, events, skewMs: 0 };
  }

  private between(after: number, upTo: number): OutsideEvent[] {
    return this.recording.events.filter(({ seq }) => seq > after && seq <= upTo);
  }

  private nodeOf(pc: Pc): string {
    return this.plan.nodes[this.plan.code[pc]?.node ?? -1] ?? '';
  }
}

const BECAME: Partial<Record<Outcome['kind'], ReplayedMessage['state']>> = {
  sent: 'sent',
  unconfirmed: 'unconfirmed',
  notSent: 'notSent',
  defer: 'waiting',
  hold: 'waiting',
  inDoubt: 'inDoubt',
};
