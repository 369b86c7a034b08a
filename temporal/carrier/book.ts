import { bareAddress, leadOf, leadsOf } from '#temporal/carrier/addresses.ts';
import { Recent } from '#temporal/carrier/recent.ts';
import {
  type Assignment,
  DEFAULT_SETTINGS,
  type EmailAccount,
  type EmailMessage,
  type Entry,
  type Fault,
  type Hook,
  type HookResult,
  type PendingAnswer,
  type Post,
  type Settings,
  type SmsAccount,
  type SmsMessage,
  type Totals,
} from '#temporal/carrier/records.ts';
import { Threads } from '#temporal/carrier/threads.ts';

/** One line of the change feed. */
export interface Change {
  seq: number;
  atMs: number;
  type: 'message' | 'status' | 'optOut' | 'webhook' | 'account' | 'persona' | 'settings' | 'fault' | 'reset';
  channel: 'sms' | 'email' | null;
  account: string | null;
  /** The lead's phone number or address. */
  address: string | null;
  id: string | null;
  status: string | null;
}

export interface Limits {
  /** Messages kept in memory (and in the file after it is compacted); the oldest go first. */
  messages: number;
  changes: number;
  results: number;
}

export const DEFAULT_LIMITS: Limits = { messages: 50_000, changes: 20_000, results: 2_000 };

/**
 * The carrier's memory: changed by `apply` alone, both when something happens and when the journal is read again,
 * so that a restart cannot know anything else than what was written.
 */
export class Book {
  readonly limits: Limits;
  seq = 0;
  settings: Settings = DEFAULT_SETTINGS;
  readonly smsAccounts = new Map<string, SmsAccount>();
  readonly emailAccounts = new Map<string, EmailAccount>();
  readonly sms = new Map<string, SmsMessage>();
  readonly emails = new Map<string, EmailMessage>();
  readonly phones = new Threads();
  readonly mailboxes = new Threads();
  /** Outbound emails by `account|idempotency key`. */
  readonly byKey = new Map<string, string>();
  readonly byMessageId = new Map<string, string>();
  /** `sender|lead` pairs that said STOP. */
  readonly optedOut = new Set<string>();
  /** `account|address` that bounced for good or complained. */
  readonly suppressed = new Set<string>();
  readonly hooks = new Map<string, Hook>();
  results: Recent<HookResult>;
  posts: Recent<Post>;
  readonly answers = new Map<string, PendingAnswer>();
  readonly assignments = new Map<string, Assignment>();
  readonly faults = new Map<string, Fault>();
  readonly faultMeetings = new Map<string, number>();
  changes: Recent<Change>;
  readonly totals: Totals = {
    smsAccepted: 0,
    smsReceived: 0,
    emailsAccepted: 0,
    emailsReceived: 0,
    posts: 0,
  };

  constructor(limits: Limits) {
    this.limits = limits;
    this.results = new Recent(limits.results);
    this.posts = new Recent(limits.messages * 2);
    this.changes = new Recent(limits.changes);
  }

  /** Forgets everything but the place in the change feed. */
  clear(): void {
    this.settings = DEFAULT_SETTINGS;
    for (const kept of [
      this.smsAccounts,
      this.emailAccounts,
      this.sms,
      this.emails,
      this.phones,
      this.mailboxes,
      this.byKey,
      this.byMessageId,
      this.optedOut,
      this.suppressed,
      this.hooks,
      this.answers,
      this.assignments,
      this.faults,
      this.faultMeetings,
    ]) {
      kept.clear();
    }
    this.results = new Recent(this.limits.results);
    this.posts = new Recent(this.limits.messages * 2);
    this.changes = new Recent(this.limits.changes);
    Object.assign(this.totals, {
      smsAccepted: 0,
      smsReceived: 0,
      emailsAccepted: 0,
      emailsReceived: 0,
      posts: 0,
    });
    this.changed({ type: 'reset' });
  }

