import type { LedgerRow } from '#workflows/policy/consent.ts';
import type { GateFacts } from '#workflows/policy/gate.ts';
import { DAY_MS } from '#workflows/time/duration.ts';
import { placeOf } from '#workflows/time/place.ts';
import { addressProblem } from './address-faults.ts';
import type { Tx } from './client.ts';
import type { Message, Sender, Workspace } from './generated/client.ts';
import { repEngaged } from './rep-engagement.ts';
import type { ClaimRequest, Draft } from './sends.ts';

/** Messages that count for caps: whatever has gone out, or may have. */
const COUNTED = ['calling', 'accepted', 'inDoubt', 'unconfirmed'];
const CAP_WINDOW_MS = 7 * DAY_MS;

/** What a machine answers in somebody's place is no word of theirs. */
const BY_A_PERSON = { OR: [{ intent: null }, { intent: { not: 'out_of_office' } }] };

type About = {
  request: ClaimRequest;
  draft: Draft;
  sender: Sender;
  workspace: Workspace;
  /** The message's row, when an earlier try made one. */
  message: Message | null;
  nowMs: number;
};

/** Reads what the gate decides by, in the transaction that acts on the decision. */
export async function gateFacts(tx: Tx, about: About): Promise<GateFacts> {
  const { request, draft, sender, workspace, nowMs } = about;
  const address = draft.toAddress;
  const of = { workspaceId: request.workspaceId, channel: draft.channel };
  const environment = sender.environment === 'real' ? 'real' : 'sandbox';
  const lead = await tx.lead.findUniqueOrThrow({ where: { id: request.leadId } });
  const ledger = await tx.consent.findMany({ where: { ...of, address } });
  const sent = await tx.message.findMany({
    where: {
      leadId: lead.id,
      direction: 'out',
      environment: sender.environment,
      kind: { in: ['play', 'rep'] },
      state: { in: COUNTED },
      atMs: { gt: nowMs - CAP_WINDOW_MS },
      id: { not: about.message?.id ?? '' },
    },
    select: { atMs: true, channel: true },
  });
  // A text answers what came from that very number; an email may answer whatever the lead wrote, and where.
  const wrote = draft.channel === 'sms' ? { channel: 'sms', fromAddress: address } : {};
  const inbound = await tx.message.findFirst({
    where: { workspaceId: request.workspaceId, direction: 'in', leadId: lead.id, ...wrote, ...BY_A_PERSON },
    orderBy: { atMs: 'desc' },
    select: { atMs: true },
  });
  const unansweredTexts =
    draft.channel === 'email'
      ? 0
      : await tx.message.count({
          where: {
            ...of,
            leadId: lead.id,
            direction: 'out',
            state: { in: COUNTED },
            toAddress: address,
            atMs: { gt: inbound?.atMs ?? 0 },
          },
        });
  const { step } = request;
  const run =
    step === null
      ? null
      : await tx.enrolment.findUniqueOrThrow({ where: { id: step.enrolment.id }, select: { paused: true } });
  const play =
    step === null
      ? null
      : await tx.play.findUniqueOrThrow({ where: { id: step.enrolment.playId }, select: { state: true } });
  return {
    channel: draft.channel,
    purpose: request.purpose,
    kind: request.kind,
    exempt: request.exempt ?? null,
    environment,
    address,
    addressProblem: await addressProblem(tx, { ...of, environment, address }),
    senderCountry: sender.country,
    ledger: ledger.map(
      (row): LedgerRow => ({
        act: row.act === 'grant' || row.act === 'restore' ? row.act : 'revoke',
        channel: draft.channel,
        address: row.address,
        environment: row.environment === 'real' ? 'real' : 'sandbox',
        basis: row.basis,
        purpose: row.purpose === 'marketing' || row.purpose === 'informational' ? row.purpose : 'all',
        atMs: row.atMs,
        expiresAtMs: row.expiresAtMs,
      }),
    ),
    place: placeOf({
      timeZone: lead.zoneHow === 'given' ? lead.timeZone : null,
      country: lead.country ?? workspace.country,
      region: lead.region,
      postalCode: lead.postalCode,
      phones: draft.channel === 'sms' ? [address] : [],
    }),
    recentSends: sent.map((s) => ({ atMs: s.atMs, channel: s.channel === 'email' ? 'email' : 'sms' })),
    unansweredTexts,
    caps: { perDay: workspace.capPerDay, perWeek: workspace.capPerWeek, minGapMs: workspace.minGapMs },
    quietHours: { fromMinute: workspace.quietFromMinute, toMinute: workspace.quietToMinute },
    lastInboundAtMs: inbound?.atMs ?? null,
    // Only what the play says at once to an answer: the run came here from a reply, not from a wait.
    isAnswer:
      step !== null &&
      inbound !== null &&
      request.dueAtMs >= inbound.atMs &&
      request.dueAtMs - inbound.atMs < ANSWER_MS,
    senderHold: sender.heldSinceMs === null ? null : { why: sender.heldWhy ?? 'its provider refused it' },
    playPaused: play?.state === 'paused',
    enrolmentPaused: run?.paused ?? false,
    repEngaged: await repEngaged(tx, lead, workspace, { environment, nowMs }),
    dueAtMs: request.dueAtMs,
    giveUpMs: request.giveUpMs,
    jitter: request.jitter,
  };
}

/** A step that becomes due this soon after the lead wrote is the play's answer to it. */
const ANSWER_MS = 15 * 60_000;
