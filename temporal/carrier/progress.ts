import { bareAddress } from '#temporal/carrier/addresses.ts';
import { personaFor, planAnswer } from '#temporal/carrier/answers.ts';
import type { Carrier } from '#temporal/carrier/carrier.ts';
import { between } from '#temporal/carrier/chance.ts';
import { meet } from '#temporal/carrier/faults.ts';
import type { EmailMessage, PlanStep, SmsMessage } from '#temporal/carrier/records.ts';

/** The next free moment of each number when throughput is limited. Lost at a restart, as a queue's pace may be. */
const nextSlotMs = new WeakMap<Carrier, Map<string, number>>();

function slot(carrier: Carrier, number: string, nowMs: number): number {
  const perSecond = carrier.book.settings.numberThroughputPerSecond;
  if (perSecond === null) return nowMs;
  const slots = nextSlotMs.get(carrier) ?? new Map<string, number>();
  nextSlotMs.set(carrier, slots);
  const atMs = Math.max(nowMs, slots.get(number) ?? 0);
  slots.set(number, atMs + 1000 / perSecond);
  return Math.ceil(atMs);
}

/** Late, lost, repeated and reordered webhooks: decided for all steps of a message at once. */
function hookFaults(
  carrier: Carrier,
  steps: { status: string; atMs: number; code: string | null }[],
  meeting: Parameters<typeof meet>[2],
): PlanStep[] {
  const lastMs = steps.at(-1)?.atMs ?? 0;
  const reorder = steps.length > 1 && meet(carrier, ['hookReorder'], meeting) !== null;
  return steps.map((step, i) => {
    if (meet(carrier, ['hookLost'], meeting)) return { ...step, hookAtMs: null, copies: 1 };
    const late = meet(carrier, ['hookLate'], meeting);
    const repeat = meet(carrier, ['hookRepeat'], meeting);
    // Reordered: what came first is told after the last.
    const toldMs = reorder && i < steps.length - 1 ? lastMs + 100 * (i + 1) : step.atMs;
    return { ...step, hookAtMs: toldMs + (late?.ms ?? 0), copies: repeat ? repeat.times : 1 };
  });
}

/** What will become of an accepted text: its statuses with their times, faults included. */
export function planSms(
  carrier: Carrier,
  message: Pick<SmsMessage, 'sid' | 'account' | 'from' | 'to' | 'createdMs' | 'messagingServiceSid'>,
  validityS: number,
): PlanStep[] {
  const { settings } = carrier.book;
  const { sid, account, from, to, createdMs } = message;
  const meeting = { channel: 'sms' as const, on: 'send' as const, account, to: [to], from };
  const queueDelay = meet(carrier, ['queueDelay'], meeting);
  const startMs = slot(carrier, from, createdMs) + (queueDelay?.ms ?? 0);
  const sentMs = startMs + between(settings.sentAfterMs, `${sid}:sent`);
  const steps: { status: string; atMs: number; code: string | null }[] = [];
  if (message.messagingServiceSid !== null) steps.push({ status: 'queued', atMs: createdMs + 1, code: null });
  if (sentMs - createdMs > validityS * 1000) {
    steps.push({ status: 'failed', atMs: createdMs + validityS * 1000, code: '30036' });
    return hookFaults(carrier, steps, meeting);
  }
  const fate = meet(carrier, ['fate'], meeting);
  const persona = personaFor(carrier, to);
  const ending = fate
    ? { status: fate.status ?? 'undelivered', code: fate.code ?? '30003' }
    : (persona?.fate?.sms ?? { status: 'delivered', code: null });
  if (ending.status !== 'failed') steps.push({ status: 'sent', atMs: sentMs, code: null });
  steps.push({ ...ending, atMs: sentMs + between(settings.deliveredAfterMs, `${sid}:delivered`) });
  return hookFaults(carrier, steps, meeting);
}

