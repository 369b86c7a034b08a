import { readPlan } from '#prisma/enrolments.ts';
import type { Enrolment, Message, Sender } from '#prisma/generated/client.ts';
import { stepSendKey } from '#prisma/projection.ts';
import type { NewFault } from '#temporal/client/sandbox.ts';
import { messageIdOf } from '#temporal/perform-send.ts';
import type { State } from '#workflows/engine/state.ts';
import { step } from '#workflows/engine/step.ts';
import { DAY_MS, HOUR_MS } from '#workflows/time/duration.ts';
import type { House } from './house.ts';
import { channelOf, type Pair, type Weather } from './pairs.ts';

type Laid = Exclude<Weather['is'], 'leftCalling'>;
type Channel = 'sms' | 'email';

const FAULTS: Record<Laid, (channel: Channel) => NewFault[]> = {
  refused: (channel) =>
    channel === 'sms'
      ? [{ kind: 'reject', httpStatus: 400, code: '30008', message: 'Unknown error' }]
      : [{ kind: 'reject', httpStatus: 422, code: 'validation_error', message: 'Too long.' }],
  optedOut: () => [{ kind: 'reject', httpStatus: 400, code: '21610', message: 'Unsubscribed recipient' }],
  busy: () => [{ kind: 'tooMany', retryAfterS: 30 }],
  lost: () => [{ kind: 'reset', when: 'before' }],
  unlisted: () => [
    { kind: 'listingLag', ms: 20 * HOUR_MS },
    { kind: 'reset', when: 'after' },
  ],
  found: () => [{ kind: 'reset', when: 'after' }],
  suspended: () => [{ kind: 'unauthorized' }],
};

/** What awaits the messages of one lead. */
export class LeadWeather {
  private readonly house: House;
  private readonly pair: Pair;
  private readonly sender: Sender;
  private coming: Weather[];
  private laid: { message: number; ids: string[] } | null = null;
  /** A message that was left behind for a send that is still to come. */
  private left: { messageId: string; rests: number } | null = null;

  constructor(house: House, pair: Pair, sender: Sender) {
    this.house = house;
    this.pair = pair;
    this.sender = sender;
    this.coming = [...pair.weather];
  }

  /** Before the clock moves on: what the next message will meet is laid, what the last one did not meet is lifted. */
  async prepare(row: Enrolment | null, messages: readonly Message[]): Promise<void> {
    if (row !== null) await this.takeBack(row, messages);
    const settled = messages.filter(({ state }) => !['waiting', 'calling', 'inDoubt'].includes(state)).length;
    if (this.laid !== null && settled >= this.laid.message) await this.lift(this.laid.ids);
    const next = this.coming.find(({ message }) => message === messages.length + 1);
    if (next === undefined || row?.status === 'ended' || this.laid !== null) return;
    if (next.is === 'leftCalling') {
      if (row !== null && (await this.leaveCalling(row, messages)))
        this.coming = this.coming.filter((one) => one !== next);
      return;
    }
    this.coming = this.coming.filter((one) => one !== next);
    await this.lay(next.message, next.is);
  }

  private async lay(message: number, is: Laid): Promise<void> {
    const known = channelOf(this.pair, message);
    const faults = (known === null ? (['sms', 'email'] as const) : [known]).flatMap((channel) =>
      FAULTS[is](channel).map(
        (fault): NewFault => ({ ...fault, channel, to: this.address(channel), left: 1 }),
      ),
    );
    const laid = await this.house.carrier.addFaults(...faults);
    this.laid = { message, ids: laid.map(({ id }) => id) };
  }

  private async lift(ids: readonly string[]): Promise<void> {
    this.laid = null;
    const standing = new Set((await this.house.carrier.faults()).map(({ id }) => id));
    for (const id of ids) if (standing.has(id)) await this.house.carrier.liftFault(id);
  }

  /**
   * Writes what a worker that died a day ago left of the send that comes next: a message that it was calling.
   * @returns false when the run does not come to another send from where it rests
   */
  private async leaveCalling(row: Enrolment, messages: readonly Message[]): Promise<boolean> {
    const plan = await this.house.db.rows((sql) => readPlan(sql, row.workspaceId, row.planHash));
    const rests: State = JSON.parse(row.state);
    const { state, effect } = step(plan, rests, [{ type: 'timer', atMs: row.untilMs ?? 0 }]);
    const send = effect?.type === 'activity' ? plan.code[effect.pc] : undefined;
    if (effect?.type !== 'activity' || send?.op !== 'send') return false;
    const sendKey = stepSendKey(row.id, effect.pc, state.left);
    // The run rests at this very send, since it was put off.
    if (messages.some((one) => one.sendKey === sendKey)) return false;
    this.left = { messageId: messageIdOf(sendKey), rests: rests.left };
    await this.house.db.write.message.create({
      data: {
        id: this.left.messageId,
        workspaceId: row.workspaceId,
        environment: 'sandbox',
        leadId: row.leadId,
        enrolmentId: row.id,
        playId: row.playId,
        nodeId: plan.nodes[send.node] ?? '',
        senderId: row.senderId,
        direction: 'out',
        channel: send.channel,
        kind: 'play',
        sendKey,
        purpose: 'marketing',
        toAddress: this.address(send.channel),
        fromAddress: this.sender.emailAddress ?? '',
        body: 'What the worker was calling with',
        state: 'calling',
        token: 'of a worker that is gone',
        callingWallMs: Date.now() - DAY_MS,
        atMs: row.untilMs ?? 0,
        createdWallMs: Date.now(),
      },
    });
    return true;
  }

  /** Somebody led the run another way: no worker can have been calling for a send that never came. */
  private async takeBack(row: Enrolment, messages: readonly Message[]): Promise<void> {
    const { left } = this;
    const message = messages.find(({ id }) => id === left?.messageId);
    const state: State = JSON.parse(row.state);
    if (left === null || message?.state !== 'calling' || state.left === left.rests) return;
    this.left = null;
    await this.house.db.write.message.delete({ where: { id: left.messageId } });
  }

  private address(channel: Channel): string {
    return String(this.pair.lead.fields[channel === 'sms' ? 'cellPhone' : 'email'] ?? '');
  }
}
