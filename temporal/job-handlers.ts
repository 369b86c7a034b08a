import { type Db, sqlOf, type Tx } from '#prisma/client.ts';
import type { Message } from '#prisma/generated/client.ts';
import { wakeRunsOfSender } from '#prisma/held-runs.ts';
import { addressOf, adoptReply, keepWrongPerson, refuse, routeReply } from '#prisma/inbound.ts';
import { addJob } from '#prisma/jobs.ts';
import { isRevoked } from '#prisma/revocations.ts';
import { understandTextKey } from '#prisma/unread-replies.ts';
import { classify, type Understood } from '#workflows/intent/classify.ts';
import { readRevocation } from '#workflows/policy/revocation.ts';
import { confirmOptOut } from './confirm-opt-out.ts';
import type { JobHandlers } from './job-pump.ts';
import type { SendDeps } from './perform-send.ts';
import type { Watchdog } from './watchdog.ts';
import { advanceClock } from './workspace-clock.ts';

export type JobDeps = SendDeps & { lookAfterRuns: Watchdog; signal: AbortSignal };

/** Looking for an email's text again: it may not be there the moment the webhook comes. */
const BODY_RETRY_MS = 5_000;

export function jobHandlers(deps: JobDeps): JobHandlers {
  const { db, wallMs } = deps;
  return {
    async classify({ payload }) {
      const message = await db.write.message.findUnique({ where: { id: payload.messageId } });
      if (message === null || message.intent !== null) return { kind: 'done' };
      const last =
        message.leadId === null ? null : await lastSent(db, message.leadId, message.channel, message.atMs);
      const understood = classify({
        channel: channelOf(message.channel),
        body: message.body,
        subject: message.subject,
        ...(last === null ? {} : { lastMessage: last }),
      });
      return {
        kind: 'done',
        commit: async (tx) => {
          const { intent, confidence, evidence } = understood;
          await tx.message.update({ where: { id: message.id }, data: { intent, confidence, evidence } });
          // Whoever it was, what they refuse is refused; and the owner hears of a wrong number as of any reply.
          const isNews =
            asksForConfirmation(message, understood) && !isRevoked(sqlOf(tx), addressOf(message));
          await refuse(tx, message, understood.refuses, wallMs());
          if (isNews) await addConfirmation(tx, message, wallMs());
          if (intent === 'wrong_person') await keepWrongPerson(tx, message, wallMs());
          if (intent !== 'opt_out' && intent !== 'out_of_office')
            await routeReply(tx, message, intent, wallMs());
        },
      };
    },
    async fetchEmail({ workspaceId, payload }) {
      const message = await db.write.message.findUnique({ where: { id: payload.messageId } });
      if (message?.providerId == null) return { kind: 'done' };
      const sender = await db.read.sender.findUniqueOrThrow({ where: { id: message.senderId } });
      const { email } = deps.providersOf(sender);
      const received = (await email?.fetchReceived(message.providerId, AbortSignal.timeout(10_000))) ?? null;
      if (received === null)
        return { kind: 'later', runWallMs: wallMs() + BODY_RETRY_MS, why: 'The email has no text yet.' };
      return {
        kind: 'done',
        commit: async (tx) => {
          // A machine answered: kept, and nobody is told that the lead did.
          const { automatic } = received;
          const auto = automatic === null ? {} : { intent: 'out_of_office', evidence: automatic };
          await tx.message.update({
            where: { id: message.id },
            data: {
              ...auto,
              body: received.text ?? '',
              subject: received.subject,
              mailId: received.messageId,
            },
          });
          const { inReplyTo, references } = received;
          await adoptReply(tx, message, inReplyTo === null ? references : [inReplyTo, ...references]);
          if (automatic !== null) return;
          await addJob(tx, {
            workspaceId,
            kind: 'classify',
            payload: { messageId: message.id },
            runWallMs: wallMs(),
            key: understandTextKey(message.id),
          });
        },
      };
    },
    confirmOptOut: ({ payload }) => confirmOptOut(deps, payload.messageId),
    async wakeHeld({ payload }) {
      return {
        kind: 'done',
        commit: async (tx) => {
          const sender = await tx.sender.findUnique({ where: { id: payload.senderId } });
          const { afterId, releasedWallMs } = payload;
          if (sender !== null)
            await wakeRunsOfSender(tx, sender, { afterId, releasedWallMs, wallMs: wallMs() });
        },
      };
    },
    async advance({ workspaceId, payload }) {
      const arrived = await advanceClock(
        db,
        deps.lookAfterRuns,
        { workspaceId, toMs: payload.toMs, signal: deps.signal },
        wallMs,
      );
      if (arrived) return { kind: 'done' };
      return {
        kind: 'later',
        runWallMs: wallMs() + 1_000,
        why: 'Something that was due did not finish yet.',
      };
    },
  };
}

/** Texts that end texts, in the lead's own words; keywords, in whatever language, are for carriers to answer. */
function asksForConfirmation(message: Message, understood: Understood): boolean {
  if (message.channel !== 'sms' || message.leadId === null || !understood.refuses.includes('sms'))
    return false;
  return readRevocation(message.body, 'sms')?.confirm !== false;
}

function addConfirmation(tx: Tx, message: Message, wallMs: number): Promise<void> {
  return addJob(tx, {
    workspaceId: message.workspaceId,
    kind: 'confirmOptOut',
    payload: { messageId: message.id },
    runWallMs: wallMs,
    key: `confirm/${message.id}`,
  });
}

function channelOf(channel: string): 'sms' | 'email' {
  return channel === 'email' ? 'email' : 'sms';
}

async function lastSent(db: Db, leadId: string, channel: string, beforeMs: number): Promise<string | null> {
  const message = await db.read.message.findFirst({
    where: { leadId, channel, direction: 'out', state: 'accepted', atMs: { lte: beforeMs } },
    orderBy: { atMs: 'desc' },
    select: { body: true },
  });
  return message?.body ?? null;
}
