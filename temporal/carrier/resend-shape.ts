import type { EmailMessage } from '#temporal/carrier/records.ts';

/** A webhook event as Resend sends it; `code` is the bounce type. */
export function resendEvent(
  message: EmailMessage,
  status: string,
  code: string | null,
  eventMs: number,
): Record<string, unknown> {
  const data: Record<string, unknown> = {
    created_at: new Date(message.createdMs).toISOString(),
    email_id: message.id,
    from: message.from,
    message_id: message.messageId,
    subject: message.subject,
    to: message.to,
  };
  if (status === 'received') {
    // Metadata alone: text, html and headers are fetched.
    Object.assign(data, {
      attachments: [],
      bcc: message.bcc,
      cc: message.cc,
      received_for: message.receivedFor,
    });
  } else if (Object.keys(message.tags).length > 0) {
    data.tags = message.tags;
  }
  if (status === 'bounced') {
    data.bounce = {
      message: 'The recipient’s mail server said no.',
      subType: code === 'Transient' ? 'MailboxFull' : 'General',
      type: code ?? 'Permanent',
    };
  }
  if (status === 'failed') data.failed = { reason: code ?? 'reached_daily_quota' };
  if (status === 'suppressed') {
    data.suppressed = {
      message: 'The address is on the suppression list.',
      type: 'OnAccountSuppressionList',
    };
  }
  if (status === 'clicked') {
    data.click = {
      ipAddress: '127.0.0.1',
      link: code ?? 'https://example.com/',
      timestamp: new Date(eventMs).toISOString(),
      userAgent: 'Mozilla/5.0',
    };
  }
  return { type: `email.${status}`, created_at: new Date(eventMs).toISOString(), data };
}

/** `GET /emails/{id}`; a list leaves bodies and tags out. */
export function emailJson(message: EmailMessage, listed = false): Record<string, unknown> {
  return {
    ...(listed ? {} : { object: 'email' }),
    id: message.id,
    bcc: orNull(message.bcc),
    cc: orNull(message.cc),
    created_at: new Date(message.createdMs).toISOString(),
    from: message.from,
    last_event: message.status,
    message_id: message.messageId,
    reply_to: orNull(message.replyTo),
    scheduled_at: null,
    subject: message.subject,
    to: message.to,
    ...(listed
      ? {}
      : {
          html: message.html,
          text: message.text,
          tags: Object.entries(message.tags).map(([name, value]) => ({ name, value })),
        }),
  };
}

/** `GET /emails/receiving/{id}`; a list leaves bodies and headers out. */
export function receivedJson(message: EmailMessage, listed = false): Record<string, unknown> {
  return {
    ...(listed ? {} : { object: 'email' }),
    id: message.id,
    attachments: [],
    bcc: message.bcc,
    cc: message.cc,
    created_at: new Date(message.createdMs).toISOString(),
    from: message.from,
    message_id: message.messageId,
    received_for: message.receivedFor,
    reply_to: message.replyTo,
    subject: message.subject,
    to: message.to,
    ...(listed ? {} : { headers: message.headers, html: message.html, text: message.text, raw: null }),
  };
}

export function errorJson(statusCode: number, name: string, message: string): Record<string, unknown> {
  return { statusCode, message, name };
}

function orNull(list: string[]): string[] | null {
  return list.length > 0 ? list : null;
}
