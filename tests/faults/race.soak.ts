import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemCaller } from '#prisma/caller.ts';
import { actOnRun } from '#prisma/enrolments.ts';
import type { Lead } from '#prisma/generated/client.ts';
import { byHand, end, straightPlay, text, wait } from '#prisma/testing/seed.ts';
import {
  type Crowd,
  enrolMore,
  openCrowd,
  openWholeSystem,
  type WholeSystem,
} from '#tests/testing/whole-system.ts';

/** Runs of each race; the soak runs more. */
const RUNS = Number(process.env.BATON_RACES ?? '100');
/** Each order must be seen in this share of the runs, or nothing was raced. */
const LEAST_SHARE = 0.3;

/** Time in which a late event still meets an open run. */
const LATER = Array.from({ length: 8 }, (_, i) => wait(`later${i}`, 1));
/** The second text is the raced one: by then the lead has something to answer. */
const PLAY = straightPlay('Race', [
  byHand,
  text('first', 'First. STOP to end.'),
  wait('moment', 1),
  text('second', 'Second. STOP to end.'),
  ...LATER,
  end,
]);
const WAIT_MS = 700;

let whole: WholeSystem;
let crowd: Crowd;
beforeAll(async () => {
  whole = await openWholeSystem();
  crowd = await openCrowd(whole, PLAY, WAIT_MS);
  // The witness of order: rows are numbered in the order of commits, by the database itself.
  await whole.db.sync((sql) => {
    sql.run(
      'CREATE TABLE "RaceLog" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "what" TEXT, "enrolmentId" TEXT, "about" TEXT)',
    );
    sql.run(`CREATE TRIGGER "race_calling" AFTER UPDATE OF "state" ON "Message" WHEN NEW."state" = 'calling' AND NEW."nodeId" = 'second'
      BEGIN INSERT INTO "RaceLog" ("what", "enrolmentId", "about") VALUES ('calling', NEW."enrolmentId", NEW."id"); END`);
    sql.run(`CREATE TRIGGER "race_calling_at_once" AFTER INSERT ON "Message" WHEN NEW."state" = 'calling' AND NEW."nodeId" = 'second'
      BEGIN INSERT INTO "RaceLog" ("what", "enrolmentId", "about") VALUES ('calling', NEW."enrolmentId", NEW."id"); END`);
    sql.run(`CREATE TRIGGER "race_event" AFTER INSERT ON "EnrolmentEvent"
      BEGIN INSERT INTO "RaceLog" ("what", "enrolmentId", "about") VALUES ('event', NEW."enrolmentId", NEW."json"); END`);
  });
}, 300_000);
afterAll(() => whole?.close());

type Raced = { eventFirst: number; sendFirst: number; wrong: string[] };

/** Lets `interfere` meet the second text again and again, moving its moment so that each comes first about as often. */
async function race(interfere: (lead: Lead, enrolmentId: string) => Promise<unknown>): Promise<Raced> {
  const raced: Raced = { eventFirst: 0, sendFirst: 0, wrong: [] };
  let delayMs = WAIT_MS;
  const together = 10;
  for (let done = 0; done < RUNS; done += together) {
    const leads = await enrolMore(whole, crowd, together);
    const rows = await whole.db.write.enrolment.findMany({
      where: { leadId: { in: leads.map((lead) => lead.id) } },
    });
    await Promise.all(
      leads.map(async (lead, i) => {
        const id = rows.find((row) => row.leadId === lead.id)?.id ?? '';
        const sinceMs = await whole.until('the wait before the second text', async () => {
          const row = await whole.db.read.enrolment.findUniqueOrThrow({ where: { id } });
          return row.nodeId === 'moment' ? row.sinceMs : null;
        });
        const startAtMs = sinceMs + delayMs + (i - together / 2) * 8;
        await sleep(Math.max(0, startAtMs - Date.now()));
        await interfere(lead, id);
      }),
    );
    await whole.until('both to be there', async () => {
      const seen = await orders(rows.map((row) => row.id));
      return seen.every((log) => log.includes('event'));
    });
    await whole.until('the second texts to be decided', async () => {
      const now = await whole.db.read.enrolment.findMany({
        where: { id: { in: rows.map((row) => row.id) } },
      });
      return (
        now.every((row) => row.nodeId !== 'moment' || row.status !== 'waiting') &&
        now.every((row) => row.status !== 'running')
      );
    });
    for (const [i, log] of (await orders(rows.map((row) => row.id))).entries()) {
      const event = log.indexOf('event');
      if (event === -1) continue;
      const calling = log.indexOf('calling');
      if (calling > event) raced.wrong.push(`${rows[i]?.id}: ${log.join(', ')}`);
      if (calling === -1 || calling > event) raced.eventFirst += 1;
      else raced.sendFirst += 1;
    }
    const share = raced.eventFirst / Math.max(1, raced.eventFirst + raced.sendFirst);
    delayMs += share > 0.5 ? 25 : -25;
  }
  return raced;
}

/** For each enrolment, in what order the database committed its event and its second text. */
function orders(enrolmentIds: string[]): Promise<string[][]> {
  return whole.db.rows((sql) =>
    enrolmentIds.map((id) =>
      sql
        .all<{ what: string }>('SELECT "what" FROM "RaceLog" WHERE "enrolmentId" = ? ORDER BY "id"', id)
        .map((row) => row.what),
    ),
  );
}

const asLead = (lead: Lead, body: string) =>
  whole.carrier.textAsLead({ from: lead.cellPhone ?? '', to: crowd.sender.smsNumber ?? '', body });
const asPerson = (act: 'pause' | 'takeOut') => (_: Lead, enrolmentId: string) =>
  actOnRun(whole.db, systemCaller(crowd.workspace.id), {
    enrolmentId,
    act,
    wallMs: Date.now(),
    by: 'Dana Okafor',
  });

describe('nothing enters calling after the commit of', () => {
  it.each([
    ['a STOP', (lead: Lead) => asLead(lead, 'STOP')],
    ['a reply', (lead: Lead) => asLead(lead, 'What would that cost?')],
    ['an exit', asPerson('takeOut')],
    ['a pause', asPerson('pause')],
  ] as const)(
    '%s',
    async (what, interfere) => {
      const raced = await race(interfere);
      console.log(
        `${what}: event first ${raced.eventFirst}, send first ${raced.sendFirst}, wrong ${raced.wrong.length}`,
      );
      expect(raced.wrong).toEqual([]);
      expect(raced.eventFirst + raced.sendFirst).toBeGreaterThanOrEqual(RUNS * 0.8);
      expect(Math.min(raced.eventFirst, raced.sendFirst) / RUNS).toBeGreaterThanOrEqual(LEAST_SHARE);
    },
    600_000,
  );
});
