import { setTimeout as sleep } from 'node:timers/promises';
import type { Lead } from '#prisma/generated/client.ts';
import { byHand, end, straightPlay, text, wait } from '#prisma/testing/seed.ts';
import { type Crowd, enrolMore, openCrowd } from '#tests/testing/crowd.ts';
import { type SignedIn, signIn } from '#tests/testing/signed-in.ts';
import type { WholeSystem } from '#tests/testing/whole-system.ts';

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
/** Leads raced at once, and how far apart their events are asked for. */
const TOGETHER = 10;
const APART_MS = 40;
/** Rounds that only find the moment at which the two meet. */
const AIMING_ROUNDS = 3;

export type RaceTrack = { whole: WholeSystem; crowd: Crowd; owner: SignedIn };

/** A crowd whose second text can be raced, and a log of the order of commits that the database itself writes. */
export async function openTrack(whole: WholeSystem): Promise<RaceTrack> {
  const crowd = await openCrowd(whole, PLAY, WAIT_MS, ['first']);
  const owner = await signIn(whole, crowd.workspace.id);
  await whole.db.sync((sql) => {
    sql.run(
      'CREATE TABLE "RaceLog" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "what" TEXT, "leadId" TEXT, "wallMs" REAL)',
    );
    sql.run('CREATE INDEX "RaceLog_lead" ON "RaceLog" ("leadId", "id")');
    const log = (what: string, leadId: string) =>
      `BEGIN INSERT INTO "RaceLog" ("what", "leadId", "wallMs") VALUES (${what}, ${leadId}, unixepoch('subsec') * 1000); END`;
    // What was decided about the second text: calling, or any of the states of a text that is not sent.
    for (const [name, on] of [
      ['race_made', 'INSERT'],
      ['race_moved', 'UPDATE OF "state"'],
    ])
      sql.run(
        `CREATE TRIGGER "${name}" AFTER ${on} ON "Message" WHEN NEW."nodeId" = 'second' ${log('NEW."state"', 'NEW."leadId"')}`,
      );
    // A reply, a STOP: from the commit of the raw message on. What it means is found out later.
    sql.run(
      `CREATE TRIGGER "race_reply" AFTER INSERT ON "Message" WHEN NEW."direction" = 'in' ${log("'event'", 'NEW."leadId"')}`,
    );
    sql.run(
      `CREATE TRIGGER "race_event" AFTER INSERT ON "EnrolmentEvent" ${log(
        "'event'",
        '(SELECT "leadId" FROM "Enrolment" WHERE "id" = NEW."enrolmentId")',
      )}`,
    );
  });
  return { whole, crowd, owner };
}

export type Interference = (track: RaceTrack, lead: Lead, enrolmentId: string) => Promise<unknown>;

const asLead =
  (body: string): Interference =>
  ({ whole, crowd }, lead) =>
    whole.carrier.textAsLead({ from: lead.cellPhone ?? '', to: crowd.sender.smsNumber ?? '', body });
const asPerson =
  (act: 'pause' | 'takeOut'): Interference =>
  ({ owner }, lead, enrolmentId) =>
    owner.act(`/leads/${lead.id}`, 'actOnRunOfLead', [enrolmentId, act]);

/** Each over HTTP: as the carrier's webhook, or as the press of a button on the lead's page. */
export const INTERFERENCES: [string, Interference][] = [
  ['a STOP', asLead('STOP')],
  ['a reply', asLead('What would that cost?')],
  ['an exit', asPerson('takeOut')],
  ['a pause', asPerson('pause')],
];

export type Raced = { eventFirst: number; sendFirst: number; wrong: string[] };

/** Each order must be seen in this share of the runs, or nothing was raced. */
const LEAST_SHARE = 0.3;

export const isRaced = ({ eventFirst, sendFirst }: Raced): boolean =>
  Math.min(eventFirst, sendFirst) >= LEAST_SHARE * (eventFirst + sendFirst);

