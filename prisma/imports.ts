import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LeadFieldSpec } from '#workflows/leads/field-values.ts';
import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import { noteSync } from './changes.ts';
import { type Db, sqlOf } from './client.ts';
import { enrolByTrigger } from './enrolments.ts';
import type { Import, ImportRejection, Workspace } from './generated/client.ts';
import { grantByImport, type ImportConsent } from './import-consents.ts';
import { ensureLeadFields } from './lead-fields.ts';
import { type LeadEntry, upsertLead } from './lead-upsert.ts';
import type { Sql } from './sql.ts';
import { appendTask } from './tasks.ts';
import { appendTimelineSync } from './timeline.ts';

/** One row of a file: a lead, or why it is none. `rowNumber` as a spreadsheet counts, the heading is row 1. */
export type ImportRow =
  | { rowNumber: number; entry: LeadEntry; remarks?: readonly string[] }
  | { rowNumber: number; reason: string; raw: string };

export type ImportRequest = {
  fileName: string;
  /** Read as it comes; an error it throws ends the import, and what was read until then stays. */
  rows: AsyncIterable<ImportRow> | Iterable<ImportRow>;
  /** Fields of the workspace's own that the rows bring. */
  fields?: readonly LeadFieldSpec[];
  /** Which column became what, for the report. */
  mapping?: Record<string, string>;
  /** Given to every lead of the file; plays can ask for it. */
  tag?: string | null;
  /** What a person vouches for: without it no marketing text goes to the numbers of the file. */
  consent?: ImportConsent | null;
  /** Called once, before the first row is read. */
  onBegun?: (importId: string) => void;
  /** Called after each transaction. */
  onProgress?: (soFar: ImportCounts) => void;
};

export type ImportCounts = { rows: number; created: number; updated: number; rejected: number };
export type ImportReport = ImportCounts & { importId: string; entered: number; notEntered: number };

/** Other processes wait for the lock while a chunk is written, so it ends at whichever comes first. */
const ROWS_PER_TRANSACTION = 200;
const TRANSACTION_MS = 10;
const LEADS_PER_OFFER = 100;
/** An import that has not shown itself for this long has lost its process. */
const DEAD_AFTER_MS = 60_000;

/**
 * Reads leads into the workspace: known ones are updated, new ones made but hidden until the last row is read, so that
 * nobody works on half a file. Then all of them are offered to the live plays that take leads from imports.
 */
export async function importLeads(
  db: Db,
  caller: Caller,
  request: ImportRequest,
): Promise<Done<{ report: ImportReport }>> {
  const begun = await beginImport(db, caller, request);
  if (!begun.ok) {
    return begun;
  }
  request.onBegun?.(begun.importId);
  return runImport(db, caller, begun.importId, request);
}

/** Makes the import's row, so that its progress can be looked at while `runImport` works. */
export async function beginImport(
  db: Db,
  caller: Caller,
  request: Pick<ImportRequest, 'fileName' | 'fields' | 'mapping' | 'tag'>,
): Promise<Done<{ importId: string }>> {
  const refused = refusal(caller, 'leads.import');
  if (refused) {
    return refused;
  }
  const importId = randomUUID();
  return db.sync((sql) => {
    const { clockOffsetMs } = workspaceOf(sql, caller);
    ensureLeadFields(sql, caller.workspaceId, request.fields ?? []);
    sql.run(
      `INSERT INTO "Import" ("id", "workspaceId", "userId", "fileName", "state", "mapping", "tag", "aliveWallMs", "createdAtMs")
       VALUES (?, ?, ?, ?, 'reading', ?, ?, ?, ?)`,
      importId,
      caller.workspaceId,
      caller.role === 'system' ? null : caller.userId,
      request.fileName,
      JSON.stringify(request.mapping ?? {}),
      request.tag ?? null,
      Date.now(),
      Date.now() + clockOffsetMs,
    );
    noteSync(sql, caller.workspaceId, 'import', importId);
    return { ok: true, importId };
  });
}

