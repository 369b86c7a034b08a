import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { CompileContext } from '#workflows/compile/context.ts';
import { type ParsedPlay, parsePlay } from '#workflows/compile/parse.ts';
import type { Trigger } from '#workflows/node.ts';
import type { Play as PlayDocument } from '#workflows/play.ts';
import { type Caller, type Done, mustBeAllowed, type Refused, refusal } from './caller.ts';
import { note } from './changes.ts';
import type { Db } from './client.ts';
import { pageOf, parseCursor } from './cursor.ts';
import { retryHeldRuns } from './held-runs.ts';
import type { SqlValue } from './sql.ts';

export type PlayState = 'draft' | 'live' | 'paused';

export type PlayRow = {
  id: string;
  name: string;
  state: PlayState;
  draft: ParsedPlay;
  /** The draft is not what is live. */
  changed: boolean;
  live: {
    versionId: string;
    number: number;
    publishedAtMs: number;
    environment: string;
    triggers: Trigger[];
  } | null;
  /** Leads in it now, and since it first went live, in the environment of the live version. */
  leadsIn: number;
  leadsEver: number;
  revision: number;
  updatedAtMs: number;
  archivedAtMs: number | null;
};

type Row = {
  id: string;
  name: string;
  state: PlayState;
  draft: string;
  revision: number;
  updatedAtMs: number;
  archivedAtMs: number | null;
  versionId: string | null;
  number: number | null;
  document: string | null;
  publishedAtMs: number | null;
  environment: string | null;
  triggers: string | null;
};

/** Plays, the last changed first. `archived`: those instead. */
export async function listPlays(
  db: Db,
  caller: Caller,
  request: { archived?: boolean; cursor?: string | null; limit?: number } = {},
): Promise<{ plays: PlayRow[]; next: string | null }> {
  mustBeAllowed(caller, 'plays.read');
  const limit = Math.min(request.limit ?? 50, 200);
  const [atMs, id] = parseCursor(request.cursor, ['number', 'string']) ?? [Number.MAX_SAFE_INTEGER, ''];
  return db.rows((sql) => {
    const rows = sql.all<Row>(
      `${PLAYS} WHERE p."workspaceId" = ? AND p."archivedAtMs" IS ${request.archived ? 'NOT NULL' : 'NULL'}
         AND (p."updatedAtMs", p."id") < (?, ?)
       ORDER BY p."updatedAtMs" DESC, p."id" DESC LIMIT ?`,
      caller.workspaceId,
      atMs,
      id,
      limit + 1,
    );
    const { page, next } = pageOf(rows, limit, (row) => [row.updatedAtMs, row.id]);
    const counts = sql.all<{ playId: string; environment: string; inIt: number; ever: number }>(
      countsOf(page.length),
      ...page.map((row): SqlValue => row.id),
    );
    return {
      plays: page.map((row) => {
        const count = counts.find((one) => one.playId === row.id && one.environment === row.environment);
        return { ...playOf(row), leadsIn: count?.inIt ?? 0, leadsEver: count?.ever ?? 0 };
      }),
      next,
    };
  });
}

const PLAYS = `
  SELECT p."id", p."name", p."state", p."draft", p."revision", p."updatedAtMs", p."archivedAtMs",
         v."id" AS "versionId", v."number", v."document", v."publishedAtMs", v."environment", v."triggers"
  FROM "Play" p LEFT JOIN "PlayVersion" v ON v."id" = p."liveVersionId"`;

function countsOf(plays: number): string {
  const marks = Array.from({ length: plays }, () => '?').join(', ');
  return `SELECT e."playId", v."environment", count(*) AS "ever",
                 sum(CASE WHEN e."status" <> 'ended' THEN 1 ELSE 0 END) AS "inIt"
          FROM "Enrolment" e JOIN "PlayVersion" v ON v."id" = e."versionId"
          WHERE e."playId" IN (${marks}) GROUP BY e."playId", v."environment"`;
}

