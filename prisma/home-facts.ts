import { type Caller, mustBeAllowed } from './caller.ts';
import type { Db } from './client.ts';

/** How far a workspace has come on its first day. */
export type SetUp = {
  hasLeads: boolean;
  hasPlay: boolean;
  hasLivePlay: boolean;
  hasSentText: boolean;
  hasReply: boolean;
};

/** The steps of the set-up checklist, each a look for one row. */
export function readSetUp(db: Db, caller: Caller): Promise<SetUp> {
  mustBeAllowed(caller, 'leads.read');
  return db.rows((sql) => {
    const has = (text: string) =>
      sql.get<{ yes: number }>(`SELECT EXISTS (${text}) AS "yes"`, caller.workspaceId)?.yes === 1;
    return {
      hasLeads: has('SELECT 1 FROM "Lead" WHERE "workspaceId" = ?'),
      hasPlay: has('SELECT 1 FROM "Play" WHERE "workspaceId" = ? AND "archivedAtMs" IS NULL'),
      hasLivePlay: has('SELECT 1 FROM "Play" WHERE "workspaceId" = ? AND "liveVersionId" IS NOT NULL'),
      hasSentText: has(
        `SELECT 1 FROM "Message" WHERE "workspaceId" = ? AND "direction" = 'out' AND "state" = 'accepted'`,
      ),
      hasReply: has(
        `SELECT 1 FROM "Message" WHERE "workspaceId" = ? AND "direction" = 'in' AND "state" = 'received'`,
      ),
    };
  });
}

/** A live or paused play at a glance: how many leads are in it, and how many of them stand still. */
export type PlayGlance = {
  id: string;
  name: string;
  version: number;
  state: 'live' | 'paused';
  inIt: number;
  waiting: number;
  held: number;
  blocked: number;
  /** Messages accepted within the last 24 hours. */
  sentToday: number;
};

const DAY_MS = 86_400_000;
const MOST_PLAYS = 12;

/**
 * Plays that leads are in or can enter, those that stand still first, then by how many are in them.
 * @param nowMs workspace clock
 */
export function playGlances(db: Db, caller: Caller, nowMs: number): Promise<PlayGlance[]> {
  mustBeAllowed(caller, 'plays.read');
  return db.rows((sql) =>
    sql.all<PlayGlance>(
      `SELECT p."id", p."name", p."state", v."number" AS "version",
              (SELECT count(*) FROM "Enrolment" e WHERE e."playId" = p."id" AND e."status" <> 'ended') AS "inIt",
              (SELECT count(*) FROM "Enrolment" e WHERE e."playId" = p."id" AND e."status" = 'waiting') AS "waiting",
              (SELECT count(*) FROM "Enrolment" e WHERE e."playId" = p."id" AND e."status" IN ('held', 'paused')) AS "held",
              (SELECT count(*) FROM "Enrolment" e WHERE e."playId" = p."id" AND e."status" = 'blocked') AS "blocked",
              (SELECT count(*) FROM "Message" m WHERE m."workspaceId" = p."workspaceId" AND m."direction" = 'out'
                 AND m."state" = 'accepted' AND m."atMs" > ? AND m."playId" = p."id") AS "sentToday"
       FROM "Play" p JOIN "PlayVersion" v ON v."id" = p."liveVersionId"
       WHERE p."workspaceId" = ? AND p."archivedAtMs" IS NULL
       ORDER BY "blocked" DESC, p."state" = 'paused' DESC, "inIt" DESC, p."name" LIMIT ?`,
      nowMs - DAY_MS,
      caller.workspaceId,
      MOST_PLAYS,
    ),
  );
}
