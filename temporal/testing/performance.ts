import { randomBytes } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { systemCaller } from '#prisma/caller.ts';
import { actOnRun } from '#prisma/enrolments.ts';
import type { Enrolment, Message, Sender } from '#prisma/generated/client.ts';
import { takeInbound } from '#prisma/inbound.ts';
import { releaseSender } from '#prisma/senders.ts';
import { seedPlay } from '#prisma/testing/seed.ts';
import { carrierKeyword } from '#temporal/hooks/carrier-keyword.ts';
import { workflowId } from '#temporal/names.ts';
import { rebuildRun } from '#temporal/runs.ts';
import { context } from '#workflows/compile/testing/context.ts';
import type { SimAct } from '#workflows/simulate/script.ts';
import { HOUR_MS } from '#workflows/time/duration.ts';
import type { House } from './house.ts';
import type { Pair } from './pairs.ts';
import { anotherSender, enter, enterByTrigger, type Stage, seedLead, text } from './stage.ts';
import { LeadWeather } from './weather.ts';

/** A pair while it is performed. */
type Part = {
  pair: Pair;
  enrolmentId: string;
  sender: Sender;
  /** What is still to happen. */
  acts: SimAct[];
  weather: LeadWeather;
};

/** Runs that plays started are in the workspace beside these. */
export type Performed = { pair: Pair; enrolmentId: string };

/**
 * An act of a script whose moment is known. `last`: the channel of the lead's latest message; `wakesMs`: when the run
 * goes on by itself.
 */
type Coming = { part: Part; act: SimAct; atMs: number; last: 'sms' | 'email'; wakesMs: number | null };

/** Longer than any play here lasts. */
const ROUNDS = 50_000;
/** How near a person's act must be to the moment the clock goes to, to meet it on the way. */
const RACE_MS = 2 * HOUR_MS;

/**
 * Performs all pairs at once, for real, in one workspace whose clock is moved from one moment at which something
 * happens to the next, until nothing more will.
 * @param slackMs what is due within so much time is let become due together, as after a sleep: quicker, and runs are
 * late by as much
 */
export async function perform(
  house: House,
  stage: Stage,
  pairs: readonly Pair[],
  slackMs = 0,
): Promise<Performed[]> {
  const { workspaceId, sender } = stage;
  const parts: Part[] = [];
  for (const pair of pairs) {
    const own = pair.weather.some(({ is }) => is === 'suspended');
    const from = own ? await anotherSender(house, workspaceId) : sender;
    await seedLead(house, workspaceId, pair);
    await seedPlay(house.db, from, pair.play, undefined, { playId: pair.playId, context });
    if (pair.isInNurture) await enter(house, workspaceId, 'nurture', pair.leadId);
    const weather = new LeadWeather(house, pair, from);
    parts.push({ pair, enrolmentId: '', sender: from, acts: [...pair.acts], weather });
  }
  await house.registerSenders();
  for (const part of parts) {
    await part.weather.prepare(null, []);
    part.enrolmentId = await enterByTrigger(house, workspaceId, part.pair);
  }
  await new Director(house, workspaceId, parts, slackMs).run();
  return parts.map(({ pair, enrolmentId }) => ({ pair, enrolmentId }));
}

class Director {
  private readonly house: House;
  private readonly workspaceId: string;
  private readonly parts: readonly Part[];
  private readonly slackMs: number;
  private readonly lost = new Set<Part>();

  constructor(house: House, workspaceId: string, parts: readonly Part[], slackMs: number) {
    this.house = house;
    this.workspaceId = workspaceId;
    this.parts = parts;
    this.slackMs = slackMs;
  }

  async run(): Promise<void> {
    const { db } = this.house;
    const enrolmentId = { in: this.parts.map((part) => part.enrolmentId) };
    for (let round = 0; round < ROUNDS; round++) {
      await this.house.advance(this.workspaceId, 0);
      const found = await db.write.enrolment.findMany({ where: { id: enrolmentId } });
      const rows = new Map(found.map((row) => [row.id, row]));
      const sent = await db.write.message.findMany({
        where: { enrolmentId, direction: 'out' },
        orderBy: [{ atMs: 'asc' }],
      });
      const messages = Map.groupBy(sent, (message) => message.enrolmentId ?? '');
      for (const part of this.parts) {
        const row = rows.get(part.enrolmentId);
        if (row !== undefined) await part.weather.prepare(row, messages.get(row.id) ?? []);
      }
      const acts = this.parts.flatMap((part): Coming[] => {
        const row = rows.get(part.enrolmentId);
        const of = messages.get(part.enrolmentId) ?? [];
        if (row === undefined) return [];
        return part.acts.flatMap((act) => {
          const atMs = actMs(act, row, of);
          return atMs === null ? [] : [{ part, act, atMs, last: lastOf(of), wakesMs: row.untilMs }];
        });
      });
      const nowMs = await this.nowMs();
      const due = acts.filter(({ atMs }) => atMs <= nowMs);
      if (due.length > 0) await this.happen(due);
      else if (!(await this.goOn(acts, rows))) return;
    }
    throw new Error('The performance does not come to an end.');
  }

