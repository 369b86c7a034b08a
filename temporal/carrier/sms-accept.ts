import type { Carrier } from '#temporal/carrier/carrier.ts';
import { newSid } from '#temporal/carrier/chance.ts';
import { planSms, schedule } from '#temporal/carrier/progress.ts';
import type { SmsAccount, SmsMessage } from '#temporal/carrier/records.ts';
import { segments } from '#temporal/carrier/sms-text.ts';

export interface AcceptedSms {
  from: string;
  to: string;
  body: string;
  mediaUrls: string[];
  messagingServiceSid: string | null;
  statusCallback: string | null;
  validityS: number;
}

/** Keeps a text that passed every check, with all that will become of it, and sets it on its way. */
export function acceptSms(
  carrier: Carrier,
  account: SmsAccount,
  sms: AcceptedSms,
  listingLagMs: number,
): SmsMessage {
  const nowMs = Date.now();
  const draft: SmsMessage = {
    sid: newSid(sms.mediaUrls.length > 0 ? 'MM' : 'SM'),
    account: account.sid,
    direction: 'outbound-api',
    from: sms.from,
    to: sms.to,
    body: sms.body,
    mediaUrls: sms.mediaUrls,
    messagingServiceSid: sms.messagingServiceSid,
    statusCallback: sms.statusCallback,
    segments: segments(sms.body),
    author: 'api',
    answers: null,
    optOutType: null,
    createdMs: nowMs,
    listedMs: nowMs + listingLagMs,
    status: sms.messagingServiceSid === null ? 'queued' : 'accepted',
    updatedMs: nowMs,
    sentMs: null,
    errorCode: null,
    plan: [],
    next: 0,
  };
  const message = { ...draft, plan: planSms(carrier, draft, sms.validityS) };
  carrier.record({ t: 'sms', message });
  schedule(carrier, 'sms', message.sid);
  return message;
}
