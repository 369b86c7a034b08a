import type { Content } from '#workflows/compile/content.ts';
import type { Effect } from '#workflows/engine/effect.ts';
import type { Event, Outcome, OutsideEvent } from '#workflows/engine/event.ts';
import type { Channel, FactValue, Plan } from '#workflows/engine/plan.ts';
import { initialState, type State } from '#workflows/engine/state.ts';
import { step } from '#workflows/engine/step.ts';
import { leadFact } from '#workflows/leads/lead-facts.ts';
import type { Play } from '#workflows/play.ts';
import { understand } from '#workflows/simulate/replies.ts';
import type { GateSettings, Script, SimAct, SimLead } from '#workflows/simulate/script.ts';
import {
  addressOf,
  applySet,
  renderFor,
  type SimWorld,
  simWorld,
  verdictFor,
} from '#workflows/simulate/sim-world.ts';
import { Teller } from '#workflows/simulate/teller.ts';
import type { Trace } from '#workflows/simulate/trace.ts';

export type Simulation = {
  plan: Plan;
  contents: readonly { hash: string; content: Content }[];
  lead: SimLead;
  script: Script;
  /** When the lead enters. */
  startMs: number;
  gate: GateSettings;
  /** The drawn play, for the words of its ports and titles; without it their ids are told. */
  play?: Play;
  /** Decides splits, as a lead's id does in life. */
  seed?: string;
};

/** A play that goes on longer than this is being held, over and over, by something only a person can change. */
const MOST_STEPS = 5_000;
/** Looks at a hold that nobody lifts before the simulation says so and stops. */
const MOST_REVIEWS = 2;

/**
 * What would happen: the play's own `step` on a clock of its own, with the gate's rules, real messages, and a lead who
 * does what the script says. Activities take no time; of things due in the same instant, what people do comes first.
 */
export function simulate(simulation: Simulation): Trace {
  return new Simulator(simulation).run();
}

type Ask = Extract<Effect, { type: 'activity' }>;

class Simulator {
  private readonly plan: Plan;
  private readonly script: Script;
  private readonly contents: ReadonlyMap<string, Content>;
  private readonly world: SimWorld;
  private readonly teller: Teller;
  private state: State;
  private nowMs: number;
  private readonly events: OutsideEvent[] = [];
  /** What the script still has in store, with its instant once it is known. */
  private waiting: { act: SimAct; atMs: number | null }[];
  private due = 0;
  private sent = 0;
  /** `left` of the last message counted as due: one message may be asked for many times. */
  private lastDue: number | null = null;
  private reviews = 0;
  /** Messages whose hold a person has lifted: the script holds them no more. */
  private readonly lifted = new Set<number>();

  constructor(simulation: Simulation) {
    const { plan, script, startMs } = simulation;
    this.plan = plan;
    this.script = script;
    this.nowMs = startMs;
    this.contents = new Map(simulation.contents.map(({ hash, content }) => [hash, content]));
    this.world = simWorld(simulation.lead, simulation.gate, startMs);
    this.teller = new Teller(plan, simulation.play ?? null, this.world.view.timeZone);
    this.state = initialState(plan, simulation.seed ?? 'simulated-lead', startMs);
    this.waiting = script.acts.map((act) => ({
      act,
      atMs: act.afterMessage === undefined ? startMs + act.waitMs : null,
    }));
  }

  run(): Trace {
    this.teller.tell(this.nowMs, this.plan.nodes[0] ?? null, 'entered', 'Enters the play');
    let effect = this.take([{ type: 'boot', atMs: this.nowMs, skewMs: 0 }]);
    for (let steps = 0; steps < MOST_STEPS; steps++) {
      if (effect === null) throw new Error('The engine waits for an answer that was given.');
      if (effect.type === 'finish') {
        this.teller.ended(this.nowMs, this.state, effect.label);
        return this.trace(effect.label);
      }
      if (effect.type === 'continueAsNew')
        effect = this.take([{ type: 'boot', atMs: this.nowMs, skewMs: 0 }]);
      else if (effect.type === 'activity') effect = this.take([this.answer(effect)]);
      else {
        const next = this.moveOn(effect.atMs);
        if (next === null) return this.trace(null);
        effect = this.take(next);
      }
    }
    this.teller.stopped(this.nowMs, this.state, 'Nothing new would happen for a very long time.');
    return this.trace(null);
  }

