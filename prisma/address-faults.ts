import type { AddressProblem } from '#workflows/policy/gate.ts';
import { lockForSend } from './address-guard.ts';
import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import type { AddressFault } from './generated/client.ts';
import { isVisible } from './lead-scope.ts';
import { textNumbers } from './lead-view.ts';
import { type ConsentAddress, tellRunsOfAddress } from './revocations.ts';
import type { Sql } from './sql.ts';

/** What providers and replies can teach about an address. Of the gate's problems, the others show in the address itself. */
const LEARNT = ['invalid', 'landline', 'unreachable', 'bounced', 'wrongPerson'] as const;
export type LearntProblem = (typeof LEARNT)[number] & AddressProblem;

export type NewFault = ConsentAddress & {
  problem: LearntProblem;
  /** The provider's code, or the intent of the reply that said it. */
  code: string;
  /** A sentence for a person. */
  why: string;
  /** The message that showed it: ours that was refused, or theirs. */
  messageId: string | null;
  /** Also a lead who has the address no more. */
  leadId: string | null;
  /** Workspace clock. */
  atMs: number;
};

/**
 * Keeps what stands against an address, in the transaction that learnt it; the latest finding replaces an earlier one, but for a
 * wrong person.
 * Every lead who has the address gets a line. Take the address's guard (`lockForSend`) first.
 */
export async function recordAddressFault(tx: Tx, fault: NewFault, wallMs: number): Promise<void> {
  const { leadId, ...row } = fault;
  const { workspaceId, environment, channel, address, ...finding } = row;
  const key = { workspaceId, environment, channel, address };
  const before = await tx.addressFault.findUnique({
    where: { workspaceId_environment_channel_address: key },
  });
  // Whose number it is outweighs what a carrier says of it; and runs have heard of the wrong person.
  if (before?.problem === fault.problem || before?.problem === 'wrongPerson') return;
  await tx.addressFault.upsert({
    where: { workspaceId_environment_channel_address: key },
    create: row,
    update: finding,
  });
  const what = channel === 'sms' ? 'texts' : 'emails';
  // A run whose number turns out dead meets the gate at its next text; one whose lead is somebody else stops waiting.
  const { atMs } = fault;
  await tellRunsOfAddress(tx, fault, {
    event: fault.problem === 'wrongPerson' ? { type: 'stop', atMs, channel } : null,
    leadId,
    atMs,
    messageId: fault.messageId,
    title: channel === 'sms' ? 'Number not usable for texts' : 'Email address not usable',
    detail: `${fault.why} No ${what} go to ${address} until somebody clears it or the lead has another.`,
    key: `fault/${address}/${atMs}`,
    wallMs,
  });
}

/** What the gate must know of an address: its standing problem, or null. */
export function addressProblem(
  sql: Sql,
  of: Omit<ConsentAddress, 'environment'> & { environment: string },
): LearntProblem | null {
  const fault = sql.get<{ problem: string }>(
    'SELECT "problem" FROM "AddressFault" WHERE "workspaceId" = ? AND "environment" = ? AND "channel" = ? AND "address" = ?',
    of.workspaceId,
    of.environment,
    of.channel,
    of.address,
  );
  return LEARNT.find((problem) => problem === fault?.problem) ?? null;
}

/** The number a text to this lead goes to: cell, home, work, the first that nothing stands against; null: none. */
export function usableNumber(
  sql: Sql,
  lead: { workspaceId: string; cellPhone: string | null; homePhone: string | null; workPhone: string | null },
  environment: string,
): string | null {
  const { workspaceId } = lead;
  const isUsable = (address: string) =>
    addressProblem(sql, { workspaceId, environment, channel: 'sms', address }) === null;
  return textNumbers(lead).find(isUsable) ?? null;
}

/** What stands against the addresses that a visible lead has now, latest first. */
export async function faultsOfLead(db: Db, caller: Caller, leadId: string): Promise<AddressFault[]> {
  mustBeAllowed(caller, 'leads.read');
  const { workspaceId } = caller;
  const visible = await db.rows((sql) => isVisible(sql, caller, leadId));
  const lead = visible ? await db.read.lead.findFirst({ where: { id: leadId, workspaceId } }) : null;
  if (lead === null) return [];
  return db.read.addressFault.findMany({
    where: {
      workspaceId,
      OR: [
        { channel: 'sms', address: { in: textNumbers(lead) } },
        { channel: 'email', address: { in: lead.email === null ? [] : [lead.email] } },
      ],
    },
    orderBy: [{ atMs: 'desc' }, { address: 'asc' }],
  });
}

/** A person says that the address is good: messages go to it again, from the next step that sends one. */
export async function clearAddressFault(
  db: Db,
  caller: Caller,
  request: {
    leadId: string;
    environment: 'sandbox' | 'real';
    channel: 'sms' | 'email';
    address: string;
    by: string;
    wallMs: number;
  },
): Promise<Done> {
  const refused = refusal(caller, 'leads.write');
  if (refused) return refused;
  const { leadId, environment, channel, address, wallMs } = request;
  const { workspaceId } = caller;
  const visible = await db.rows((sql) => isVisible(sql, caller, leadId));
  return db.tx(async (tx): Promise<Done> => {
    await lockForSend(tx, workspaceId, channel, address);
    const lead = visible ? await tx.lead.findFirst({ where: { id: leadId, workspaceId } }) : null;
    if (lead === null) return { ok: false, reason: 'There is no such lead any more.' };
    if (!(channel === 'email' ? [lead.email] : textNumbers(lead)).includes(address)) {
      return { ok: false, reason: 'The lead does not have this address any more. Nothing was changed.' };
    }
    const of = { workspaceId, environment, channel, address };
    const problem = addressProblem(sqlOf(tx), of);
    if (problem === null) return { ok: true };
    await tx.addressFault.delete({ where: { workspaceId_environment_channel_address: of } });
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    const atMs = wallMs + workspace.clockOffsetMs;
    await tellRunsOfAddress(tx, of, {
      // "Wrong person" has closed the channel in the runs that were under way; they may use it again.
      event: problem === 'wrongPerson' ? { type: 'reopen', atMs, channel } : null,
      leadId,
      atMs,
      messageId: null,
      title: channel === 'sms' ? 'Number usable again' : 'Email address usable again',
      detail: `${request.by} cleared what stood against ${address}.`,
      key: `cleared/${address}/${atMs}`,
      wallMs,
    });
    return { ok: true };
  });
}
