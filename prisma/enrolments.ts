import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Plan } from '#workflows/engine/plan.ts';
import { initialState, type State } from '#workflows/engine/state.ts';
import type { Trigger } from '#workflows/node.ts';
import { durationMs, durationSchema, msWords } from '#workflows/time/duration.ts';

import type { Caller } from './caller.ts';
import { note } from './changes.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import { appendEvent, type NewEvent } from './events.ts';
import type { Play, PlayVersion } from './generated/client.ts';
import type { Sql } from './sql.ts';
import { appendTimeline } from './timeline.ts';

/** `list`: by hand too, but so many that nobody waits for each. */
export type Origin = 'hand' | 'list' | 'import' | 'form' | 'signal' | 'play';

/** Why a lead did not enter, in words for its timeline. */
export type NotEntered = { leadId: string; reason: string };
export type Entered = { entered: string[]; notEntered: NotEntered[] };

/** Temporal priority of a run by where it came from: people wait behind forms and signals, not behind bulk. */
const PRIORITY: Record<Origin, number> = { form: 2, signal: 2, hand: 2, list: 3, play: 3, import: 3 };

/** So many leads chosen by hand go before an import; more queue with it. */
const HANDFUL = 20;

/** A transaction stays short: other processes wait for it. */
const LEADS_PER_TRANSACTION = 20;
/** What others get between two of them. */
const PAUSE_MS = 5;

const Reentry = z.object({ reentry: z.object({ after: durationSchema }).optional() });
const Start = z.object({ nodes: z.array(z.string()), start: z.number() });

type Live = { play: Play; version: PlayVersion; plan: Plan };

type Entrants = { playId: string; leadIds: readonly string[]; origin: Origin; wallMs: number };

/**
 * Puts leads into a live play. Enrolment row, timeline and outbox row are one transaction a chunk; the worker starts
 * the runs. A lead who is in the play, or was in it and may not come again yet, stays out, and so does everybody while it
 * is paused or not live: with the reason on the lead's timeline.
 */
export async function enrol(db: Db, caller: Caller, request: Entrants): Promise<Entered> {
  const entered: Entered = { entered: [], notEntered: [] };
  for (let i = 0; i < request.leadIds.length; i += LEADS_PER_TRANSACTION) {
    if (i > 0) await pause(PAUSE_MS);
    const chunk = request.leadIds.slice(i, i + LEADS_PER_TRANSACTION);
    const part = await db.tx((tx) => enrolChunk(tx, caller.workspaceId, { ...request, leadIds: chunk }));
    entered.entered.push(...part.entered);
    entered.notEntered.push(...part.notEntered);
  }
  return entered;
}

/** As `enrol`, in the caller's own transaction; at most 100 leads. */
export async function enrolChunk(tx: Tx, workspaceId: string, request: Entrants): Promise<Entered> {
  const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const nowMs = request.wallMs + workspace.clockOffsetMs;
  const open = await openPlay(tx, workspaceId, request.playId);
  const leads = await tx.lead.findMany({
    where: { workspaceId, id: { in: [...request.leadIds] } },
    select: { id: true },
  });
  if (!open.ok) {
    const { reason } = open;
    const play = open.play ?? { id: null, name: 'another play', workspaceId };
    for (const { id: leadId } of leads) await tellNotEntered(tx, play, { leadId, reason, nowMs });
    return { entered: [], notEntered: leads.map(({ id: leadId }) => ({ leadId, reason })) };
  }
  const { live } = open;
  const earlier = await tx.enrolment.findMany({
    where: { playId: live.play.id, leadId: { in: leads.map((l) => l.id) } },
    select: { leadId: true, entry: true, status: true, endedAtMs: true },
  });
  const byLead = Map.groupBy(earlier, (e) => e.leadId);
  const result: Entered = { entered: [], notEntered: [] };
  for (const { id: leadId } of leads) {
    const before = byLead.get(leadId) ?? [];
    const refusal = mayNotEnter(live.version, before, nowMs);
    if (refusal !== null) {
      result.notEntered.push({ leadId, reason: refusal });
      await tellNotEntered(tx, live.play, { leadId, reason: refusal, nowMs });
      continue;
    }
    const entry = Math.max(0, ...before.map((e) => e.entry)) + 1;
    result.entered.push(
      await insertEnrolment(tx, live, { leadId, entry, nowMs, ...request, skewMs: workspace.clockOffsetMs }),
    );
  }
  await note(tx, workspaceId, 'play', live.play.id);
  return result;
}