/**
 * Lets the interference meet the second text `runs` times, after aiming at the moment at which the two meet; up to
 * twice as often on a machine so unsteady that the aim is lost.
 */
export async function race(track: RaceTrack, interfere: Interference, runs: number): Promise<Raced> {
  const raced: Raced = { eventFirst: 0, sendFirst: 0, wrong: [] };
  let aimMs = WAIT_MS;
  let done = -AIMING_ROUNDS * TOGETHER;
  while (done < runs || (done < 2 * runs && !isRaced(raced))) {
    const { eventFirst, sendFirst, wrong, missedMs } = await raceRound(track, interfere, aimMs);
    raced.wrong.push(...wrong);
    aimMs += missedMs;
    if (done >= 0) {
      raced.eventFirst += eventFirst;
      raced.sendFirst += sendFirst;
    }
    done += TOGETHER;
  }
  return raced;
}

/** @param aimMs how long after the wait before the second text began the events are asked for, at their middle */
async function raceRound(
  { whole, crowd, ...track }: RaceTrack,
  interfere: Interference,
  aimMs: number,
): Promise<Raced & { missedMs: number }> {
  const leads = await enrolMore(whole, crowd, TOGETHER);
  const leadIds = leads.map((lead) => lead.id);
  await Promise.all(
    leads.map(async (lead, i) => {
      const row = await whole.until('the wait before the second text', async () => {
        const found = await whole.db.read.enrolment.findFirst({ where: { leadId: lead.id } });
        return found?.nodeId === 'moment' ? found : null;
      });
      const sinceMs = row.sinceMs - crowd.workspace.clockOffsetMs;
      await sleep(Math.max(0, sinceMs + aimMs + (i - TOGETHER / 2) * APART_MS - Date.now()));
      await interfere({ whole, crowd, ...track }, lead, row.id);
    }),
  );
  await whole.until('the events to be there', async () =>
    (await logs(whole, leadIds)).every((log) => log.some(isEvent)),
  );
  await whole.until('the second texts to be decided', async () => {
    const rows = await whole.db.read.enrolment.findMany({ where: { leadId: { in: leadIds } } });
    return rows.every(
      (row) =>
        row.status !== 'running' && !(row.status === 'waiting' && ['moment', 'second'].includes(row.nodeId)),
    );
  });
  const raced: Raced = { eventFirst: 0, sendFirst: 0, wrong: [] };
  const gaps: number[] = [];
  for (const [i, log] of (await logs(whole, leadIds)).entries()) {
    const event = log.findIndex(isEvent);
    const calling = log.findIndex((line) => line.what === 'calling');
    const decided = log.find((line) => !isEvent(line));
    if (decided !== undefined) gaps.push(decided.wallMs - (log[event]?.wallMs ?? 0));
    if (calling === -1) raced.eventFirst += 1;
    else if (calling < event) raced.sendFirst += 1;
    else raced.wrong.push(`lead ${leadIds[i]}: ${log.map((line) => line.what).join(', ')}`);
  }
  // When all missed in one direction the times say by how much, where they do: of runs that the event ended nothing was
  // decided. Otherwise half of what the places in the row say, since chance has its part in them.
  const places = (raced.eventFirst - TOGETHER / 2) * APART_MS;
  const isFarOff = Math.min(raced.eventFirst, raced.sendFirst) === 0;
  const measured = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const missedMs = isFarOff ? Math.sign(places) * Math.max(Math.abs(places), Math.abs(measured)) : places / 2;
  return { ...raced, missedMs };
}

type Line = { what: string; wallMs: number };
const isEvent = (line: Line) => line.what === 'event';

/** For each lead, in what order the database committed its event and what was decided about its second text. */
function logs(whole: WholeSystem, leadIds: string[]): Promise<Line[][]> {
  return whole.db.rows((sql) =>
    leadIds.map((id) =>
      sql.all<Line>('SELECT "what", "wallMs" FROM "RaceLog" WHERE "leadId" = ? ORDER BY "id"', id),
    ),
  );
}
