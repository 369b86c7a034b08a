import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import type { Db } from './client.ts';
import { actOnRun } from './enrolments.ts';
import { stepWords } from './lead-runs.ts';
import { OVERDUE_MS } from './overdue-runs.ts';

/** What stands still in a workspace, and for whom. The rows are the oldest of each kind; the numbers are all. */
export type Operations = {
  senders: {
    id: string;
    name: string;
    number: string | null;
    sinceMs: number;
    why: string;
    waiting: number;
  }[];
  blocked: Group<StandingRun>;
  /** Held by the gate or for a reply, until a person or a review. */
  held: Group<StandingRun>;
  paused: Group<StandingRun>;
  overdue: Group<StandingRun>;
  inDoubt: Group<OpenMessage>;
  unconfirmed: Group<OpenMessage>;
  outbox: { waiting: number; oldestWallMs: number | null; lastError: string | null };
  jobs: { due: number; oldestWallMs: number | null; lastError: string | null };
};

export type Group<Row> = { count: number; rows: Row[] };

type LeadOf = { id: string; firstName: string; lastName: string; company: string };

export type StandingRun = {
  id: string;
  lead: LeadOf;
  play: { id: string; name: string };
  where: string;
  note: string | null;
  sinceMs: number;
  untilMs: number | null;
};

export type OpenMessage = {
  id: string;
  lead: LeadOf | null;
  channel: string;
  body: string;
  why: string | null;
  atMs: number;
};

const ROWS = 20;

/** @param clock both clocks: runs are late by the workspace's, deliveries by the wall's */
export async function readOperations(
  db: Db,
  caller: Caller,
  clock: { nowMs: number; wallMs: number },
): Promise<Operations> {
  mustBeAllowed(caller, 'operations.read');
  const { workspaceId } = caller;
  const late = `AND e."status" IN ('waiting', 'held') AND e."untilMs" <= ${Number(clock.nowMs - OVERDUE_MS)}`;
  const [senders, blocked, held, paused, overdue, inDoubt, unconfirmed, outbox, jobs] = await Promise.all([
    heldSenders(db, workspaceId),
    runs(db, workspaceId, `AND e."status" = 'blocked'`),
    // Waiting for its hour is no trouble; an end that a person can bring about is.
    runs(db, workspaceId, `AND e."status" = 'held'`),
    runs(db, workspaceId, `AND e."paused" = 1 AND e."status" <> 'ended'`),
    runs(db, workspaceId, late),
    messages(db, workspaceId, ['inDoubt']),
    messages(db, workspaceId, ['unconfirmed']),
    oldest(db, workspaceId, 'Outbox', 'createdWallMs', null),
    oldest(db, workspaceId, 'Job', 'runWallMs', clock.wallMs),
  ]);
  return {
    senders,
    blocked,
    held,
    paused,
    overdue,
    inDoubt,
    unconfirmed,
    outbox: { waiting: outbox.n, oldestWallMs: outbox.oldestWallMs, lastError: outbox.lastError },
    jobs: { due: jobs.n, oldestWallMs: jobs.oldestWallMs, lastError: jobs.lastError },
  };
}

async function heldSenders(db: Db, workspaceId: string): Promise<Operations['senders']> {
  const rows = await db.read.sender.findMany({
    where: { workspaceId, heldSinceMs: { not: null } },
    orderBy: { heldSinceMs: 'asc' },
    select: { id: true, name: true, smsNumber: true, heldSinceMs: true, heldWhy: true },
  });
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      name: row.name,
      number: row.smsNumber,
      sinceMs: row.heldSinceMs ?? 0,
      why: row.heldWhy ?? 'Its provider refused it.',
      waiting: await db.read.enrolment.count({ where: { workspaceId, senderId: row.id, status: 'held' } }),
    })),
  );
}

type RunRow = Omit<StandingRun, 'lead' | 'play' | 'where'> & {
  leadId: string;
  firstName: string;
  lastName: string;
  company: string;
  playId: string;
  playName: string;
  nodeId: string;
  document: string;
};

