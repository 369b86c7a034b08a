import type { Incoming, StatusNews } from '#prisma/inbound.ts';
import type { Refusal } from '#prisma/send-refusals.ts';
import { emailParty, messageOfReplyToken } from '#temporal/hooks/email-address.ts';
import type { EmailStatus, InboundEmail, InboundSms, SmsStatus } from '#temporal/hooks/events.ts';
import { limitLiftsAtMs } from '#temporal/providers/twilio-codes.ts';

/** What providers tell, as the database takes it: the same from a webhook and from asking. */

export function incomingSms(sms: InboundSms): Incoming {
  return {
    channel: 'sms',
    providerId: sms.providerId,
    fromAddress: sms.from,
    toAddress: sms.to,
    subject: null,
    body: sms.body,
    mailId: null,
    answers: null,
    keyword: sms.keyword,
    bodyIsMissing: false,
  };
}

/** The webhook has metadata only: the words are fetched. */
export function incomingEmail(
  mail: Pick<InboundEmail, 'emailId' | 'messageId' | 'from' | 'to' | 'subject' | 'replyToken'>,
  sender: { emailAddress: string | null },
): Incoming {
  return {
    channel: 'email',
    providerId: mail.emailId,
    fromAddress: emailParty(mail.from).address,
    toAddress: mail.to[0] ?? sender.emailAddress ?? '',
    subject: mail.subject,
    body: '',
    mailId: mail.messageId,
    answers: mail.replyToken === null ? null : messageOfReplyToken(mail.replyToken),
    keyword: null,
    bodyIsMissing: true,
  };
}

/** Null: a status this product does not know. */
export function smsNews(
  told: Pick<SmsStatus, 'providerId' | 'status' | 'errorCode' | 'meaning' | 'sendKey'>,
  wallMs: number,
): StatusNews | null {
  if (told.status === 'other') return null;
  const failed = told.status === 'failed' || told.status === 'undelivered';
  return {
    ours: told.sendKey === null ? null : { sendKey: told.sendKey },
    providerId: told.providerId,
    status: told.status,
    mailId: null,
    refusal: failed ? smsRefusal(told, wallMs) : null,
  };
}

function smsRefusal({ meaning }: Pick<SmsStatus, 'meaning'>, wallMs: number): Refusal {
  if (meaning === null) {
    const sentence = 'The text was not delivered, and Twilio does not say why.';
    return { class: 'soft', code: 'undelivered', sentence, liftsAtWallMs: null };
  }
  const code = String(meaning.code);
  const liftsAtWallMs = meaning.class === 'hold' ? limitLiftsAtMs(code, wallMs) : null;
  return { class: meaning.class, code, sentence: meaning.sentence, liftsAtWallMs };
}

/** Null: a status this product does not know. */
export function emailNews(
  told: Pick<EmailStatus, 'emailId' | 'messageId' | 'status' | 'tags' | 'bounce'>,
): StatusNews | null {
  if (told.status === 'other') return null;
  return {
    ours: told.tags.message === undefined ? null : { messageId: told.tags.message },
    providerId: told.emailId,
    status: told.status,
    mailId: told.messageId,
    refusal: emailRefusal(told),
  };
}

/** resend.com/docs/dashboard/emails/email-bounces and .../webhooks/event-types */
function emailRefusal({ status, bounce }: Pick<EmailStatus, 'status' | 'bounce'>): Refusal | null {
  const liftsAtWallMs = null;
  switch (status) {
    case 'bounced': {
      const code = `${bounce?.type ?? 'Undetermined'}/${bounce?.subType ?? ''}`;
      return bounce?.type === 'Permanent'
        ? {
            class: 'addressDead',
            code,
            sentence: 'The mail came back: the address does not take mail.',
            liftsAtWallMs,
          }
        : {
            class: 'soft',
            code,
            sentence: 'The mail came back for the time being: a full mailbox, or a server that was down.',
            liftsAtWallMs,
          };
    }
    case 'suppressed':
      return {
        class: 'addressDead',
        code: 'suppressed',
        sentence: 'Resend sends no mail to this address: earlier mail came back or was reported as spam.',
        liftsAtWallMs,
      };
    case 'complained':
      return {
        class: 'revoked',
        code: 'complained',
        sentence: 'The reader reported the mail as spam.',
        liftsAtWallMs,
      };
    case 'failed':
      return { class: 'replan', code: 'failed', sentence: 'Resend could not send the mail.', liftsAtWallMs };
    default:
      return null;
  }
}