function playOf(row: Row): Omit<PlayRow, 'leadsIn' | 'leadsEver'> {
  const { versionId, number, document, publishedAtMs, environment, triggers, draft, ...play } = row;
  const live =
    versionId === null
      ? null
      : {
          versionId,
          number: number ?? 0,
          publishedAtMs: publishedAtMs ?? 0,
          environment: environment ?? '',
          triggers: JSON.parse(triggers ?? '[]') as Trigger[],
        };
  return { ...play, draft: parsePlay(JSON.parse(draft)), changed: live === null || document !== draft, live };
}

/** One play with its draft, or null. */
export async function readPlay(
  db: Db,
  caller: Caller,
  playId: string,
): Promise<Omit<PlayRow, 'leadsIn' | 'leadsEver'> | null> {
  mustBeAllowed(caller, 'plays.read');
  const row = await db.rows((sql) =>
    sql.get<Row>(`${PLAYS} WHERE p."id" = ? AND p."workspaceId" = ?`, playId, caller.workspaceId),
  );
  return row === undefined ? null : playOf(row);
}

/**
 * What a check needs to know of the other plays, as leads meet them: which are live, which of those start which, and
 * which take a lead again only after a gap. What a draft says holds for nobody yet.
 */
export async function playsForChecks(db: Db, caller: Caller): Promise<CompileContext['plays']> {
  const rows = await db.read.play.findMany({
    where: { workspaceId: caller.workspaceId, archivedAtMs: null },
    select: { id: true, name: true, liveVersionId: true },
    orderBy: { name: 'asc' },
  });
  const versions = await db.read.playVersion.findMany({
    where: { id: { in: rows.flatMap(({ liveVersionId }) => liveVersionId ?? []) } },
    select: { id: true, document: true },
  });
  return rows.map(({ liveVersionId, ...play }) => {
    const version = versions.find(({ id }) => id === liveVersionId);
    if (version === undefined) return { ...play, starts: [], hasReentryGap: false, isLive: false };
    const parsed = parsePlay(JSON.parse(version.document));
    const nodes = parsed.ok ? parsed.play.nodes.filter((node) => node.disabled !== true) : [];
    return {
      ...play,
      starts: nodes.flatMap((node) => StartsPlay.safeParse(node).data?.config.play ?? []),
      hasReentryGap: parsed.ok && parsed.play.reentry !== undefined,
      isLive: true,
    };
  });
}

const StartsPlay = z.object({ kind: z.literal('startPlay'), config: z.object({ play: z.string().min(1) }) });

/** Stores a new play as a draft. The document may be incomplete, but is one. */
export async function createPlay(
  db: Db,
  caller: Caller,
  request: { document: unknown; nowMs: number },
): Promise<Done<{ playId: string }>> {
  const refused = refusal(caller, 'plays.write');
  if (refused) {
    return refused;
  }
  const parsed = parsePlay(request.document);
  if (!parsed.ok) {
    return notAPlay(parsed);
  }
  const playId = randomUUID();
  return db.tx(async (tx) => {
    await tx.play.create({
      data: {
        id: playId,
        workspaceId: caller.workspaceId,
        name: parsed.play.name,
        draft: JSON.stringify(parsed.play),
        createdAtMs: request.nowMs,
        updatedAtMs: request.nowMs,
      },
    });
    await note(tx, caller.workspaceId, 'play', playId);
    return { ok: true, playId };
  });
}

function notAPlay(parsed: ParsedPlay & { ok: false }): Refused {
  const first = parsed.problems[0];
  return {
    ok: false,
    reason: first?.sentence ?? 'This is not a play.',
    ...(first?.path ? { field: first.path } : {}),
  };
}

export type Saved =
  | { ok: true; revision: number }
  /** `newer`: somebody else saved in the meantime; nothing was overwritten. */
  | (Refused & { newer?: { revision: number; document: ParsedPlay } });