  apply(entry: Entry): void {
    switch (entry.t) {
      case 'smsAccount':
        this.smsAccounts.set(entry.account.sid, entry.account);
        this.changed({ type: 'account', channel: 'sms', account: entry.account.sid });
        return;
      case 'emailAccount':
        this.emailAccounts.set(entry.account.key, entry.account);
        this.changed({ type: 'account', channel: 'email', account: entry.account.key });
        return;
      case 'accountGone':
        (entry.channel === 'sms' ? this.smsAccounts : this.emailAccounts).delete(entry.id);
        this.changed({ type: 'account', channel: entry.channel, account: entry.id });
        return;
      case 'settings':
        this.settings = { ...DEFAULT_SETTINGS, ...entry.settings };
        this.changed({ type: 'settings' });
        return;
      case 'sms':
        this.addSms(entry.message);
        return;
      case 'email':
        this.addEmail(entry.message);
        return;
      case 'step':
        this.step(entry);
        return;
      case 'post':
        this.posts.push(entry.post);
        this.totals.posts++;
        return;
      case 'optOut':
        if (entry.out) this.optedOut.add(entry.pair);
        else this.optedOut.delete(entry.pair);
        this.changed({
          type: 'optOut',
          channel: 'sms',
          address: entry.pair.slice(entry.pair.indexOf('|') + 1),
        });
        return;
      case 'suppressed':
        this.suppressed.add(`${entry.account}|${entry.address}`);
        return;
      case 'hook':
        this.hooks.set(entry.hook.id, entry.hook);
        return;
      case 'hookTried': {
        const hook = this.hooks.get(entry.id);
        if (hook) this.hooks.set(entry.id, { ...hook, tries: entry.tries, dueMs: entry.dueMs });
        return;
      }
      case 'hookDone': {
        const { result } = entry;
        this.hooks.delete(result.id);
        this.results.push(result);
        this.changed({
          type: 'webhook',
          channel: result.provider === 'twilio' ? 'sms' : 'email',
          account: result.account,
          id: result.messageId,
          status: result.outcome,
        });
        return;
      }
      case 'answer':
        this.answers.set(`${entry.answer.messageId}|${entry.answer.address}`, entry.answer);
        return;
      case 'answerDropped':
        this.answers.delete(`${entry.messageId}|${entry.address}`);
        return;
      case 'assigned':
        if (entry.assignment) this.assignments.set(entry.address, entry.assignment);
        else this.assignments.delete(entry.address);
        this.changed({ type: 'persona', address: entry.address });
        return;
      case 'fault':
        this.faults.set(entry.fault.id, entry.fault);
        this.changed({ type: 'fault', id: entry.fault.id });
        return;
      case 'faultUsed': {
        const fault = this.faults.get(entry.id);
        if (!fault || fault.left === null) return;
        if (fault.left <= 1) this.faults.delete(entry.id);
        else this.faults.set(entry.id, { ...fault, left: fault.left - 1 });
        return;
      }
      case 'faultGone':
        this.faults.delete(entry.id);
        this.faultMeetings.delete(entry.id);
        this.changed({ type: 'fault', id: entry.id });
        return;
      case 'totals':
        Object.assign(this.totals, entry.totals);
        return;
    }
  }

  /** The account that owns a number of ours. */
  accountOfNumber(number: string): SmsAccount | null {
    for (const account of this.smsAccounts.values()) if (account.numbers.includes(number)) return account;
    return null;
  }

  /** The account whose domain, or a subdomain of it, an address belongs to. */
  accountOfAddress(address: string): EmailAccount | null {
    const domain = bareAddress(address).split('@')[1] ?? '';
    for (const account of this.emailAccounts.values()) {
      if (domain === account.domain || domain.endsWith(`.${account.domain}`)) return account;
    }
    return null;
  }

  /** Opt-outs count per Messaging Service, else per number. */
  pairOf(account: SmsAccount, number: string, lead: string): string {
    return `${account.messagingServiceSid ?? number}|${lead}`;
  }

