import type { SmsMessage } from '#temporal/carrier/records.ts';

const API = '/2010-04-01/Accounts';

/** "Thu, 24 Aug 2023 05:01:45 +0000": whole seconds, as Twilio writes dates. */
export function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace(/GMT$/, '+0000');
}

/** A Message resource as Twilio answers it. A Messaging Service counts segments only once the message is sent. */
export function messageJson(message: SmsMessage): Record<string, unknown> {
  const uri = `${API}/${message.account}/Messages/${message.sid}.json`;
  const unsent = message.status === 'accepted' || message.status === 'scheduled';
  return {
    account_sid: message.account,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822(message.createdMs),
    date_sent: message.sentMs === null ? null : rfc2822(message.sentMs),
    date_updated: rfc2822(message.updatedMs),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: null,
    from: unsent && message.messagingServiceSid ? null : message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: String(message.mediaUrls.length),
    num_segments: unsent ? '0' : String(message.segments),
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${API}/${message.account}/Messages/${message.sid}/Media.json` },
    to: message.to,
    uri,
  };
}

export function errorJson(status: number, code: number, message: string): Record<string, unknown> {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}

/** What a status callback carries. There is no time of the event in it, but `RawDlrDoneDate` once delivered. */
export function statusParams(
  message: SmsMessage,
  status: string,
  code: string | null,
  eventMs: number,
): Record<string, string> {
  return {
    AccountSid: message.account,
    ApiVersion: '2010-04-01',
    From: message.from,
    MessageSid: message.sid,
    MessageStatus: status,
    SmsSid: message.sid,
    SmsStatus: status,
    To: message.to,
    ...(message.messagingServiceSid ? { MessagingServiceSid: message.messagingServiceSid } : {}),
    ...(code === null ? {} : { ErrorCode: code }),
    ...(status === 'delivered' || status === 'undelivered' ? { RawDlrDoneDate: dlrDate(eventMs) } : {}),
  };
}

/** YYMMDDhhmm */
function dlrDate(ms: number): string {
  return new Date(ms).toISOString().replace(/\D/g, '').slice(2, 12);
}

/** What the inbound webhook carries; the place fields are those of the number, and empty here. */
export function inboundParams(message: SmsMessage): Record<string, string> {
  const params: Record<string, string> = {
    AccountSid: message.account,
    ApiVersion: '2010-04-01',
    Body: message.body,
    From: message.from,
    FromCity: '',
    FromCountry: 'US',
    FromState: '',
    FromZip: '',
    MessageSid: message.sid,
    NumMedia: String(message.mediaUrls.length),
    NumSegments: String(message.segments),
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    SmsStatus: 'received',
    To: message.to,
    ToCity: '',
    ToCountry: 'US',
    ToState: '',
    ToZip: '',
  };
  if (message.messagingServiceSid) params.MessagingServiceSid = message.messagingServiceSid;
  if (message.optOutType) params.OptOutType = message.optOutType;
  message.mediaUrls.forEach((url, i) => {
    params[`MediaUrl${i}`] = url;
    params[`MediaContentType${i}`] = 'image/jpeg';
  });
  return params;
}

/** The texts a TwiML answer to the inbound webhook asks to send. Plain text is one message, as Twilio treats it. */
export function repliesIn(contentType: string, body: string): string[] {
  if (!/xml/i.test(contentType)) return /^text\//i.test(contentType) && body.trim() ? [body.trim()] : [];
  return [...body.matchAll(/<Message\b[^>]*>([\s\S]*?)<\/Message>/g)]
    .map((match) => {
      const inner = match[1] ?? '';
      return unescapeXml(/<Body>([\s\S]*?)<\/Body>/.exec(inner)?.[1] ?? inner.replace(/<[^>]*>/g, ''));
    })
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

function unescapeXml(text: string): string {
  const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '');
}