  /**
   * To the next moment at which anything is due.
   * @returns false when there is none
   */
  private async goOn(acts: readonly Coming[], rows: ReadonlyMap<string, Enrolment>): Promise<boolean> {
    const { workspaceId } = this;
    // Runs that plays started are waited for too.
    const next = await this.house.db.write.enrolment.aggregate({
      where: { workspaceId, status: { in: ['waiting', 'held'] }, untilMs: { not: null } },
      _min: { untilMs: true },
    });
    const nextMs = Math.min(next._min.untilMs ?? Infinity, ...acts.map(({ atMs }) => atMs));
    if (!Number.isFinite(nextMs)) return false;
    if (this.slackMs > 0) await this.leap(nextMs + this.slackMs);
    // The very moment at which a run wakes is the one at which an act is the least welcome.
    const racing = acts.filter(
      ({ part, atMs, wakesMs }) =>
        part.pair.isRacing &&
        (atMs <= nextMs + RACE_MS || (wakesMs !== null && wakesMs <= nextMs + this.slackMs)),
    );
    await Promise.all([
      this.house.advance(workspaceId, Math.max(0, nextMs - (await this.nowMs()))),
      this.happen(firstOfEach(racing)),
      ...this.parts.map((part) => this.lose(part, rows.get(part.enrolmentId), nextMs + this.slackMs)),
    ]);
    return true;
  }

  /** The run dies as it wakes, whatever it is doing, and another is built from its row. */
  private async lose(part: Part, row: Enrolment | undefined, upToMs: number): Promise<void> {
    const wakes = row?.status === 'waiting' && row.untilMs !== null && row.untilMs <= upToMs;
    if (row === undefined || !wakes || !part.pair.isLost || this.lost.has(part)) return;
    this.lost.add(part);
    await this.house.client.workflow
      .getHandle(workflowId(row))
      .terminate('lost')
      .catch((error: unknown) => {
        // It may have come to its end just now.
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
    await rebuildRun(this.house.db, this.house.client, row.id);
  }

  private async nowMs(): Promise<number> {
    const where = { id: this.workspaceId };
    return Date.now() + (await this.house.db.write.workspace.findUniqueOrThrow({ where })).clockOffsetMs;
  }

  private async leap(toMs: number): Promise<void> {
    if (toMs <= (await this.nowMs())) return;
    const where = { id: this.workspaceId };
    await this.house.db.write.workspace.update({ where, data: { clockOffsetMs: toMs - Date.now() } });
  }

  private async happen(all: readonly Coming[]): Promise<void> {
    const inOrder = [...all].sort((a, b) => a.atMs - b.atMs);
    for (const { part, act, last } of inOrder) await this.happens(part, act, last);
  }

  /** @param last what the lead answers by, unless the script says */
  private async happens(part: Part, act: SimAct, last: 'sms' | 'email'): Promise<void> {
    part.acts = part.acts.filter((one) => one !== act);
    const { db } = this.house;
    const caller = systemCaller(this.workspaceId);
    const wallMs = Date.now();
    switch (act.act) {
      case 'reply':
        return this.writes(part, act.channel ?? last, act.text ?? 'ok cool');
      case 'stop':
        return this.writes(part, 'sms', 'STOP');
      case 'start':
        return this.writes(part, 'sms', 'START');
      case 'retry': {
        const sender = await db.write.sender.findUniqueOrThrow({ where: { id: part.sender.id } });
        if (sender.heldSinceMs !== null) {
          await releaseSender(db, caller, { senderId: sender.id, wallMs });
          return;
        }
      }
    }
    const runAct = act.act === 'exit' ? 'takeOut' : (act.act as 'pause' | 'resume' | 'skip' | 'retry');
    await actOnRun(db, caller, { enrolmentId: part.enrolmentId, act: runAct, wallMs, by: 'Maya' });
  }

  private async writes(part: Part, channel: 'sms' | 'email', body: string): Promise<void> {
    const { fields } = part.pair.lead;
    const keyword = channel === 'sms' ? carrierKeyword(body) : null;
    const isSms = channel === 'sms';
    await takeInbound(
      this.house.db,
      part.sender,
      {
        channel,
        providerId: `${isSms ? 'SM' : 'in'}${randomBytes(16).toString('hex')}`,
        fromAddress: text(fields, isSms ? 'cellPhone' : 'email') ?? '',
        toAddress: (isSms ? part.sender.smsNumber : part.sender.emailAddress) ?? '',
        subject: isSms ? null : 'Re: hello',
        body,
        mailId: null,
        answers: null,
        keyword,
        bodyIsMissing: false,
      },
      { wallMs: Date.now() },
    );
  }
}

function firstOfEach(acts: readonly Coming[]): Coming[] {
  const first = new Map<Part, Coming>();
  for (const one of acts) if (one.atMs < (first.get(one.part)?.atMs ?? Infinity)) first.set(one.part, one);
  return [...first.values()];
}

function lastOf(messages: readonly Message[] = []): 'sms' | 'email' {
  return messages.filter(isGone).at(-1)?.channel === 'email' ? 'email' : 'sms';
}

const isGone = ({ state }: Message) => state === 'accepted' || state === 'unconfirmed';

/** When something of the script happens; null: what it comes after has not been sent yet. */
function actMs(act: SimAct, row: Enrolment, messages: readonly Message[]): number | null {
  if (act.afterMessage === undefined) return row.enteredAtMs + act.waitMs;
  const after = messages.filter(isGone)[act.afterMessage - 1];
  return after === undefined ? null : after.atMs + act.waitMs;
}
