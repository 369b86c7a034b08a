import { randomUUID } from 'node:crypto';
import { measureSms } from '#workflows/message/sms.ts';
import { MINUTE_MS } from '#workflows/time/duration.ts';
import type { JobDone } from './job-pump.ts';
import { messageIdOf, performSend, type SendDeps } from './perform-send.ts';
import { smsFrom } from './providers/credentials.ts';
import { credentialsOf } from './sender-providers.ts';

/** A confirmation within five minutes counts as consented to; a later one does not (47 CFR 64.1200(a)(12)). */
const CONFIRM_WITHIN_MS = 5 * MINUTE_MS;

/**
 * Says once, by text, that a lead's own words have ended texts. Nothing else stands in it: no offer, no question. It
 * passes the refusal it confirms and the hours, and nothing more; what is late is not sent.
 * @param messageId what the lead wrote
 */
export async function confirmOptOut(deps: SendDeps, messageId: string): Promise<JobDone> {
  const { db } = deps;
  const message = await db.read.message.findUniqueOrThrow({ where: { id: messageId } });
  const sender = await db.read.sender.findUniqueOrThrow({ where: { id: message.senderId } });
  const fromAddress = smsFrom(credentialsOf(sender, deps.secret));
  if (message.leadId === null || fromAddress === null) return { kind: 'done' };
  const body = `${sender.brand}: you have opted out and will get no more texts from us.`;
  const sendKey = `confirm/${message.id}`;
  const { outcome } = await performSend(deps, {
    id: messageIdOf(sendKey),
    workspaceId: message.workspaceId,
    sendKey,
    senderId: sender.id,
    leadId: message.leadId,
    lane: 'people',
    draft: {
      ok: true,
      draft: {
        channel: 'sms',
        toAddress: message.fromAddress,
        fromAddress,
        subject: null,
        body,
        html: null,
        segments: measureSms(body).segments,
      },
    },
    kind: 'system',
    exempt: 'revocationConfirmation',
    environment: sender.environment === 'real' ? 'real' : 'sandbox',
    step: null,
    purpose: 'informational',
    dueAtMs: message.atMs,
    giveUpMs: CONFIRM_WITHIN_MS,
    token: randomUUID(),
    jitter: 0,
  });
  if (outcome.kind !== 'defer' && outcome.kind !== 'hold') return { kind: 'done' };
  const workspace = await db.read.workspace.findUniqueOrThrow({ where: { id: message.workspaceId } });
  // Not later than it is too late: then the gate says so, and that is the end of it.
  const atMs = Math.min(
    outcome.kind === 'defer' ? outcome.untilMs : outcome.reviewAtMs,
    message.atMs + CONFIRM_WITHIN_MS + 1,
  );
  return { kind: 'later', runWallMs: atMs - workspace.clockOffsetMs, why: outcome.why };
}