  /** What a fresh file must hold to be read back into this same memory. */
  *entries(): Generator<Entry> {
    yield { t: 'settings', settings: this.settings };
    for (const account of this.smsAccounts.values()) yield { t: 'smsAccount', account };
    for (const account of this.emailAccounts.values()) yield { t: 'emailAccount', account };
    for (const [address, assignment] of this.assignments) yield { t: 'assigned', address, assignment };
    for (const fault of this.faults.values()) yield { t: 'fault', fault };
    for (const pair of this.optedOut) yield { t: 'optOut', pair, out: true };
    for (const pair of this.suppressed) {
      const bar = pair.indexOf('|');
      yield { t: 'suppressed', account: pair.slice(0, bar), address: pair.slice(bar + 1) };
    }
    for (const message of this.sms.values()) yield { t: 'sms', message };
    for (const message of this.emails.values()) yield { t: 'email', message };
    for (const post of this.posts.items) yield { t: 'post', post };
    for (const hook of this.hooks.values()) yield { t: 'hook', hook };
    for (const answer of this.answers.values()) yield { t: 'answer', answer };
    // Last: reading the messages back has counted those that are still remembered, this knows of all.
    yield { t: 'totals', totals: { ...this.totals } };
  }

  private addSms(message: SmsMessage): void {
    const outbound = message.direction === 'outbound-api';
    if (outbound) this.totals.smsAccepted++;
    if (message.direction === 'inbound') this.totals.smsReceived++;
    this.sms.set(message.sid, message);
    const lead = leadOf(message);
    this.phones.add(lead, message.sid, message.createdMs);
    if (message.answers) this.answers.delete(`${message.answers}|${lead}`);
    this.changed({
      type: 'message',
      channel: 'sms',
      account: message.account,
      address: lead,
      id: message.sid,
      status: message.status,
    });
    this.forgetOldest();
  }

  private addEmail(message: EmailMessage): void {
    if (message.direction === 'outbound') this.totals.emailsAccepted++;
    else this.totals.emailsReceived++;
    this.emails.set(message.id, message);
    this.byMessageId.set(message.messageId, message.id);
    if (message.idempotencyKey) this.byKey.set(`${message.account}|${message.idempotencyKey}`, message.id);
    for (const lead of leadsOf(message)) {
      this.mailboxes.add(lead, message.id, message.createdMs);
      if (message.answers) this.answers.delete(`${message.answers}|${lead}`);
    }
    this.changed({
      type: 'message',
      channel: 'email',
      account: message.account,
      address: leadsOf(message)[0] ?? null,
      id: message.id,
      status: message.status,
    });
    this.forgetOldest();
  }

  private step(entry: Extract<Entry, { t: 'step' }>): void {
    if (entry.channel === 'sms') {
      const message = this.sms.get(entry.id);
      if (!message) return;
      this.sms.set(entry.id, {
        ...message,
        status: entry.status,
        updatedMs: entry.atMs,
        sentMs: entry.status === 'sent' ? entry.atMs : message.sentMs,
        errorCode: entry.code === null ? message.errorCode : Number(entry.code),
        next: entry.planned ? message.next + 1 : message.next,
      });
      this.changed({
        type: 'status',
        channel: 'sms',
        account: message.account,
        address: leadOf(message),
        id: message.sid,
        status: entry.status,
      });
      return;
    }
    const message = this.emails.get(entry.id);
    if (!message) return;
    this.emails.set(entry.id, {
      ...message,
      status: entry.status,
      updatedMs: entry.atMs,
      next: entry.planned ? message.next + 1 : message.next,
    });
    this.changed({
      type: 'status',
      channel: 'email',
      account: message.account,
      address: leadsOf(message)[0] ?? null,
      id: message.id,
      status: entry.status,
    });
  }

  private forgetOldest(): void {
    while (this.sms.size + this.emails.size > this.limits.messages) {
      const sms = this.sms.values().next().value;
      const email = this.emails.values().next().value;
      if (sms && (!email || sms.createdMs <= email.createdMs)) {
        this.sms.delete(sms.sid);
        this.phones.forget(leadOf(sms), sms.sid);
      } else if (email) {
        this.emails.delete(email.id);
        this.byMessageId.delete(email.messageId);
        if (email.idempotencyKey) this.byKey.delete(`${email.account}|${email.idempotencyKey}`);
        for (const lead of leadsOf(email)) this.mailboxes.forget(lead, email.id);
      }
    }
  }

  private changed(change: Partial<Change> & Pick<Change, 'type'>): void {
    this.seq++;
    this.changes.push({
      channel: null,
      account: null,
      address: null,
      id: null,
      status: null,
      ...change,
      seq: this.seq,
      atMs: Date.now(),
    });
  }
}
