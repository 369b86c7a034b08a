import type { IncomingMessage } from 'node:http';
import http from 'node:http';
import { z } from 'zod';
import { bareAddress } from '#temporal/carrier/addresses.ts';
import { personaFor } from '#temporal/carrier/answers.ts';
import type { Carrier } from '#temporal/carrier/carrier.ts';
import { newUuid } from '#temporal/carrier/chance.ts';
import * as forms from '#temporal/carrier/control-forms.ts';
import * as views from '#temporal/carrier/control-views.ts';
import { receiveEmail, receiveSms } from '#temporal/carrier/inbound.ts';
import type { Outgoing } from '#temporal/carrier/outgoing.ts';
import { personaById } from '#temporal/carrier/personas.ts';
import { happen } from '#temporal/carrier/progress.ts';
import type { Fault } from '#temporal/carrier/records.ts';
import { type Answer, isLoopback } from '#temporal/carrier/wire.ts';

const DONE: Answer = { status: 204 };
const ok = (body: unknown): Answer => ({ status: 200, body });
const no = (status: number, error: string): Answer => ({ status, body: { error } });

/** The door for the product's own sandbox page and for tests; the caller has checked the token. */
export async function control(
  carrier: Carrier,
  outgoing: Outgoing,
  req: IncomingMessage,
  url: URL,
  body: string,
): Promise<Answer> {
  const parts = url.pathname.split('/').slice(2).map(decodeURIComponent);
  try {
    const answer = await route(
      carrier,
      outgoing,
      `${req.method} ${parts[0] ?? ''}`,
      parts.slice(1),
      url,
      body,
    );
    // What was just changed is on disk before the caller hears of it.
    if (req.method !== 'GET') await carrier.durable();
    return answer;
  } catch (error) {
    if (error instanceof z.ZodError) return no(400, z.prettifyError(error));
    if (error instanceof SyntaxError) return no(400, 'The body is not JSON.');
    throw error;
  }
}

async function route(
  carrier: Carrier,
  outgoing: Outgoing,
  what: string,
  rest: string[],
  url: URL,
  body: string,
): Promise<Answer> {
  const { book } = carrier;
  const [first, second] = rest;
  const query = Object.fromEntries(url.searchParams);
  const form = (): unknown => (body === '' ? {} : JSON.parse(body));
  switch (what) {
    case 'GET health':
      return ok(health(carrier, outgoing));
    case 'GET idle':
      return ok(await idle(carrier, outgoing, forms.IDLE_QUERY.parse(query).waitMs));
    case 'GET changes':
      return ok(await changes(carrier, forms.CHANGES_QUERY.parse(query)));
    case 'GET witness':
      return ok(views.witness(carrier, forms.WITNESS_QUERY.parse(query)));
    case 'GET webhooks':
      return ok(views.webhooks(carrier, forms.WEBHOOKS_QUERY.parse(query)));
    case 'POST webhooks':
      return first !== undefined && second === 'repeat'
        ? repeat(carrier, first, forms.REPEAT.parse(form()))
        : missing(what);
    case 'GET phones':
    case 'GET mailboxes': {
      const channel = what === 'GET phones' ? 'sms' : 'email';
      if (first === undefined) return ok(views.threads(carrier, channel, forms.THREADS_QUERY.parse(query)));
      const address = channel === 'sms' ? first : bareAddress(first);
      return ok(views.thread(carrier, channel, address, forms.THREAD_QUERY.parse(query).limit));
    }
    case 'GET messages': {
      const sms = book.sms.get(first ?? '');
      const email = book.emails.get(first ?? '');
      if (sms) return ok(views.smsRow(sms));
      return email ? ok(views.emailRow(email)) : no(404, `There is no message ${first}.`);
    }
    case 'POST inbound':
      return first === 'sms' || first === 'email' ? inbound(carrier, first, form()) : missing(what);
    case 'POST emails':
      if (first !== undefined && second === 'events') return emailEvent(carrier, first, form());
      return first !== undefined && second === 'unsubscribe' ? unsubscribe(carrier, first) : missing(what);
    case 'GET accounts':
      return ok({ sms: [...book.smsAccounts.values()], email: [...book.emailAccounts.values()] });
    case 'PUT accounts':
    case 'DELETE accounts':
      return first === undefined ? missing(what) : smsAccount(carrier, what, first, form());
    case 'PUT email':
    case 'DELETE email':
      return first === undefined ? missing(what) : emailAccount(carrier, what, first, form());
    case 'GET personas':
      return ok(views.personas(carrier));
    case 'PUT personas':
    case 'DELETE personas':
      return first === undefined ? missing(what) : assign(carrier, what, first, form());
    case 'GET settings':
      return ok(book.settings);
    case 'PUT settings':
      carrier.record({ t: 'settings', settings: { ...book.settings, ...forms.SETTINGS.parse(form()) } });
      return ok(book.settings);
    case 'GET faults':
      return ok({ faults: [...book.faults.values()] });
    case 'POST faults':
      return addFaults(carrier, forms.FAULTS.parse(form()));
    case 'DELETE faults':
      for (const id of first === undefined ? [...book.faults.keys()] : [first])
        carrier.record({ t: 'faultGone', id });
      return DONE;
    case 'POST reset':
      await carrier.reset(forms.RESET.parse(form()).everything);
      return DONE;
    default:
      return missing(what);
  }
}