/** Saves a draft over the revision it was made from, and over no other. */
export async function saveDraft(
  db: Db,
  caller: Caller,
  request: { playId: string; revision: number; document: unknown; nowMs: number },
): Promise<Saved> {
  const refused = refusal(caller, 'plays.write');
  if (refused) {
    return refused;
  }
  const parsed = parsePlay(request.document);
  if (!parsed.ok) {
    return notAPlay(parsed);
  }
  const draft = JSON.stringify(parsed.play);
  return db.tx(async (tx): Promise<Saved> => {
    const play = await tx.play.findFirst({ where: { id: request.playId, workspaceId: caller.workspaceId } });
    if (play === null) {
      return { ok: false, reason: 'There is no such play any more. What you drew is still in this window.' };
    }
    // The answer to a save may be lost on the way: the same document again is not a conflict.
    if (play.draft === draft) {
      return { ok: true, revision: play.revision };
    }
    if (play.revision !== request.revision) {
      return {
        ok: false,
        reason: 'Somebody else changed this play in the meantime. Nothing was overwritten.',
        newer: { revision: play.revision, document: parsePlay(JSON.parse(play.draft)) },
      };
    }
    const revision = play.revision + 1;
    await tx.play.update({
      where: { id: play.id },
      data: { draft, name: parsed.play.name, revision, updatedAtMs: request.nowMs },
    });
    await note(tx, caller.workspaceId, 'play', play.id);
    return { ok: true, revision };
  });
}

/** Makes a copy, as a draft of its own. */
export async function copyPlay(
  db: Db,
  caller: Caller,
  request: { playId: string; nowMs: number },
): Promise<Done<{ playId: string }>> {
  const play = await readPlay(db, caller, request.playId);
  if (play === null || !play.draft.ok) {
    return { ok: false, reason: 'There is no such play any more.' };
  }
  const document: PlayDocument = { ...play.draft.play, name: `${play.name.slice(0, 73)} (copy)` };
  return createPlay(db, caller, { document, nowMs: request.nowMs });
}

/**
 * Pauses a whole play: from the commit on its messages are held, and nobody enters. Replies and clocks go on.
 * Resuming tells every held run to try again.
 */
export async function setPlayPaused(
  db: Db,
  caller: Caller,
  request: { playId: string; paused: boolean; wallMs: number },
): Promise<Done> {
  const refused = refusal(caller, 'plays.publish');
  if (refused) {
    return refused;
  }
  const [from, to] = request.paused ? ['live', 'paused'] : ['paused', 'live'];
  const changed = await db.tx(async (tx) => {
    const { count } = await tx.play.updateMany({
      where: { id: request.playId, workspaceId: caller.workspaceId, state: from },
      data: { state: to },
    });
    await note(tx, caller.workspaceId, 'play', request.playId);
    return count === 1;
  });
  const state = changed ? to : (await readPlay(db, caller, request.playId))?.state;
  if (state !== to) {
    return {
      ok: false,
      reason: `The play is not ${from}, so it cannot be ${request.paused ? 'paused' : 'resumed'}.`,
    };
  }
  if (!request.paused) {
    await retryHeldRuns(db, caller.workspaceId, { playId: request.playId }, request.wallMs);
  }
  return { ok: true };
}

/**
 * Takes a play off the lists, or puts it back. Nobody enters an archived play; leads who are in it go on to its end.
 */
export async function setPlayArchived(
  db: Db,
  caller: Caller,
  request: { playId: string; archived: boolean; nowMs: number },
): Promise<Done<{ leadsIn: number }>> {
  const refused = refusal(caller, 'plays.publish');
  if (refused) {
    return refused;
  }
  return db.tx(async (tx) => {
    const { count } = await tx.play.updateMany({
      where: { id: request.playId, workspaceId: caller.workspaceId },
      data: { archivedAtMs: request.archived ? request.nowMs : null },
    });
    if (count === 0) {
      return { ok: false, reason: 'There is no such play any more.' };
    }
    const leadsIn = await tx.enrolment.count({ where: { playId: request.playId, status: { not: 'ended' } } });
    await note(tx, caller.workspaceId, 'play', request.playId);
    return { ok: true, leadsIn };
  });
}
