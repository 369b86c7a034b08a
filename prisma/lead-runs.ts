import { sentenceWords } from '#workflows/edit/ports.ts';
import type { State } from '#workflows/engine/state.ts';
import type { Play } from '#workflows/play.ts';
import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import type { Db } from './client.ts';
import { actOnRun, enrolByHand, type RunAct } from './enrolments.ts';
import type { Enrolment } from './generated/client.ts';
import { type LeadFilter, leadIdsMatching } from './lead-list.ts';
import { isVisible, leadScope } from './lead-scope.ts';

/** One lead's way through one play, as its page shows it. */
export type LeadRun = Pick<
  Enrolment,
  'id' | 'note' | 'sinceMs' | 'untilMs' | 'enteredAtMs' | 'endedAtMs' | 'endLabel'
> & {
  status: 'running' | 'waiting' | 'paused' | 'held' | 'blocked' | 'ended';
  play: { id: string; name: string };
  version: number;
  /** The drawn step in its own words. */
  where: string;
  /** When automation ends by itself at the latest, if nothing holds it up; null while a person decides. */
  latestMs: number | null;
  /** What makes sense now. */
  acts: readonly RunAct[];
};

/** Ended ones stay on the page, but not all of a long life. */
const MOST_RUNS = 50;

/** Plays a visible lead is in, then those it was in, the newest first. */
export async function runsOfLead(db: Db, caller: Caller, leadId: string): Promise<LeadRun[]> {
  mustBeAllowed(caller, 'leads.read');
  if (!(await db.rows((sql) => isVisible(sql, caller, leadId)))) return [];
  const rows = await db.read.enrolment.findMany({
    where: { leadId, workspaceId: caller.workspaceId },
    orderBy: [{ enteredAtMs: 'desc' }, { id: 'desc' }],
    take: MOST_RUNS,
  });
  const [plays, versions] = await Promise.all([
    db.read.play.findMany({
      where: { id: { in: rows.map((row) => row.playId) } },
      select: { id: true, name: true },
    }),
    db.read.playVersion.findMany({
      where: { id: { in: rows.map((row) => row.versionId) } },
      select: { id: true, number: true, document: true, bounds: true },
    }),
  ]);
  const nameOf = new Map(plays.map((play) => [play.id, play.name]));
  const versionOf = new Map(versions.map((version) => [version.id, version]));
  const runs = rows.map((row): LeadRun => {
    const version = versionOf.get(row.versionId);
    const state: State = JSON.parse(row.state);
    const status = statusOf(row, state);
    return {
      id: row.id,
      note: row.note,
      sinceMs: row.sinceMs,
      untilMs: row.untilMs,
      enteredAtMs: row.enteredAtMs,
      endedAtMs: row.endedAtMs,
      endLabel: row.endLabel,
      status,
      play: { id: row.playId, name: nameOf.get(row.playId) ?? 'A play that is gone' },
      version: version?.number ?? 0,
      where: version === undefined ? '' : stepWords(version.document, row.nodeId),
      latestMs: version === undefined ? null : latestMs(state, status, stayOf(version.bounds)),
      acts: actsOf(state, status),
    };
  });
  return runs.sort((a, b) => Number(a.status === 'ended') - Number(b.status === 'ended'));
}

/** A pause counts from the person's act, before the run itself has heard of it. */
function statusOf(row: Enrolment, state: State): LeadRun['status'] {
  if (row.status === 'ended') return 'ended';
  if (row.paused) return 'paused';
  // A message that waits for its hour is held, in people's words; the engine will try it by itself.
  if (row.status === 'waiting' && state.rest?.why === 'defer') return 'held';
  return row.status as LeadRun['status'];
}

/** The drawn step in a line: "Wait 2 days, or until they reply". */
export function stepWords(document: string, nodeId: string): string {
  const play: Play = JSON.parse(document);
  const node = play.nodes.find((each) => each.id === nodeId);
  if (node === undefined) return '';
  if (node.title) return node.title;
  return sentenceWords(node)
    .replace(/\. [^.]*:$/, '')
    .trim();
}

function stayOf(bounds: string): number {
  const { stayMs }: { stayMs: number } = JSON.parse(bounds);
  return stayMs;
}

function latestMs(state: State, status: LeadRun['status'], stayMs: number): number | null {
  if (status === 'ended' || status === 'paused' || status === 'blocked') return null;
  if (status === 'held' && state.rest?.why !== 'defer') return null;
  const countedMs = state.rest?.countedMs ?? state.nowMs;
  return countedMs + Math.max(0, stayMs - state.stayMs);
}