async function tellNotEntered(
  tx: Tx,
  play: Pick<Play, 'name' | 'workspaceId'> & { id: string | null },
  why: NotEntered & { nowMs: number },
): Promise<void> {
  await appendTimeline(tx, play.workspaceId, {
    leadId: why.leadId,
    atMs: why.nowMs,
    kind: 'notEntered',
    title: `Did not enter ${play.name}`,
    detail: why.reason,
    playId: play.id,
  });
}

/** The play as leads enter it now, or why it lets nobody in, whoever they are. */
async function openPlay(
  tx: Tx,
  workspaceId: string,
  playId: string,
): Promise<{ ok: true; live: Live } | { ok: false; play: Play | null; reason: string }> {
  const play = await tx.play.findFirst({ where: { id: playId, workspaceId } });
  if (play === null) return { ok: false, play, reason: 'The play is not there any more.' };
  if (play.liveVersionId === null || play.state === 'draft' || play.archivedAtMs !== null)
    return { ok: false, play, reason: 'The play is not live.' };
  if (play.state === 'paused') return { ok: false, play, reason: 'The play is paused.' };
  const version = await tx.playVersion.findUniqueOrThrow({ where: { id: play.liveVersionId } });
  return { ok: true, live: { play, version, plan: readPlan(sqlOf(tx), workspaceId, version.planHash) } };
}

function mayNotEnter(
  version: PlayVersion,
  before: { status: string; endedAtMs: number | null }[],
  nowMs: number,
): string | null {
  if (before.some((e) => e.status !== 'ended')) return 'Is in this play already.';
  if (before.length === 0) return null;
  const { reentry } = Reentry.parse(JSON.parse(version.document));
  if (reentry === undefined) return 'Was in this play before, and it takes each lead once.';
  const lastMs = Math.max(...before.map((e) => e.endedAtMs ?? 0));
  const againMs = lastMs + durationMs(reentry.after);
  return againMs <= nowMs ? null : 'Was in this play too recently to enter again.';
}

async function insertEnrolment(
  tx: Tx,
  live: Live,
  entrant: { leadId: string; entry: number; origin: Origin; nowMs: number; wallMs: number; skewMs: number },
): Promise<string> {
  const { play, version, plan } = live;
  const id = randomUUID();
  // The seed is per lead and play, so that the same lead draws the same arm on every entry.
  const state: State = {
    ...initialState(plan, `${play.id}:${entrant.leadId}`, entrant.nowMs),
    skewMs: entrant.skewMs,
  };
  // Plain SQL: imports put leads in by the thousand, and Prisma takes ten times as long.
  const sql = sqlOf(tx);
  sql.run(
    `INSERT INTO "Enrolment" ("id", "workspaceId", "playId", "versionId", "planHash", "leadId", "entry", "environment",
       "senderId", "origin", "status", "nodeId", "sinceMs", "state", "recordedWallMs", "enteredAtMs")
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?)`,
    id,
    play.workspaceId,
    play.id,
    version.id,
    version.planHash,
    entrant.leadId,
    entrant.entry,
    version.environment,
    version.senderId,
    entrant.origin,
    plan.nodes[plan.code[plan.start]?.node ?? 0] ?? '',
    entrant.nowMs,
    JSON.stringify(state),
    entrant.wallMs,
    entrant.nowMs,
  );
  sql.run(
    `INSERT INTO "Outbox" ("workspaceId", "enrolmentId", "kind", "seq", "priority", "createdWallMs", "nextWallMs")
     VALUES (?, ?, 'start', 0, ?, ?, ?)`,
    play.workspaceId,
    id,
    PRIORITY[entrant.origin],
    entrant.wallMs,
    entrant.wallMs,
  );
  await appendTimeline(tx, play.workspaceId, {
    leadId: entrant.leadId,
    atMs: entrant.nowMs,
    kind: 'entered',
    title: `Entered ${play.name}, version ${version.number}`,
    detail: ENTERED_BY[entrant.origin],
    enrolmentId: id,
    playId: play.id,
  });
  await note(tx, play.workspaceId, 'enrolment', id);
  return id;
}

