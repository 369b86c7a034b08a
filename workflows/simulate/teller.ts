import type { Event } from '#workflows/engine/event.ts';
import type { Channel, Plan } from '#workflows/engine/plan.ts';
import type { State, TrailStep } from '#workflows/engine/state.ts';
import { portsOf } from '#workflows/nodes/registry.ts';
import type { Play, PlayNode } from '#workflows/play.ts';
import type { Understood } from '#workflows/simulate/replies.ts';
import type { TraceKind, TraceLine } from '#workflows/simulate/trace.ts';
import { msWords } from '#workflows/time/duration.ts';
import { instantInZoneWords } from '#workflows/time/instant-words.ts';

type At = { node: number; channel: Channel };

const NOUN: Record<Channel, string> = { sms: 'text', email: 'email' };

/** Puts what a simulated run does into sentences, step by step, from the same states that the run went through. */
export class Teller {
  readonly lines: TraceLine[] = [];
  private readonly plan: Plan;
  private readonly drawn: ReadonlyMap<string, PlayNode>;
  private readonly zone: string;
  /** The rest that was told already: looking at it again says nothing new. */
  private told = '';

  constructor(plan: Plan, play: Play | null, zone: string) {
    this.plan = plan;
    this.drawn = new Map(play?.nodes.map((node) => [node.id, node]) ?? []);
    this.zone = zone;
  }

  tell(
    atMs: number,
    node: string | null,
    kind: TraceKind,
    sentence: string,
    more: Partial<TraceLine> = {},
  ): void {
    this.lines.push({ atMs, node, kind, sentence, ...more });
  }

  at(
    atMs: number,
    node: number | null,
    kind: TraceKind,
    sentence: string,
    more: Partial<TraceLine> = {},
  ): void {
    this.tell(atMs, node === null ? null : (this.plan.nodes[node] ?? null), kind, sentence, more);
  }

  sent(
    atMs: number,
    node: number,
    channel: Channel,
    message: { subject: string | null; body: string },
    to: string,
    outcome: 'sent' | 'unconfirmed',
  ): void {
    const noun = NOUN[channel];
    const sentence =
      outcome === 'sent'
        ? `${channel === 'sms' ? 'Text' : 'Email'} to ${to}`
        : `A ${noun} to ${to} may or may not have arrived; it is not sent again`;
    const words =
      message.subject === null ? { body: message.body } : { subject: message.subject, body: message.body };
    this.at(atMs, node, outcome, sentence, { channel, ...words });
  }

  notSent(atMs: number, at: At, why: string): void {
    this.at(atMs, at.node, 'notSent', why, { channel: at.channel });
  }

  held(atMs: number, at: At, sentence: string): void {
    this.at(atMs, at.node, 'held', sentence, { channel: at.channel });
  }

  inDoubt(atMs: number, at: At): void {
    this.at(
      atMs,
      at.node,
      'inDoubt',
      `The provider gave no answer; Baton looks whether the ${NOUN[at.channel]} was accepted`,
      {
        channel: at.channel,
      },
    );
  }

  happened(atMs: number, state: State, act: string, understood: Understood): void {
    const kind: TraceKind =
      act === 'pause'
        ? 'paused'
        : act === 'resume' || act === 'retry'
          ? 'resumed'
          : act === 'skip'
            ? 'skipped'
            : understood.events.some((event) => event.type === 'stop')
              ? 'optedOut'
              : 'replied';
    const { body, channel, sentence } = understood;
    const isLead = act === 'reply' || act === 'stop' || act === 'start';
    const words = body === undefined ? {} : { body };
    this.at(
      atMs,
      this.plan.code[state.pc]?.node ?? null,
      kind,
      sentence,
      isLead ? { channel, ...words } : {},
    );
  }