/** Reads the rows of an import that was begun, shows its leads, and offers them to plays. */
export async function runImport(
  db: Db,
  caller: Caller,
  importId: string,
  request: Pick<ImportRequest, 'fileName' | 'rows' | 'tag' | 'consent' | 'onProgress'>,
): Promise<Done<{ report: ImportReport }>> {
  const refused = refusal(caller, 'leads.import');
  if (refused) {
    return refused;
  }
  const counts: ImportCounts = { rows: 0, created: 0, updated: 0, rejected: 0 };
  try {
    for await (const chunk of chunksOf(request.rows)) {
      for (let written = 0; written < chunk.length; ) {
        const startedAt = performance.now();
        written += await db.sync((sql) => writeRows(sql, caller, importId, request, chunk, written, counts));
        request.onProgress?.({ ...counts });
        // As long as it held the lock, so that whoever waits gets it.
        await sleep(Math.max(2, performance.now() - startedAt));
      }
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await db.sync((sql) => endImport(sql, caller, importId, 'failed', why));
    const kept = counts.created + counts.updated;
    return {
      ok: false,
      reason: `The import stopped after row ${counts.rows}: ${why} ${
        kept === 0 ? 'No lead was kept.' : `The ${kept} leads read until then are kept, and entered no play.`
      } Mend the file and import it again; leads that are here already are only updated.`,
    };
  }
  await db.sync((sql) => {
    sql.run(
      `UPDATE "Import" SET "state" = 'enrolling', "aliveWallMs" = ? WHERE "id" = ?`,
      Date.now(),
      importId,
    );
    noteSync(sql, caller.workspaceId, 'import', importId);
  });
  const offered = await offerToPlays(db, caller, { id: importId, tag: request.tag ?? null, enrolledRow: 0 });
  return { ok: true, report: { importId, ...counts, ...offered } };
}

async function* chunksOf(rows: ImportRequest['rows']): AsyncGenerator<ImportRow[]> {
  let chunk: ImportRow[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length === ROWS_PER_TRANSACTION) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) {
    yield chunk;
  }
}

/** @returns how many rows of the chunk, from `from` on, were written before the time was up */
function writeRows(
  sql: Sql,
  caller: Caller,
  importId: string,
  request: Pick<ImportRequest, 'fileName' | 'tag' | 'consent'>,
  chunk: readonly ImportRow[],
  from: number,
  counts: ImportCounts,
): number {
  const workspace = workspaceOf(sql, caller);
  const startedAt = performance.now();
  const nowMs = Date.now() + workspace.clockOffsetMs;
  const before = { ...counts };
  let written = 0;
  try {
    for (const row of chunk.slice(from)) {
      writeRow(sql, workspace, importId, request, row, nowMs, counts);
      written += 1;
      if (performance.now() - startedAt > TRANSACTION_MS) {
        break;
      }
    }
  } catch (error) {
    Object.assign(counts, before);
    throw error;
  }
  sql.run(
    `UPDATE "Import" SET "rows" = ?, "created" = ?, "updated" = ?, "rejected" = ?, "aliveWallMs" = ? WHERE "id" = ?`,
    counts.rows,
    counts.created,
    counts.updated,
    counts.rejected,
    Date.now(),
    importId,
  );
  noteSync(sql, workspace.id, 'import', importId);
  return written;
}

const RAW_KEPT = 2_000;

