import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Agenda } from '#temporal/carrier/agenda.ts';
import { Book, DEFAULT_LIMITS } from '#temporal/carrier/book.ts';
import { Carrier } from '#temporal/carrier/carrier.ts';
import { Journal } from '#temporal/carrier/journal.ts';
import type { Entry, SmsMessage } from '#temporal/carrier/records.ts';

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'baton-journal-'));
  file = join(dir, 'carrier.jsonl');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const unexpected = (error: Error): void => {
  throw error;
};

function optOut(n: number): Entry {
  return { t: 'optOut', pair: `+1500|+1212${n}`, out: true };
}

async function reread(): Promise<Entry[]> {
  const entries: Entry[] = [];
  await (await Journal.open(file, (entry) => entries.push(entry), unexpected)).close();
  return entries;
}

describe('the journal', () => {
  it('gives everything back that it called durable, in order, whatever the size of its writes', async () => {
    const journal = await Journal.open(file, unexpected as never, unexpected);
    const written: Entry[] = [];
    for (let i = 0; i < 300; i++) {
      for (let k = 0; k <= i % 7; k++) {
        const entry = optOut(i * 10 + k);
        written.push(entry);
        journal.note(entry);
      }
      if (i % 5 === 0) await journal.durable();
    }
    await journal.close();
    expect(await reread()).toEqual(written);
  });

  it.each(['{"t":"optOut","pair":"x', '{"t":"optOut","pa\n', '\u0000\u0000\u0000'])(
    'cuts off a torn last line %j and goes on behind the whole ones',
    async (torn) => {
      const journal = await Journal.open(file, () => {}, unexpected);
      journal.note(optOut(1));
      await journal.close();
      await appendFile(file, torn);
      expect(await reread()).toEqual([optOut(1)]);
      const again = await Journal.open(file, () => {}, unexpected);
      again.note(optOut(2));
      await again.close();
      expect(await reread()).toEqual([optOut(1), optOut(2)]);
    },
  );

  it('refuses a file that is torn in the middle, and leaves it as it is', async () => {
    const text = `${JSON.stringify(optOut(1))}\nnonsense\n${JSON.stringify(optOut(2))}\n`;
    await writeFile(file, text);
    await expect(Journal.open(file, () => {}, unexpected)).rejects.toThrow(/line 2 is not a journal entry/);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('is readable by its owner alone', async () => {
    await (await Journal.open(file, () => {}, unexpected)).close();
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it('keeps what is noted while it is being rewritten', async () => {
    const journal = await Journal.open(file, () => {}, unexpected);
    journal.note(optOut(1));
    const rewritten = journal.rewrite([optOut(100)]);
    journal.note(optOut(2));
    await rewritten;
    journal.note(optOut(3));
    await journal.close();
    const entries = await reread();
    expect(entries[0]).toEqual(optOut(100));
    expect(entries.slice(1)).toEqual([optOut(2), optOut(3)]);
  });
});

function message(n: number, lead: string): SmsMessage {
  return {
    sid: `SM${String(n).padStart(32, '0')}`,
    account: 'AC1',
    direction: n % 3 === 0 ? 'inbound' : 'outbound-api',
    from: n % 3 === 0 ? lead : '+1500',
    to: n % 3 === 0 ? '+1500' : lead,
    body: `text ${n}`,
    mediaUrls: [],
    messagingServiceSid: null,
    statusCallback: null,
    segments: 1,
    author: 'api',
    answers: null,
    optOutType: null,
    createdMs: 1_000 + n,
    listedMs: 1_000 + n,
    status: 'queued',
    updatedMs: 1_000 + n,
    sentMs: null,
    errorCode: null,
    plan: [],
    next: 0,
  };
}

const entries = fc.array(
  fc.oneof(
    fc
      .record({ n: fc.nat(40), lead: fc.constantFrom('+12121', '+12122', '+12123') })
      .map(({ n, lead }): Entry => ({ t: 'sms', message: message(n, lead) })),
    fc.nat(40).map(
      (n): Entry => ({
        t: 'step',
        channel: 'sms',
        id: message(n, '').sid,
        status: 'sent',
        code: null,
        atMs: 5_000,
        planned: false,
      }),
    ),
    fc
      .record({ n: fc.nat(5), out: fc.boolean() })
      .map(({ n, out }): Entry => ({ t: 'optOut', pair: `a|${n}`, out })),
    fc
      .nat(5)
      .map((n): Entry => ({ t: 'assigned', address: `${n}`, assignment: { persona: null, taken: true } })),
  ),
  { maxLength: 80 },
);

function remembered(book: Book): unknown {
  return {
    sms: [...book.sms.values()],
    phones: [...book.phones.values()],
    optedOut: [...book.optedOut].sort(),
    assignments: [...book.assignments].sort(),
    totals: { ...book.totals },
  };
}

describe('the book', () => {
  it('is the same after it was written anew and read back', () => {
    fc.assert(
      fc.property(entries, (given) => {
        const seen = new Set<string>();
        // A message arrives once.
        const once = given.filter(
          (entry) => entry.t !== 'sms' || (!seen.has(entry.message.sid) && seen.add(entry.message.sid)),
        );
        const book = new Book(DEFAULT_LIMITS);
        for (const entry of once) book.apply(entry);
        const again = new Book(DEFAULT_LIMITS);
        for (const entry of book.entries()) again.apply(JSON.parse(JSON.stringify(entry)) as Entry);
        expect(remembered(again)).toEqual(remembered(book));
      }),
    );
  });

  it('forgets the oldest messages first, in every index, and never more than it must', () => {
    const book = new Book({ ...DEFAULT_LIMITS, messages: 10 });
    for (let n = 0; n < 25; n++) book.apply({ t: 'sms', message: message(n, n < 12 ? '+12121' : '+12122') });
    expect(book.sms.size).toBe(10);
    expect([...book.sms.values()][0]?.body).toBe('text 15');
    expect(book.phones.has('+12121')).toBe(false);
    expect(book.phones.get('+12122')?.ids).toHaveLength(10);
    expect(book.totals.smsAccepted + book.totals.smsReceived).toBe(25);
  });

  it('is written anew at boot when the file has outgrown what is remembered', async () => {
    const first = await Carrier.open({ file, limits: { messages: 10 } });
    for (let n = 0; n < 200; n++) first.record({ t: 'sms', message: message(n, '+12121') });
    await first.durable();
    const before = first.journalBytes;
    await first.close();
    const second = await Carrier.open({ file, limits: { messages: 10 }, compactAtBytes: 10_000 });
    expect(second.journalBytes).toBeLessThan(before / 10);
    expect(second.book.sms.size).toBe(10);
    expect(second.book.totals.smsAccepted + second.book.totals.smsReceived).toBe(200);
    await second.close();
  });
});

describe('the agenda', () => {
  it('runs what is due in the order of its times, and equal times in the order of asking', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20), { minLength: 1, maxLength: 60 }), async (offsets) => {
        const agenda = new Agenda();
        const nowMs = Date.now() - 100;
        const ran: number[] = [];
        await new Promise<void>((resolve) => {
          offsets.forEach((offset, i) => {
            agenda.at(nowMs + offset, () => {
              ran.push(i);
              if (ran.length === offsets.length) resolve();
            });
          });
        });
        const wanted = offsets
          .map((offset, i) => ({ offset, i }))
          .sort((a, b) => a.offset - b.offset || a.i - b.i);
        expect(ran).toEqual(wanted.map(({ i }) => i));
        agenda.stop();
      }),
      { numRuns: 30 },
    );
  });
});