  /** What the run did in one step: where it went through without asking anybody, and what it waits for now. */
  moved(before: State, after: State, batch: readonly Event[]): void {
    const fresh = after.left - before.left;
    for (const leaving of after.trail.slice(Math.max(0, after.trail.length - fresh))) this.left(leaving);
    if (after.unheard.length > before.unheard.length) {
      this.at(
        after.nowMs,
        this.plan.code[after.pc]?.node ?? null,
        'unheard',
        after.paused === null || after.paused.untilMs === null
          ? "No step waits for it: the lead's owner gets it"
          : `No step waits for it: the lead's owner gets it, and the play is held until ${this.instant(after.paused.untilMs, after.nowMs)}`,
      );
    }
    this.waits(after, batch);
  }

  ended(atMs: number, state: State, label: string): void {
    const here = this.plan.code[state.pc];
    const node = state.exit === null ? (here?.node ?? null) : null;
    this.at(
      atMs,
      here?.op === 'end' && here.label === label && label === 'limit' ? null : node,
      'ended',
      `Leaves the play: ${label}`,
    );
  }

  stopped(atMs: number, state: State, why: string): void {
    const blocked = state.rest?.why === 'blocked';
    this.at(
      atMs,
      this.plan.code[state.pc]?.node ?? null,
      blocked ? 'blocked' : 'stopped',
      blocked ? `${state.rest?.note ?? ''} ${why}`.trim() : why,
    );
  }

  private waits(state: State, batch: readonly Event[]): void {
    const { rest, flight, paused } = state;
    if (rest === null || flight !== null || paused !== null || batch.length === 0) return;
    if (rest.why !== 'wait' && rest.why !== 'reply') return;
    const sign = `${state.pc} ${rest.untilMs}`;
    if (sign === this.told || rest.untilMs === null) return;
    this.told = sign;
    const node = this.plan.code[state.pc]?.node ?? 0;
    const until = this.instant(rest.untilMs, state.nowMs);
    const sentence = rest.why === 'reply' ? `Waits for a reply until ${until}` : `Waits until ${until}`;
    this.at(state.nowMs, node, 'waiting', `${sentence} (${msWords(rest.untilMs - state.nowMs)})`);
  }

  private left([node, port, atMs, why]: TrailStep): void {
    const id = this.plan.nodes[node] ?? '';
    const label = this.portLabel(id, port);
    const instruction = this.plan.code.find(
      (one) => one.node === node && one.op !== 'count' && one.op !== 'read',
    );
    const more = { port };
    if (port === 'limit')
      return this.tell(atMs, id, 'limit', 'The play has gone as far as it may with this lead', more);
    if (port === 'anyReply')
      return this.tell(atMs, id, 'branched', 'Goes on at the step for every other reply', more);
    if (port === 'afterMax')
      return this.tell(atMs, id, 'looped', `Has been here as often as may be: ${label}`, more);
    switch (instruction?.op) {
      case 'send':
        if (why !== undefined) {
          const noun = NOUN[instruction.channel];
          const reason =
            why === 'late'
              ? `Not sent: this ${noun} would be too late`
              : `Not sent: the lead opted out of ${noun}s`;
          this.tell(atMs, id, 'notSent', reason, { ...more, channel: instruction.channel });
        }
        return;
      case 'awaitReply':
        return this.tell(
          atMs,
          id,
          port === 'noReply' ? 'noReply' : 'branched',
          port === 'noReply' ? 'No reply came' : `Goes by "${label}"`,
          more,
        );
      case 'wait':
      case 'waitUntil':
        return this.tell(
          atMs,
          id,
          'waited',
          port === 'noDate' ? 'There is no such date to wait for' : 'The wait is over',
          more,
        );
      case 'branch':
        return this.tell(atMs, id, 'branched', `Goes by "${label}"`, more);
      case 'split':
        return this.tell(atMs, id, 'drawn', `Drawn for "${label}"`, more);
      default:
    }
  }

  private portLabel(id: string, port: string): string {
    const node = this.drawn.get(id);
    return node === undefined ? port : (portsOf(node).find((one) => one.id === port)?.label ?? port);
  }

  private instant(atMs: number, nowMs: number): string {
    return instantInZoneWords(atMs, this.zone, nowMs);
  }
}