function missing(what: string): Answer {
  return no(404, `The sandbox carrier's control has no "${what}" of this form.`);
}

function health(carrier: Carrier, outgoing: Outgoing): Record<string, unknown> {
  const { book } = carrier;
  return {
    ok: true,
    boot: carrier.boot,
    pid: process.pid,
    journalBytes: carrier.journalBytes,
    rssBytes: process.memoryUsage.rss(),
    totals: book.totals,
    remembered: { sms: book.sms.size, emails: book.emails.size },
    pending: pending(carrier, outgoing),
  };
}

function pending(carrier: Carrier, outgoing: Outgoing): Record<string, number> {
  const { book } = carrier;
  return {
    webhooks: book.hooks.size,
    underWay: outgoing.busy,
    answers: book.answers.size,
    agenda: carrier.agenda.size,
  };
}

async function idle(carrier: Carrier, outgoing: Outgoing, waitMs: number): Promise<Record<string, unknown>> {
  const untilMs = Date.now() + waitMs;
  for (;;) {
    const left = pending(carrier, outgoing);
    const isIdle = Object.values(left).every((count) => count === 0);
    const leftMs = untilMs - Date.now();
    if (isIdle || leftMs <= 0) return { idle: isIdle, pending: left };
    await carrier.changed(leftMs);
  }
}

async function changes(
  carrier: Carrier,
  query: z.infer<typeof forms.CHANGES_QUERY>,
): Promise<Record<string, unknown>> {
  const untilMs = Date.now() + query.waitMs;
  for (;;) {
    const found = views.changes(carrier, query);
    const leftMs = untilMs - Date.now();
    if (found.reset || found.changes.length > 0 || leftMs <= 0) return found;
    await carrier.changed(leftMs);
  }
}

function inbound(carrier: Carrier, channel: 'sms' | 'email', form: unknown): Answer {
  const mail = channel === 'email' ? forms.INBOUND_EMAIL.parse(form) : null;
  const sms = channel === 'sms' ? forms.INBOUND_SMS.parse(form) : null;
  const address = sms ? sms.from : bareAddress(mail?.from ?? '');
  const received = sms
    ? receiveSms(carrier, { ...sms, author: 'person', answers: null })
    : mail
      ? receiveEmail(carrier, { ...mail, headers: lowerNames(mail.headers), author: 'person', answers: null })
      : null;
  if (!received?.ok) return no(404, received?.reason ?? 'Nothing was received.');
  // Who has a person's voice needs no persona: two would talk at once.
  if (personaFor(carrier, address)) {
    carrier.record({ t: 'assigned', address, assignment: { persona: null, taken: true } });
  }
  return { status: 201, body: { id: received.id } };
}

function lowerNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function emailEvent(carrier: Carrier, id: string, form: unknown): Answer {
  const event = forms.EMAIL_EVENT.parse(form);
  const message = carrier.book.emails.get(id);
  if (message?.direction !== 'outbound') return no(404, `There is no email ${id} that was sent to a lead.`);
  happen(carrier, message, event.status, event.code);
  return DONE;
}

