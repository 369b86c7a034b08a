import type { SendOutcome } from '#temporal/providers/provider.ts';

/** What Resend's SDK returns in place of throwing; `statusCode` null = no answer came. */
export interface ResendFailure {
  name: string;
  message: string;
  statusCode: number | null;
}

const CONCURRENT_WAIT_MS = 1_000;

const QUOTA: Record<string, string> = {
  daily_quota_exceeded: 'The daily quota of the Resend account is used up. Its messages wait until tomorrow.',
  monthly_quota_exceeded:
    'The monthly quota of the Resend account is used up. Upgrade it, or wait for the next month.',
};

const AUTH: Record<string, string> = {
  missing_api_key: 'Resend got no API key from this sender. Enter it in the sender’s settings.',
  invalid_api_key: 'Resend refuses this API key. Enter a valid one in the sender’s settings.',
  restricted_api_key: 'This Resend key may not send. Create one with sending access.',
};

/**
 * What came of sending an email (resend.com/docs/api-reference/errors). Whatever may have been processed is
 * `unanswered`: with the idempotency key, asking again with the same bytes makes no second email. The SDK does not tell
 * a connection that was never made from one that broke.
 * Resend's own text may quote addresses and is never passed on.
 */
export function outcomeOfResend(failure: ResendFailure, retryAfterMs: number | null): SendOutcome {
  const { name, statusCode } = failure;
  if (statusCode === null) return { kind: 'unanswered', code: 'noAnswer', retryAfterMs: null };
  const quota = QUOTA[name];
  if (quota !== undefined) return { kind: 'senderDown', code: name, sentence: quota };
  if (statusCode === 429) return { kind: 'notProcessed', code: name, retryAfterMs };
  if (statusCode >= 500 || statusCode === 408) {
    return { kind: 'unanswered', code: `HTTP ${statusCode}`, retryAfterMs };
  }
  if (statusCode === 409 && name === 'concurrent_idempotent_requests') {
    return { kind: 'unanswered', code: name, retryAfterMs: retryAfterMs ?? CONCURRENT_WAIT_MS };
  }
  // The key stands for other bytes: an email with it was taken before.
  if (statusCode === 409 && name === 'invalid_idempotent_request') return { kind: 'inDoubt', reason: name };
  const auth = AUTH[name];
  if (auth !== undefined || statusCode === 401) {
    return {
      kind: 'senderDown',
      code: name,
      sentence: auth ?? 'Resend refuses this API key. Enter a valid one.',
    };
  }
  if (statusCode === 403) {
    return {
      kind: 'senderDown',
      code: name,
      sentence:
        'Resend does not let this sender write from its address. Verify the domain in the Resend dashboard.',
    };
  }
  return { kind: 'rejected', code: name, ...refusal(failure) };
}

function refusal({
  name,
  message,
}: ResendFailure): Pick<Extract<SendOutcome, { kind: 'rejected' }>, 'class' | 'sentence'> {
  if (/idempot/.test(name)) {
    return { class: 'bug', sentence: 'Resend refuses the key of this email. This is a fault of Baton.' };
  }
  // "Invalid `to` field": the only place where Resend names the field is its text.
  if (/`to`/.test(message)) {
    return {
      class: 'addressDead',
      sentence:
        'Resend says this is not an address it can write to. Correct it, or reach the lead another way.',
    };
  }
  if (/`(from|reply_to)`/.test(message) || name === 'invalid_from_address') {
    return {
      class: 'config',
      sentence: 'Resend does not accept the sender’s own address. Correct it in the sender’s settings.',
    };
  }
  if (name === 'not_found' || name === 'method_not_allowed') {
    return { class: 'bug', sentence: 'Resend does not know this request. This is a fault of Baton.' };
  }
  return {
    class: 'template',
    sentence: 'Resend refused the contents of this email. Check the message of this step.',
  };
}