const ENTERED_BY: Record<Origin, string> = {
  hand: 'Somebody ran the play on this lead.',
  list: 'Somebody ran the play on a list of leads.',
  import: 'The play takes leads from imports.',
  form: 'The lead filled in a form that starts the play.',
  signal: 'A signal started the play.',
  play: 'Another play started this one.',
};

/** Runs a play on chosen leads, by hand. */
export function enrolByHand(
  db: Db,
  caller: Caller,
  request: { playId: string; leadIds: readonly string[]; wallMs: number },
): Promise<Entered> {
  const origin = request.leadIds.length > HANDFUL ? 'list' : 'hand';
  return enrol(db, caller, { ...request, origin });
}

/** Puts leads into every live play whose trigger this is; of a paused one they are told that they stayed out. */
export async function enrolByTrigger(
  db: Db,
  caller: Caller,
  request: { leadIds: readonly string[]; trigger: TriggerFired; wallMs: number },
): Promise<Entered> {
  const all: Entered = { entered: [], notEntered: [] };
  const plays = await db.write.play.findMany({
    where: {
      workspaceId: caller.workspaceId,
      state: { in: ['live', 'paused'] },
      archivedAtMs: null,
      liveVersionId: { not: null },
    },
    select: { liveVersionId: true },
  });
  const versions = await db.write.playVersion.findMany({
    where: { id: { in: plays.flatMap((p) => p.liveVersionId ?? []) } },
    select: { id: true, playId: true, triggers: true },
  });
  for (const version of versions) {
    const triggers: Trigger[] = JSON.parse(version.triggers);
    if (fitOf(triggers, request.trigger).how !== 'fits') continue;
    const part = await enrol(db, caller, {
      playId: version.playId,
      leadIds: request.leadIds,
      origin: request.trigger.by,
      wallMs: request.wallMs,
    });
    all.entered.push(...part.entered);
    all.notEntered.push(...part.notEntered);
  }
  return all;
}

/** What happened that may be a trigger. `ageMs`: how long ago it happened when we heard of it. */
export type TriggerFired =
  | { by: 'import'; tag: string | null }
  | { by: 'form'; form: string; ageMs: number }
  | { by: 'signal'; signal: string; ageMs: number };

/** What became of a lead at one play whose trigger it was. */
export type Offered = { playId: string; play: string; enrolmentId: string | null; reason: string | null };

/**
 * Offers one lead to every play whose trigger this is, in the transaction of what fired it: when that is committed, the
 * lead is in. Plays that are paused, and those for which it comes too late, are told of with the reason.
 */
export async function fireTrigger(
  tx: Tx,
  workspaceId: string,
  request: { leadId: string; trigger: TriggerFired; nowMs: number; wallMs: number },
): Promise<Offered[]> {
  const plays = await tx.play.findMany({
    where: {
      workspaceId,
      state: { in: ['live', 'paused'] },
      archivedAtMs: null,
      liveVersionId: { not: null },
    },
    orderBy: [{ createdAtMs: 'asc' }, { id: 'asc' }],
  });
  const versions = await tx.playVersion.findMany({
    where: { id: { in: plays.flatMap((play) => play.liveVersionId ?? []) } },
    select: { playId: true, triggers: true },
  });
  const { leadId, trigger, nowMs, wallMs } = request;
  const offered: Offered[] = [];
  for (const play of plays) {
    const version = versions.find((each) => each.playId === play.id);
    const fit = fitOf(JSON.parse(version?.triggers ?? '[]') as Trigger[], trigger);
    if (fit.how === 'no') continue;
    if (fit.how === 'late') {
      const { reason } = fit;
      await tellNotEntered(tx, play, { leadId, reason, nowMs });
      offered.push({ playId: play.id, play: play.name, enrolmentId: null, reason });
      continue;
    }
    const done = await enrolChunk(tx, workspaceId, {
      playId: play.id,
      leadIds: [leadId],
      origin: trigger.by,
      wallMs,
    });
    offered.push({
      playId: play.id,
      play: play.name,
      enrolmentId: done.entered[0] ?? null,
      reason: done.notEntered[0]?.reason ?? null,
    });
  }
  return offered;
}