/** @param condition our own SQL, never a person's words */
async function runs(db: Db, workspaceId: string, condition: string): Promise<Group<StandingRun>> {
  return db.rows((sql) => {
    const count =
      sql.get<{ n: number }>(
        `SELECT count(*) AS "n" FROM "Enrolment" e WHERE e."workspaceId" = ? ${condition}`,
        workspaceId,
      )?.n ?? 0;
    if (count === 0) return { count, rows: [] };
    const rows = sql.all<RunRow>(
      `SELECT e."id", e."note", e."sinceMs", e."untilMs", e."nodeId", e."leadId", e."playId",
              l."firstName", l."lastName", l."company", p."name" AS "playName", v."document"
       FROM "Enrolment" e JOIN "Lead" l ON l."id" = e."leadId" JOIN "Play" p ON p."id" = e."playId"
            JOIN "PlayVersion" v ON v."id" = e."versionId"
       WHERE e."workspaceId" = ? ${condition} ORDER BY e."sinceMs" LIMIT ?`,
      workspaceId,
      ROWS,
    );
    return {
      count,
      rows: rows.map((row) => ({
        id: row.id,
        lead: { id: row.leadId, firstName: row.firstName, lastName: row.lastName, company: row.company },
        play: { id: row.playId, name: row.playName },
        where: stepWords(row.document, row.nodeId),
        note: row.note,
        sinceMs: row.sinceMs,
        untilMs: row.untilMs,
      })),
    };
  });
}

async function messages(db: Db, workspaceId: string, states: string[]): Promise<Group<OpenMessage>> {
  const where = { workspaceId, direction: 'out', state: { in: states } };
  const [count, rows] = await Promise.all([
    db.read.message.count({ where }),
    db.read.message.findMany({
      where,
      orderBy: { atMs: 'asc' },
      take: ROWS,
      select: { id: true, leadId: true, channel: true, body: true, why: true, atMs: true },
    }),
  ]);
  const leads = await db.read.lead.findMany({
    where: { id: { in: rows.flatMap((row) => row.leadId ?? []) }, workspaceId },
    select: { id: true, firstName: true, lastName: true, company: true },
  });
  const byId = new Map(leads.map((lead) => [lead.id, lead]));
  return {
    count,
    rows: rows.map(({ leadId, ...row }) => ({ ...row, lead: byId.get(leadId ?? '') ?? null })),
  };
}

type Oldest = { n: number; oldestWallMs: number | null; lastError: string | null };

function oldest(
  db: Db,
  workspaceId: string,
  table: 'Outbox' | 'Job',
  column: 'createdWallMs' | 'runWallMs',
  dueWallMs: number | null,
): Promise<Oldest> {
  const due = dueWallMs === null ? '' : `AND "${column}" <= ${Number(dueWallMs)} AND "kind" <> 'advance'`;
  return db.rows((sql) => {
    const row = sql.get<Oldest>(
      `SELECT count(*) AS "n", min("${column}") AS "oldestWallMs",
              (SELECT "lastError" FROM "${table}" WHERE "workspaceId" = ? ${due} AND "lastError" IS NOT NULL
               ORDER BY "id" LIMIT 1) AS "lastError"
       FROM "${table}" WHERE "workspaceId" = ? ${due}`,
      workspaceId,
      workspaceId,
    );
    return row ?? { n: 0, oldestWallMs: null, lastError: null };
  });
}

const MOST_AT_ONCE = 10_000;

/** Tries the step of every blocked or held run again; what still cannot go on stands still with its reason. */
export async function retryStanding(
  db: Db,
  caller: Caller,
  request: { which: 'blocked' | 'held'; wallMs: number; by: string },
): Promise<Done<{ tried: number }>> {
  const refused = refusal(caller, 'operations.act');
  if (refused) return refused;
  const rows = await db.read.enrolment.findMany({
    where: { workspaceId: caller.workspaceId, status: request.which },
    orderBy: { sinceMs: 'asc' },
    take: MOST_AT_ONCE,
    select: { id: true },
  });
  let tried = 0;
  for (const { id } of rows) {
    const { wallMs, by } = request;
    const acted = await actOnRun(db, caller, { enrolmentId: id, act: 'retry', wallMs, by });
    if (acted.ok) tried += 1;
  }
  return { ok: true, tried };
}