function writeRow(
  sql: Sql,
  workspace: ImportWorkspace,
  importId: string,
  request: Pick<ImportRequest, 'fileName' | 'tag' | 'consent'>,
  row: ImportRow,
  nowMs: number,
  counts: ImportCounts,
): void {
  counts.rows += 1;
  if ('reason' in row) {
    counts.rejected += 1;
    sql.run(
      'INSERT INTO "ImportRejection" ("importId", "rowNumber", "reason", "raw") VALUES (?, ?, ?, ?)',
      importId,
      row.rowNumber,
      row.reason,
      row.raw.slice(0, RAW_KEPT),
    );
    return;
  }
  const { change, externalIds } = row.entry;
  const remark = row.remarks?.join('; ') ?? '';
  const addTags = request.tag ? [...(change.addTags ?? []), request.tag] : change.addTags;
  const { leadId, created } = upsertLead(
    sql,
    workspace,
    { change: { ...change, addTags }, externalIds },
    { nowMs, importId },
  );
  counts[created ? 'created' : 'updated'] += 1;
  if (request.consent) {
    const { fileName, consent } = request;
    grantByImport(sql, workspace.id, { leadId, change, consent, fileName, nowMs });
  }
  sql.run(
    'INSERT INTO "ImportedLead" ("importId", "rowNumber", "leadId", "created", "remark") VALUES (?, ?, ?, ?, ?)',
    importId,
    row.rowNumber,
    leadId,
    created ? 1 : 0,
    remark,
  );
  appendTimelineSync(sql, workspace.id, {
    leadId,
    atMs: nowMs,
    kind: 'lead',
    title: created ? 'Imported' : 'Updated by an import',
    detail: `${request.fileName}, row ${row.rowNumber}${remark === '' ? '' : `. Left out: ${remark}`}`,
  });
}

/** Offers the leads of an import to plays, from where it or another process stopped, and closes it. */
async function offerToPlays(
  db: Db,
  caller: Caller,
  of: Pick<Import, 'id' | 'tag' | 'enrolledRow'>,
): Promise<{ entered: number; notEntered: number }> {
  const offered = new Set<string>();
  const result = { entered: 0, notEntered: 0 };
  let after = of.enrolledRow;
  for (;;) {
    const rows = await db.rows((sql) =>
      sql.all<{ rowNumber: number; leadId: string }>(
        'SELECT "rowNumber", "leadId" FROM "ImportedLead" WHERE "importId" = ? AND "rowNumber" > ? ORDER BY "rowNumber" LIMIT ?',
        of.id,
        after,
        LEADS_PER_OFFER,
      ),
    );
    const last = rows.at(-1);
    if (last === undefined) {
      break;
    }
    const leadIds = [...new Set(rows.map((row) => row.leadId))].filter((id) => !offered.has(id));
    const { entered, notEntered } = await enrolByTrigger(db, caller, {
      leadIds,
      trigger: { by: 'import', tag: of.tag },
      wallMs: Date.now(),
    });
    for (const id of leadIds) {
      offered.add(id);
    }
    result.entered += entered.length;
    result.notEntered += notEntered.length;
    after = last.rowNumber;
    await db.sync((sql) =>
      sql.run(
        'UPDATE "Import" SET "enrolledRow" = ?, "aliveWallMs" = ? WHERE "id" = ?',
        after,
        Date.now(),
        of.id,
      ),
    );
  }
  await db.sync((sql) => endImport(sql, caller, of.id, 'done', null));
  return result;
}

function endImport(
  sql: Sql,
  caller: Caller,
  importId: string,
  state: 'done' | 'failed',
  why: string | null,
): void {
  const { clockOffsetMs } = workspaceOf(sql, caller);
  sql.run(
    'UPDATE "Import" SET "state" = ?, "failedWhy" = ?, "doneAtMs" = ? WHERE "id" = ?',
    state,
    why,
    Date.now() + clockOffsetMs,
    importId,
  );
  noteSync(sql, caller.workspaceId, 'import', importId);
}

type ImportWorkspace = Pick<Workspace, 'id' | 'country' | 'clockOffsetMs'>;

function workspaceOf(sql: Sql, caller: Caller): ImportWorkspace {
  const row = sql.get<ImportWorkspace>(
    'SELECT "id", "country", "clockOffsetMs" FROM "Workspace" WHERE "id" = ?',
    caller.workspaceId,
  );
  if (row === undefined) {
    throw new Error('There is no such workspace.');
  }
  return row;
}

/**
 * For the worker, at boot and now and then: an import whose process died while reading is closed as failed, with its
 * leads shown; one that died while offering its leads to plays goes on where it stopped.
 * @returns how many were taken up
 */