function actsOf(state: State, status: LeadRun['status']): RunAct[] {
  if (status === 'ended') return [];
  if (status === 'paused') return ['resume', 'takeOut'];
  if (state.paused !== null) return ['resume', 'pause', 'takeOut'];
  const why = state.rest?.why;
  if (why === 'hold' || why === 'blocked') return ['retry', 'pause', 'takeOut'];
  if (why === 'wait' || why === 'reply') return ['pause', 'skip', 'takeOut'];
  return ['pause', 'takeOut'];
}

/** A person's act on a run of a lead they see. */
export async function actOnLeadRun(
  db: Db,
  caller: Caller,
  request: { enrolmentId: string; act: RunAct; wallMs: number; by: string },
): Promise<Done> {
  const refused = refusal(caller, 'leads.write');
  if (refused) return refused;
  const visible = await db.rows((sql) => {
    const row = sql.get<{ leadId: string }>(
      'SELECT "leadId" FROM "Enrolment" WHERE "id" = ? AND "workspaceId" = ?',
      request.enrolmentId,
      caller.workspaceId,
    );
    return row !== undefined && isVisible(sql, caller, row.leadId);
  });
  return visible ? actOnRun(db, caller, request) : { ok: false, reason: 'There is no such run.' };
}

/** A play that can be run by hand now. */
export type RunnablePlay = {
  id: string;
  name: string;
  version: number;
  /** Leads in it now. */
  leads: number;
  /** True when the lead asked about is in it now. */
  isIn: boolean;
};

/** Live plays, by name; with whether one lead is in each. */
export async function runnablePlays(db: Db, caller: Caller, leadId: string | null): Promise<RunnablePlay[]> {
  mustBeAllowed(caller, 'plays.read');
  return db
    .rows((sql) =>
      sql.all<Omit<RunnablePlay, 'isIn'> & { isIn: number }>(
        `SELECT p."id", p."name", v."number" AS "version",
                (SELECT count(*) FROM "Enrolment" e WHERE e."playId" = p."id" AND e."status" <> 'ended') AS "leads",
                EXISTS (SELECT 1 FROM "Enrolment" e
                        WHERE e."playId" = p."id" AND e."leadId" = ? AND e."status" <> 'ended') AS "isIn"
         FROM "Play" p JOIN "PlayVersion" v ON v."id" = p."liveVersionId"
         WHERE p."workspaceId" = ? AND p."state" = 'live' AND p."archivedAtMs" IS NULL
         ORDER BY p."name", p."id"`,
        leadId ?? '',
        caller.workspaceId,
      ),
    )
    .then((plays) => plays.map((play) => ({ ...play, isIn: play.isIn === 1 })));
}

export type RunOnLeads = { entered: number; refusals: { reason: string; leads: number }[] };

/**
 * Runs a play on chosen leads, or on all that a filter finds. Leads the caller does not see are left out silently;
 * leads that cannot enter are counted by reason, and each has the reason on its timeline.
 */
export async function runOnLeads(
  db: Db,
  caller: Caller,
  request: { playId: string; leads: { ids: readonly string[] } | { filter: LeadFilter }; wallMs: number },
): Promise<Done<RunOnLeads>> {
  const refused = refusal(caller, 'leads.write');
  if (refused) return refused;
  const leadIds =
    'ids' in request.leads
      ? await visibleAmong(db, caller, request.leads.ids)
      : await leadIdsMatching(db, caller, request.leads.filter);
  if (leadIds.length === 0) return { ok: false, reason: 'None of these leads is there any more.' };
  const { entered, notEntered } = await enrolByHand(db, caller, {
    playId: request.playId,
    leadIds,
    wallMs: request.wallMs,
  });
  const byReason = Map.groupBy(notEntered, ({ reason }) => reason);
  return {
    ok: true,
    entered: entered.length,
    refusals: [...byReason]
      .map(([reason, leads]) => ({ reason, leads: leads.length }))
      .sort((a, b) => b.leads - a.leads),
  };
}

const IDS_PER_QUERY = 500;

async function visibleAmong(db: Db, caller: Caller, ids: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(ids)];
  return db.rows((sql) => {
    const scope = leadScope(sql, caller);
    const found: string[] = [];
    for (let i = 0; i < wanted.length; i += IDS_PER_QUERY) {
      const chunk = wanted.slice(i, i + IDS_PER_QUERY);
      const rows = sql.all<{ id: string }>(
        `SELECT l."id" FROM "Lead" l WHERE l."id" IN (${chunk.map(() => '?').join(', ')}) AND ${scope.where}`,
        ...chunk,
        ...scope.values,
      );
      found.push(...rows.map((row) => row.id));
    }
    return found;
  });
}

/** What a play is called; null when it is not in this workspace. */
export async function playName(db: Db, caller: Caller, playId: string): Promise<string | null> {
  mustBeAllowed(caller, 'plays.read');
  const play = await db.read.play.findFirst({
    where: { id: playId, workspaceId: caller.workspaceId },
    select: { name: true },
  });
  return play?.name ?? null;
}