/** RFC 8058: what a mail program's unsubscribe button does. */
async function unsubscribe(carrier: Carrier, id: string): Promise<Answer> {
  const message = carrier.book.emails.get(id);
  if (!message) return no(404, `There is no email ${id}.`);
  const links = message.headers['list-unsubscribe'] ?? '';
  const link = /<(https?:[^>]+)>/.exec(links)?.[1];
  if (
    link === undefined ||
    !/List-Unsubscribe=One-Click/i.test(message.headers['list-unsubscribe-post'] ?? '')
  ) {
    return no(409, 'This email offers no one-click unsubscribe.');
  }
  if (!isLoopback(link)) return no(409, `The unsubscribe link ${link} is not on this machine.`);
  return new Promise((resolve) => {
    const req = http.request(
      link,
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, timeout: 15_000 },
      (res) => {
        res.resume();
        res.on('end', () => resolve(ok({ httpStatus: res.statusCode ?? 0 })));
      },
    );
    req.on('timeout', () => req.destroy(new Error('no answer within 15 s')));
    req.on('error', (error) =>
      resolve(no(502, `The unsubscribe link could not be reached: ${error.message}`)),
    );
    req.end('List-Unsubscribe=One-Click');
  });
}

/** Delivers a webhook once more, as an operator's "resend" does. */
function repeat(carrier: Carrier, id: string, form: z.infer<typeof forms.REPEAT>): Answer {
  const { book } = carrier;
  const sms = book.sms.get(id);
  const email = book.emails.get(id);
  const message = sms ?? email;
  const account = sms ? book.smsAccounts.get(sms.account) : undefined;
  const target = sms
    ? sms.direction === 'inbound'
      ? account?.inboundSmsUrl
      : sms.statusCallback
    : email && book.emailAccounts.get(email.account)?.webhookUrl;
  if (!message || !target) return no(404, `Nobody is told about ${id}.`);
  const status = form.status ?? message.status;
  const step = message.plan.find((planned) => planned.status === status);
  carrier.tell({
    provider: sms ? 'twilio' : 'resend',
    account: message.account,
    url: target,
    kind: sms ? (sms.direction === 'inbound' ? 'inbound' : 'status') : 'email',
    messageId: id,
    status,
    code: step?.code ?? null,
    eventMs: step?.atMs ?? message.updatedMs,
    dueMs: Date.now(),
  });
  return DONE;
}

function smsAccount(carrier: Carrier, what: string, sid: string, form: unknown): Answer {
  if (what.startsWith('DELETE')) {
    carrier.record({ t: 'accountGone', channel: 'sms', id: sid });
    return DONE;
  }
  if (!/^AC/.test(sid)) return no(400, 'An account SID begins with AC.');
  const account = { sid, ...forms.SMS_ACCOUNT.parse(form) };
  for (const number of account.numbers) {
    const owner = carrier.book.accountOfNumber(number);
    if (owner && owner.sid !== sid) return no(409, `The number ${number} belongs to account ${owner.sid}.`);
  }
  carrier.record({ t: 'smsAccount', account });
  return ok(account);
}

function emailAccount(carrier: Carrier, what: string, key: string, form: unknown): Answer {
  if (what.startsWith('DELETE')) {
    carrier.record({ t: 'accountGone', channel: 'email', id: key });
    return DONE;
  }
  const account = { key, ...forms.EMAIL_ACCOUNT.parse(form) };
  for (const other of carrier.book.emailAccounts.values()) {
    if (other.key === key) continue;
    if (other.domain === account.domain)
      return no(409, `The domain ${account.domain} belongs to account ${other.key}.`);
    if (other.apiKey === account.apiKey) return no(409, `That API key belongs to account ${other.key}.`);
  }
  carrier.record({ t: 'emailAccount', account });
  return ok(account);
}

function assign(carrier: Carrier, what: string, named: string, form: unknown): Answer {
  const address = named.startsWith('+') ? named : bareAddress(named);
  if (what.startsWith('DELETE')) {
    carrier.record({ t: 'assigned', address, assignment: null });
    return DONE;
  }
  const { persona } = forms.ASSIGNMENT.parse(form);
  if (persona !== null && !personaById(persona)) return no(404, `There is no persona "${persona}".`);
  carrier.record({ t: 'assigned', address, assignment: { persona, taken: false } });
  return DONE;
}

function addFaults(carrier: Carrier, given: z.infer<typeof forms.FAULTS>): Answer {
  const faults = (Array.isArray(given) ? given : [given]).map((form): Fault => {
    const { httpStatus, ...rest } = form;
    return { id: newUuid(), httpStatus: httpStatus ?? (form.kind === 'reject' ? 400 : 500), ...rest };
  });
  for (const fault of faults) carrier.record({ t: 'fault', fault });
  return { status: 201, body: { faults } };
}