export async function resumeImports(db: Db, callerOf: (workspaceId: string) => Caller): Promise<number> {
  const deadBefore = Date.now() - DEAD_AFTER_MS;
  const stopped = await db.read.import.findMany({
    where: { state: { in: ['reading', 'enrolling'] }, aliveWallMs: { lt: deadBefore } },
  });
  let taken = 0;
  for (const row of stopped) {
    // Whoever moves the date first has it; another worker finds it moved.
    const { count } = await db.write.import.updateMany({
      where: { id: row.id, state: row.state, aliveWallMs: row.aliveWallMs },
      data: { aliveWallMs: Date.now() },
    });
    if (count === 0) {
      continue;
    }
    taken += 1;
    const caller = callerOf(row.workspaceId);
    if (row.state === 'enrolling') {
      await offerToPlays(db, caller, row);
    } else {
      await closeStopped(db, caller, row);
    }
  }
  return taken;
}

/** The file is not read on by itself; until somebody imports it again its leads enter no play, so a person is asked. */
async function closeStopped(db: Db, caller: Caller, row: Import): Promise<void> {
  const why = `Baton was stopped after row ${row.rows}. Import the file again; leads that are here already are only updated.`;
  await db.tx(async (tx) => {
    const { clockOffsetMs } = workspaceOf(sqlOf(tx), caller);
    endImport(sqlOf(tx), caller, row.id, 'failed', why);
    await appendTask(tx, caller.workspaceId, {
      leadId: null,
      kind: 'import',
      sentence: `Baton was stopped while it read ${row.fileName}, after row ${row.rows}. The leads read until then are kept and entered no play. Import the file again: leads that are here already are only updated, and all are offered to plays.`,
      nowMs: Date.now() + clockOffsetMs,
      key: `import/${row.id}`,
    });
  });
}

export async function readImport(db: Db, caller: Caller, importId: string): Promise<Import | null> {
  mustBeAllowed(caller, 'leads.import');
  return db.read.import.findFirst({ where: { id: importId, workspaceId: caller.workspaceId } });
}

/** The newest first. */
export async function listImports(db: Db, caller: Caller, limit = 50): Promise<Import[]> {
  mustBeAllowed(caller, 'leads.import');
  return db.read.import.findMany({
    where: { workspaceId: caller.workspaceId },
    orderBy: { createdAtMs: 'desc' },
    take: Math.min(limit, 200),
  });
}

/** Rows that became no lead, in the order of the file. `after`: the last row number of the page before. */
export async function importRejections(
  db: Db,
  caller: Caller,
  request: { importId: string; after?: number; limit?: number },
): Promise<ImportRejection[]> {
  if ((await readImport(db, caller, request.importId)) === null) {
    return [];
  }
  return db.read.importRejection.findMany({
    where: { importId: request.importId, rowNumber: { gt: request.after ?? 0 } },
    orderBy: { rowNumber: 'asc' },
    take: Math.min(request.limit ?? 100, 1_000),
  });
}

/** All of them, read in parts, however many there are. */
export async function* allRejections(
  db: Db,
  caller: Caller,
  importId: string,
): AsyncGenerator<ImportRejection> {
  for (let after = 0; ; ) {
    const page = await importRejections(db, caller, { importId, after, limit: 1_000 });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.rowNumber;
  }
}

/** Leads of an import with what was left out of their rows, in the order of the file. */
export async function importRemarks(
  db: Db,
  caller: Caller,
  request: { importId: string; after?: number; limit?: number },
): Promise<{ rowNumber: number; leadId: string; remark: string }[]> {
  if ((await readImport(db, caller, request.importId)) === null) {
    return [];
  }
  return db.read.importedLead.findMany({
    where: { importId: request.importId, rowNumber: { gt: request.after ?? 0 }, remark: { not: '' } },
    orderBy: { rowNumber: 'asc' },
    take: Math.min(request.limit ?? 100, 1_000),
    select: { rowNumber: true, leadId: true, remark: true },
  });
}
