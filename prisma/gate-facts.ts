import { answering, type Wrote } from '#workflows/policy/answering.ts';
import type { GateFacts } from '#workflows/policy/gate.ts';
import { messagePlace } from '#workflows/policy/message-place.ts';
import { DAY_MS } from '#workflows/time/duration.ts';
import { givenZone } from '#workflows/time/place.ts';
import { addressProblem } from './address-faults.ts';
import { sqlOf, type Tx } from './client.ts';
import { ledgerOf } from './consents.ts';
import type { Message, Sender, Workspace } from './generated/client.ts';
import { getRow } from './plain-rows.ts';
import { isRepEngaged } from './rep-engagement.ts';
import type { ClaimRequest, Draft } from './send-claims.ts';

/** Messages that count for caps: whatever has gone out, or may have. */
const COUNTED = "('calling', 'accepted', 'inDoubt', 'unconfirmed')";
const CAP_WINDOW_MS = 7 * DAY_MS;

/** All that a lead wrote. What a machine answers in their place is no word of theirs. The order keeps to the lead's index. */
export const WROTE = `SELECT "channel", "fromAddress", "atMs" FROM "Message"
  WHERE "leadId" = ? AND "workspaceId" = ? AND "direction" = 'in' AND "intent" IS NOT 'out_of_office'
  ORDER BY "atMs" DESC`;

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
export function gateFacts(tx: Tx, about: About): GateFacts {
  const { request, draft, sender, workspace, nowMs } = about;
  const address = draft.toAddress;
  const environment = sender.environment === 'real' ? 'real' : 'sandbox';
  const sql = sqlOf(tx);
  const lead = getRow(sql, 'Lead', request.leadId);
  const sent = sql.all<{ atMs: number; channel: string }>(
    `SELECT "atMs", "channel" FROM "Message"
     WHERE "leadId" = ? AND "atMs" > ? AND "direction" = 'out' AND "environment" = ? AND "kind" IN ('play', 'rep')
       AND "state" IN ${COUNTED} AND "id" <> ?`,
    lead.id,
    nowMs - CAP_WINDOW_MS,
    sender.environment,
    about.message?.id ?? '',
  );
  const to = { channel: draft.channel, address };
  const { lastInboundAtMs, isAnswer } = answering(
    { ...to, dueAtMs: request.dueAtMs },
    sql.all<Wrote>(WROTE, lead.id, request.workspaceId),
  );
  const unanswered = sql.get<{ count: number }>(
    `SELECT count(*) AS "count" FROM "Message"
     WHERE "leadId" = ? AND "atMs" > ? AND "workspaceId" = ? AND "channel" = 'sms' AND "direction" = 'out'
       AND "state" IN ${COUNTED} AND "toAddress" = ?`,
    lead.id,
    lastInboundAtMs ?? 0,
    request.workspaceId,
    address,
  );
  const { step } = request;
  const run = step === null ? null : getRow(sql, 'Enrolment', step.enrolment.id);
  const play = step === null ? null : getRow(sql, 'Play', step.enrolment.playId);
  return {
    channel: draft.channel,
    purpose: request.purpose,
    kind: request.kind,
    exempt: request.exempt ?? null,
    environment,
    address,
    addressProblem: addressProblem(sql, {
      workspaceId: request.workspaceId,
      channel: draft.channel,
      environment,
      address,
    }),
    senderCountry: sender.country,
    ledger: ledgerOf(sql, { ...to, workspaceId: request.workspaceId }),
    place: messagePlace({ ...lead, givenZone: givenZone(lead) }, to, workspace.country),
    recentSends: sent.map((s) => ({ atMs: s.atMs, channel: s.channel === 'email' ? 'email' : 'sms' })),
    unansweredTexts: draft.channel === 'email' ? 0 : (unanswered?.count ?? 0),
    caps: { perDay: workspace.capPerDay, perWeek: workspace.capPerWeek, minGapMs: workspace.minGapMs },
    quietHours: { fromMinute: workspace.quietFromMinute, toMinute: workspace.quietToMinute },
    lastInboundAtMs,
    isAnswer: step !== null && isAnswer,
    senderHold: sender.heldSinceMs === null ? null : { why: sender.heldWhy ?? 'its provider refused it' },
    playPaused: play?.state === 'paused',
    enrolmentPaused: run?.paused ?? false,
    repEngaged: isRepEngaged(sql, lead, workspace, { environment, nowMs }),
    dueAtMs: request.dueAtMs,
    giveUpMs: request.giveUpMs,
    jitter: request.jitter,
  };
}