/** What will become of an accepted email. Test addresses behave as the provider's do. */
export function planEmail(
  carrier: Carrier,
  message: Pick<EmailMessage, 'id' | 'account' | 'from' | 'createdMs'>,
  to: string[],
): PlanStep[] {
  const { settings, suppressed } = carrier.book;
  const { id, account, from, createdMs } = message;
  const meeting = { channel: 'email' as const, on: 'send' as const, account, to, from };
  const sentMs =
    createdMs +
    (meet(carrier, ['queueDelay'], meeting)?.ms ?? 0) +
    between(settings.sentAfterMs, `${id}:sent`);
  const endMs = sentMs + between(settings.deliveredAfterMs, `${id}:delivered`);
  const first = to[0] ?? '';
  const tester = /^(delivered|bounced|complained|suppressed)(\+[^@]*)?@resend\.dev$/.exec(first)?.[1] ?? null;
  if (tester === 'suppressed' || suppressed.has(`${account}|${first}`)) {
    return hookFaults(carrier, [{ status: 'suppressed', atMs: sentMs, code: null }], meeting);
  }
  const steps: { status: string; atMs: number; code: string | null }[] = [
    { status: 'sent', atMs: sentMs, code: null },
  ];
  const fate = meet(carrier, ['fate'], meeting);
  if (fate) {
    if (fate.status === 'complained') steps.push({ status: 'delivered', atMs: endMs, code: null });
    steps.push({ status: fate.status ?? 'bounced', atMs: endMs + 1, code: fate.code ?? 'Permanent' });
  } else if (tester === 'bounced') {
    steps.push({ status: 'bounced', atMs: endMs, code: 'Permanent' });
  } else if (tester === 'complained') {
    steps.push(
      { status: 'delivered', atMs: endMs, code: null },
      { status: 'complained', atMs: endMs + 1, code: null },
    );
  } else {
    const ending = personaFor(carrier, first)?.fate?.email ?? { status: 'delivered', code: null };
    steps.push({ ...ending, atMs: endMs });
  }
  return hookFaults(carrier, steps, meeting);
}

/** Puts the next step of a message on the agenda; called when it is accepted and, after a restart, for all. */
export function schedule(carrier: Carrier, channel: 'sms' | 'email', id: string): void {
  const message = channel === 'sms' ? carrier.book.sms.get(id) : carrier.book.emails.get(id);
  const step = message?.plan[message.next];
  if (step) carrier.agenda.at(step.atMs, () => advance(carrier, channel, id));
}

function advance(carrier: Carrier, channel: 'sms' | 'email', id: string): void {
  const { book } = carrier;
  const message = channel === 'sms' ? book.sms.get(id) : book.emails.get(id);
  const step = message?.plan[message.next];
  if (!message || !step) return;
  tell(carrier, channel, message, step);
  carrier.record({
    t: 'step',
    channel,
    id,
    status: step.status,
    code: step.code,
    atMs: Date.now(),
    planned: true,
  });
  if (channel === 'email' && 'receivedFor' in message)
    suppressAfter(carrier, message, step.status, step.code);
  if (step.status === 'delivered') planAnswer(carrier, channel, id);
  schedule(carrier, channel, id);
}

/** The webhooks of a step, recorded before the step itself: torn between the two, one is told twice, none is lost. */
function tell(
  carrier: Carrier,
  channel: 'sms' | 'email',
  message: SmsMessage | EmailMessage,
  step: PlanStep,
): void {
  if (step.hookAtMs === null) return;
  const isSms = 'sid' in message;
  const url = isSms
    ? message.statusCallback
    : (carrier.book.emailAccounts.get(message.account)?.webhookUrl ?? null);
  if (url === null) return;
  for (let copy = 0; copy < step.copies; copy++) {
    carrier.tell({
      provider: channel === 'sms' ? 'twilio' : 'resend',
      account: message.account,
      url,
      kind: channel === 'sms' ? 'status' : 'email',
      messageId: isSms ? message.sid : message.id,
      status: step.status,
      code: step.code,
      eventMs: step.atMs,
      dueMs: step.hookAtMs + copy * 50,
    });
  }
}

function suppressAfter(carrier: Carrier, message: EmailMessage, status: string, code: string | null): void {
  if (status !== 'complained' && !(status === 'bounced' && code === 'Permanent')) return;
  for (const address of message.to) {
    carrier.record({ t: 'suppressed', account: message.account, address: bareAddress(address) });
  }
}

/** An event outside the plan, caused by a person at the sandbox page: opened, clicked, complained, bounced. */
export function happen(carrier: Carrier, message: EmailMessage, status: string, code: string | null): void {
  const nowMs = Date.now();
  tell(carrier, 'email', message, { status, atMs: nowMs, hookAtMs: nowMs, copies: 1, code });
  carrier.record({ t: 'step', channel: 'email', id: message.id, status, code, atMs: nowMs, planned: false });
  suppressAfter(carrier, message, status, code);
}