  private trace(ended: string | null): Trace {
    const { stayMs, messages } = this.state;
    return { lines: this.teller.lines, ended, endMs: this.nowMs, stayMs, messages, events: this.events };
  }

  private take(batch: readonly Event[]): Effect | null {
    const before = this.state;
    const { state, effect } = step(this.plan, before, batch);
    this.state = state;
    this.teller.moved(before, state, batch);
    return effect;
  }

  private commit(event: WithoutSeq<OutsideEvent>): OutsideEvent {
    const made = { ...event, seq: this.events.length + 1, atMs: this.nowMs } as OutsideEvent;
    this.events.push(made);
    return made;
  }

  /** To the next thing that happens: an act of the script, or the run's own deadline. */
  private moveOn(deadlineMs: number | null): Event[] | null {
    const next = this.waiting
      .filter((one): one is { act: SimAct; atMs: number } => one.atMs !== null)
      .sort((a, b) => a.atMs - b.atMs)[0];
    if (next !== undefined && (deadlineMs === null || next.atMs <= deadlineMs)) {
      this.waiting = this.waiting.filter((one) => one !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.reviews = 0;
      return this.happens(next.act);
    }
    if (deadlineMs === null) {
      this.teller.stopped(this.nowMs, this.state, 'A person has to act before the play goes on.');
      return null;
    }
    if (this.state.rest?.why === 'hold' && this.state.paused === null) {
      this.reviews += 1;
      if (this.reviews > MOST_REVIEWS) {
        this.teller.stopped(this.nowMs, this.state, 'It stays held until a person changes something.');
        return null;
      }
    }
    this.nowMs = Math.max(this.nowMs, deadlineMs);
    return [{ type: 'timer', atMs: this.nowMs }];
  }

  private happens(act: SimAct): Event[] {
    const here = this.plan.code[this.state.pc];
    const last = this.world.sends.at(-1)?.channel;
    const channel: Channel = act.channel ?? last ?? 'sms';
    const asked = here?.op === 'awaitReply' ? Object.keys(here.replies) : [];
    const understood = understand(this.world, act, channel, asked, this.nowMs);
    this.teller.happened(this.nowMs, this.state, act.act, understood);
    if (act.act === 'retry') this.lifted.add(this.due);
    return understood.events.map((event) => this.commit(event));
  }

  private answer(asked: Ask): Event {
    const outcome = this.outcomeOf(asked);
    const instruction = this.plan.code[asked.pc];
    const reads = instruction !== undefined && 'reads' in instruction ? (instruction.reads ?? []) : [];
    const facts = reads.flatMap((fact): [number, FactValue][] => {
      const content = this.contents.get(this.plan.facts[fact] ?? '');
      if (content?.kind !== 'predicate' && content?.kind !== 'instant') return [];
      return [[fact, leadFact(content, this.world.view, this.nowMs)]];
    });
    return { type: 'result', id: asked.id, atMs: this.nowMs, outcome, facts, events: [], skewMs: 0 };
  }

  private outcomeOf(asked: Ask): Outcome {
    switch (asked.kind) {
      case 'send':
        return this.send(asked);
      case 'check':
        return this.check(asked);
      case 'act':
        return this.act(asked);
      case 'read':
      case 'record':
      case 'unheard':
        return { kind: 'done' };
    }
  }

  private send(asked: Ask): Outcome {
    const send = this.plan.code[asked.pc];
    const content = send?.op === 'send' ? this.contents.get(send.arg) : undefined;
    if (
      send?.op !== 'send' ||
      content === undefined ||
      (content.kind !== 'sms' && content.kind !== 'email')
    ) {
      return { kind: 'blocked', why: 'The message of this step is missing.' };
    }
    if (this.lastDue !== this.state.left) {
      this.due += 1;
      this.lastDue = this.state.left;
    }
    const rendered = renderFor(this.world, content);
    if (!rendered.ok) {
      this.teller.notSent(this.nowMs, send, rendered.why);
      return { kind: 'notSent', why: rendered.why };
    }
    const forced = this.script.sends.find((one) => one.message === this.due);
    const isLifted = forced?.outcome === 'held' && this.lifted.has(this.due);
    if (forced !== undefined && !isLifted)
      return this.force(forced.outcome, forced.why, send.channel, asked, rendered);
    const dueAtMs = this.state.due?.atMs ?? this.nowMs;
    const verdict = verdictFor(
      this.world,
      { channel: send.channel, purpose: content.purpose, dueAtMs, giveUpMs: send.giveUpMs },
      this.nowMs,
    );
    switch (verdict.kind) {
      case 'allow':
        return this.goesOut(asked, send.channel, rendered, 'sent');
      case 'defer':
        this.teller.held(this.nowMs, send, verdict.sentence);
        return { kind: 'defer', untilMs: verdict.untilMs, why: verdict.sentence };
      case 'hold':
        this.teller.held(this.nowMs, send, verdict.sentence);
        return { kind: 'hold', reviewAtMs: verdict.reviewAtMs, why: verdict.sentence };
      case 'suppress':
        this.teller.notSent(this.nowMs, send, verdict.sentence);
        return { kind: 'notSent', why: verdict.sentence };
    }
  }

  private force(
    outcome: Script['sends'][number]['outcome'],
    why: string | undefined,
    channel: Channel,
    asked: Ask,
    rendered: { subject: string | null; body: string },
  ): Outcome {
    const send = this.plan.code[asked.pc];
    const node = send === undefined ? 0 : send.node;
    switch (outcome) {
      case 'sent':
      case 'unconfirmed':
        return this.goesOut(asked, channel, rendered, outcome);
      case 'notSent': {
        const reason = why ?? 'Not sent: the provider refused it.';
        this.teller.notSent(this.nowMs, { node, channel }, reason);
        return { kind: 'notSent', why: reason };
      }
      case 'held': {
        const reason = why ?? 'Held: the sender is on hold.';
        this.teller.held(this.nowMs, { node, channel }, reason);
        return { kind: 'hold', reviewAtMs: this.nowMs + 3_600_000, why: reason };
      }
      case 'inDoubt':
        this.teller.inDoubt(this.nowMs, { node, channel });
        return { kind: 'inDoubt' };
    }
  }

  private goesOut(
    asked: Ask,
    channel: Channel,
    rendered: { subject: string | null; body: string },
    outcome: 'sent' | 'unconfirmed',
  ): Outcome {
    this.sent += 1;
    this.world.sends.push({ atMs: this.nowMs, channel, body: rendered.body });
    const to = addressOf(this.world, channel) ?? '';
    this.teller.sent(this.nowMs, this.plan.code[asked.pc]?.node ?? 0, channel, rendered, to, outcome);
    for (const one of this.waiting) {
      if (one.atMs === null && one.act.afterMessage === this.sent) one.atMs = this.nowMs + one.act.waitMs;
    }
    return { kind: outcome };
  }

  private check(asked: Ask): Outcome {
    if (asked.final !== true) return { kind: 'inDoubt' };
    const send = this.plan.code[asked.pc];
    const content = send?.op === 'send' ? this.contents.get(send.arg) : undefined;
    const rendered = content === undefined ? null : renderFor(this.world, content);
    if (send?.op !== 'send' || rendered === null || !rendered.ok) return { kind: 'unconfirmed' };
    return this.goesOut(asked, send.channel, rendered, 'unconfirmed');
  }

  private act(asked: Ask): Outcome {
    const act = this.plan.code[asked.pc];
    const content = act?.op === 'act' ? this.contents.get(act.arg) : undefined;
    const node = act?.node ?? 0;
    switch (content?.kind) {
      case 'set':
        this.teller.at(this.nowMs, node, 'set', `Lead changed: ${applySet(this.world, content)}`);
        return { kind: 'done' };
      case 'startPlay': {
        const refused = this.script.refusedPlays.includes(content.play);
        if (refused) this.teller.at(this.nowMs, node, 'notStarted', 'The other play does not take the lead');
        else this.teller.at(this.nowMs, node, 'started', 'Starts another play');
        return refused ? { kind: 'refused', why: 'The play does not take the lead.' } : { kind: 'done' };
      }
      case 'task':
        this.teller.at(
          this.nowMs,
          null,
          'task',
          "The lead's owner gets a task: the play has gone as far as it may",
        );
        return { kind: 'done' };
      default:
        return { kind: 'blocked', why: 'What this step does is missing.' };
    }
  }
}

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq' | 'atMs'> : never;
