import { systemCaller } from '#prisma/caller.ts';
import { actOnRun, enrolByHand } from '#prisma/enrolments.ts';
import type { Lead, Sender, Workspace } from '#prisma/generated/client.ts';
import { seedLeads, seedPlay, seedWorkspace } from '#prisma/testing/seed.ts';
import type { WholeSystem } from '#tests/testing/whole-system.ts';

/** Leads on their way through a play whose waits are short. */
export type Crowd = { workspace: Workspace; sender: Sender; playId: string; sends: string[] };

/** @param sends ids of the steps that every lead must come past, each of which sends */
export async function openCrowd(
  whole: WholeSystem,
  document: unknown,
  waitMs: number,
  sends: string[],
): Promise<Crowd> {
  const { workspace, sender } = await seedWorkspace(whole.db, whole.seal, Date.now());
  const { playId } = await seedPlay(whole.db, sender, document, waitMs);
  await whole.until('the carrier to know the sender', async () => {
    const known: unknown = await whole.carrier.accounts().catch(() => null);
    return JSON.stringify(known).includes(sender.smsNumber ?? '?');
  });
  return { workspace, sender, playId, sends };
}

export async function enrolMore(whole: WholeSystem, crowd: Crowd, count: number): Promise<Lead[]> {
  const leads = await seedLeads(whole.db, crowd.workspace.id, count);
  await enrolByHand(whole.db, systemCaller(crowd.workspace.id), {
    playId: crowd.playId,
    leadIds: leads.map((lead) => lead.id),
    wallMs: Date.now(),
  });
  return leads;
}

export async function inFlight(whole: WholeSystem, crowd: Crowd): Promise<number> {
  return whole.db.write.enrolment.count({
    where: { workspaceId: crowd.workspace.id, status: { not: 'ended' } },
  });
}

/**
 * Until every lead has come to an end. Who answered when no step was waiting is held for a person: here is one, who also
 * resumes what was still paused.
 */
export async function everythingRests(whole: WholeSystem, crowd: Crowd, limitMs = 240_000): Promise<void> {
  const resumed = new Set<string>();
  await whole.until(
    'every lead to come to an end',
    async () => {
      const held = await whole.db.read.enrolment.findMany({
        where: { workspaceId: crowd.workspace.id, status: { in: ['held', 'paused'] } },
        select: { id: true, seq: true },
      });
      for (const { id, seq } of held.filter((row) => !resumed.has(`${row.id}/${row.seq}`))) {
        resumed.add(`${id}/${seq}`);
        await actOnRun(whole.db, systemCaller(crowd.workspace.id), {
          enrolmentId: id,
          act: 'resume',
          wallMs: Date.now(),
          by: 'Dana Okafor',
        });
        resumed.add(`${id}/${seq + 1}`);
      }
      return (await inFlight(whole, crowd)) === 0;
    },
    limitMs,
  );
}

/** What must hold when everything has come to rest, whatever was killed: nothing twice, nothing lost. */
export type Account = {
  enrolments: number;
  /** Messages that went out, by the carrier's own count. */
  atCarrier: number;
  /** Messages that the carrier accepted more than once. */
  twice: string[];
  /** Enrolments without a next action, steps that left no trace, and messages that are neither at the carrier nor shown as not sent or unconfirmed. */
  lost: string[];
  unconfirmed: number;
};

const PAGE = 5_000;
const SETTLED = new Set(['accepted', 'rejected', 'unconfirmed', 'suppressed']);

/** Asks the carrier, which shares no code with us, and the database. */
export async function accountFor(whole: WholeSystem, crowd: Crowd): Promise<Account> {
  const { db, carrier } = whole;
  const where = { workspaceId: crowd.workspace.id };
  const enrolments = await db.write.enrolment.findMany({ where, select: { id: true, status: true } });
  const messages = await db.write.message.findMany({
    where: { ...where, direction: 'out' },
    select: { id: true, enrolmentId: true, nodeId: true, state: true, providerId: true, toAddress: true },
  });
  const ours = new Set(messages.map((message) => message.toAddress));
  const twice: string[] = [];
  const atCarrier = new Set<string>();
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = await carrier.witness({ by: 'body', limit: PAGE, offset });
    for (const row of rows.filter((one) => ours.has(one.to))) {
      for (const id of row.messageIds) if (id !== null) atCarrier.add(id);
      if (row.accepted > 1) twice.push(`${row.to}: ${row.body} (${row.accepted} times)`);
    }
    if (rows.length < PAGE) break;
  }
  // A text that an opt-out forbids is no message, but a line that says so.
  const lines = await db.write.timelineEntry.findMany({
    where: { ...where, kind: 'notSent' },
    select: { enrolmentId: true, nodeId: true },
  });
  const traces = new Set([...messages, ...lines].map((trace) => `${trace.enrolmentId}/${trace.nodeId}`));
  const lost = [
    ...enrolments
      .filter((row) => row.status !== 'ended')
      .map((row) => `enrolment ${row.id} is ${row.status}`),
    ...enrolments.flatMap((row) =>
      crowd.sends
        .filter((nodeId) => !traces.has(`${row.id}/${nodeId}`))
        .map((nodeId) => `enrolment ${row.id} came past ${nodeId} without a trace`),
    ),
    ...messages
      .filter(
        (message) =>
          !SETTLED.has(message.state) ||
          (message.state === 'accepted' && !atCarrier.has(message.providerId ?? '')),
      )
      .map((message) => `message ${message.id} is ${message.state}`),
  ];
  return {
    enrolments: enrolments.length,
    atCarrier: atCarrier.size,
    twice,
    lost,
    unconfirmed: messages.filter((message) => message.state === 'unconfirmed').length,
  };
}