type Fit = { how: 'fits' } | { how: 'no' } | { how: 'late'; reason: string };

/** Whether what happened is one of a play's triggers, and soon enough for it. */
function fitOf(triggers: readonly Trigger[], fired: TriggerFired): Fit {
  const fits = triggers.map((trigger) => fitOfOne(trigger, fired));
  return fits.find(({ how }) => how === 'fits') ?? fits.find(({ how }) => how === 'late') ?? { how: 'no' };
}

function fitOfOne(trigger: Trigger, fired: TriggerFired): Fit {
  switch (fired.by) {
    case 'import':
      return trigger.by === 'import' && (trigger.tag === undefined || trigger.tag === fired.tag)
        ? { how: 'fits' }
        : { how: 'no' };
    case 'form':
      return trigger.by === 'form' && trigger.form === fired.form ? inTime(trigger, fired) : { how: 'no' };
    case 'signal':
      return trigger.by === 'signal' && trigger.signal === fired.signal
        ? inTime(trigger, fired)
        : { how: 'no' };
  }
}

function inTime({ noOlderThanMs }: { noOlderThanMs?: number }, { ageMs }: { ageMs: number }): Fit {
  if (noOlderThanMs === undefined || ageMs <= noOlderThanMs) return { how: 'fits' };
  return {
    how: 'late',
    reason: `Baton heard of it ${msWords(ageMs)} after it happened; the play takes it up to ${msWords(noOlderThanMs)} after.`,
  };
}

/** The plan behind a hash; plans never change, so callers may keep it. */
export function readPlan(sql: Sql, workspaceId: string, hash: string): Plan {
  const row = sql.get<{ json: string }>(
    'SELECT "json" FROM "Plan" WHERE "workspaceId" = ? AND "hash" = ?',
    workspaceId,
    hash,
  );
  if (row === undefined) throw new Error(`There is no plan ${hash}.`);
  const plan: Plan = JSON.parse(row.json);
  Start.parse(plan);
  return plan;
}

/** What a person does to one lead's run. */
export type RunAct = 'pause' | 'resume' | 'skip' | 'retry' | 'takeOut';

const DONE_WORDS: Record<RunAct, string> = {
  pause: 'Paused the play for this lead',
  resume: 'Resumed the play for this lead',
  skip: 'Skipped the wait',
  retry: 'Tried the step again',
  takeOut: 'Took the lead out of the play',
};

/**
 * A person's act on a run: committed with the run's next seq, so that no send passes after it.
 * @returns a reason when the run has ended or is not in this workspace
 */
export async function actOnRun(
  db: Db,
  caller: Caller,
  request: { enrolmentId: string; act: RunAct; wallMs: number; by: string },
): Promise<{ ok: true } | { ok: false; reason: string }> {
  return db.tx(async (tx) => {
    const row = await tx.enrolment.findFirst({
      where: { id: request.enrolmentId, workspaceId: caller.workspaceId },
      select: { id: true, leadId: true, playId: true, workspaceId: true },
    });
    if (row === null) return { ok: false, reason: 'There is no such run.' };
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: row.workspaceId } });
    const atMs = request.wallMs + workspace.clockOffsetMs;
    const seq = await appendEvent(tx, row.id, eventOf(request.act, atMs), request.wallMs);
    if (seq === null) return { ok: false, reason: 'The lead has left the play in the meantime.' };
    if (request.act === 'pause' || request.act === 'resume') {
      await tx.enrolment.update({ where: { id: row.id }, data: { paused: request.act === 'pause' } });
    }
    await appendTimeline(tx, row.workspaceId, {
      leadId: row.leadId,
      atMs,
      kind: 'person',
      title: DONE_WORDS[request.act],
      detail: request.by,
      enrolmentId: row.id,
      playId: row.playId,
    });
    await note(tx, row.workspaceId, 'enrolment', row.id);
    return { ok: true };
  });
}

function eventOf(act: RunAct, atMs: number): NewEvent {
  return act === 'takeOut' ? { type: 'exit', atMs, label: 'Taken out by a person' } : { type: act, atMs };
}
