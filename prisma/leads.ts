import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import { note, noteSync } from './changes.ts';
import type { Db, Tx } from './client.ts';
import type { Lead } from './generated/client.ts';
import { STANDARD_FIELDS } from './lead-fields.ts';
import { type CustomValue, changedLead, customOf, type LeadChange, tagsOf } from './lead-row.ts';
import { isVisible } from './lead-scope.ts';
import { changedColumns, type LeadEntry, upsertLead } from './lead-upsert.ts';
import { changeOf, type FieldValue, joined } from './lead-values.ts';
import { appendTimeline, appendTimelineSync } from './timeline.ts';

export type LeadRecord = Omit<Lead, 'custom' | 'tags' | 'zones' | 'search' | 'nameKey'> & {
  custom: Record<string, CustomValue>;
  tags: string[];
  zones: string[];
  externalIds: { source: string; externalId: string }[];
  owner: { id: string; name: string } | null;
  import: { id: string; fileName: string } | null;
};

/** One lead, or null when there is none that the caller may see. */
export async function readLead(db: Db, caller: Caller, leadId: string): Promise<LeadRecord | null> {
  mustBeAllowed(caller, 'leads.read');
  const row = await db.rows((sql) =>
    isVisible(sql, caller, leadId) ? sql.get<Lead>('SELECT * FROM "Lead" WHERE "id" = ?', leadId) : undefined,
  );
  if (row === undefined) {
    return null;
  }
  const [externalIds, owner, imported] = await Promise.all([
    db.read.leadExternalId.findMany({
      where: { leadId, workspaceId: caller.workspaceId },
      select: { source: true, externalId: true },
      orderBy: [{ source: 'asc' }, { externalId: 'asc' }],
    }),
    row.ownerId === null
      ? null
      : db.read.user.findUnique({ where: { id: row.ownerId }, select: { id: true, name: true } }),
    row.importId === null
      ? null
      : db.read.import.findUnique({ where: { id: row.importId }, select: { id: true, fileName: true } }),
  ]);
  const { custom, tags, zones, search: _, nameKey: __, ...columns } = row;
  return {
    ...columns,
    custom: customOf({ custom }),
    tags: tagsOf({ tags }),
    zones: JSON.parse(zones) as string[],
    externalIds,
    owner,
    import: imported,
  };
}

/** Makes or updates a lead that a form, a person or another program tells of. */
export async function saveLead(
  db: Db,
  caller: Caller,
  entry: LeadEntry & { how: string; wallMs: number },
): Promise<Done<{ leadId: string; created: boolean }>> {
  const refused = refusal(caller, 'leads.write');
  if (refused) {
    return refused;
  }
  const { change } = entry;
  if (
    !change.email &&
    !change.cellPhone &&
    !change.homePhone &&
    !change.workPhone &&
    entry.externalIds.length === 0
  ) {
    return {
      ok: false,
      reason: 'A lead needs an email address, a phone number or an id of its source to be told apart.',
    };
  }
  return db.sync((sql) => {
    const workspace = sql.get<{ id: string; country: string; clockOffsetMs: number }>(
      'SELECT "id", "country", "clockOffsetMs" FROM "Workspace" WHERE "id" = ?',
      caller.workspaceId,
    );
    if (workspace === undefined) {
      return { ok: false, reason: 'There is no such workspace.' };
    }
    const nowMs = entry.wallMs + workspace.clockOffsetMs;
    const saved = upsertLead(sql, workspace, entry, { nowMs, importId: null });
    appendTimelineSync(sql, workspace.id, {
      leadId: saved.leadId,
      atMs: nowMs,
      kind: 'lead',
      title: saved.created ? 'Added' : 'Told of again',
      detail: entry.how,
    });
    noteSync(sql, workspace.id, 'lead', saved.leadId);
    return { ok: true, ...saved };
  });
}

export type LeadEdit = {
  fields?: readonly FieldValue[];
  addTags?: readonly string[];
  removeTags?: readonly string[];
  /** A member's user id; null: nobody. */
  ownerId?: string | null;
};

/** A person's edit: all of it or nothing, with a line on the timeline that says what was what before. */
export async function updateLead(
  db: Db,
  caller: Caller,
  request: { leadId: string; edit: LeadEdit; by: string; wallMs: number },
): Promise<Done> {
  const refused = refusal(caller, 'leads.write');
  if (refused) {
    return refused;
  }
  const visible = await db.rows((sql) => isVisible(sql, caller, request.leadId));
  return db.tx(async (tx) => {
    const before = visible
      ? await tx.lead.findFirst({ where: { id: request.leadId, workspaceId: caller.workspaceId } })
      : null;
    if (before === null) {
      return { ok: false, reason: 'There is no such lead any more.' };
    }
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: caller.workspaceId } });
    const nowMs = request.wallMs + workspace.clockOffsetMs;
    const { fields = [], addTags, removeTags, ownerId } = request.edit;
    const changes: LeadChange[] = [{ addTags, removeTags }];
    for (const given of fields) {
      const parsed = changeOf(given, { country: before.country, how: `set by ${request.by}` });
      if (!parsed.ok) {
        return { ok: false, reason: parsed.reason, field: given.field };
      }
      changes.push(parsed.change);
    }
    if (ownerId !== undefined) {
      if (ownerId !== null && !(await isMember(tx, caller.workspaceId, ownerId))) {
        return { ok: false, reason: 'That person is not in this workspace.', field: 'ownerId' };
      }
      changes.push({ ownerId });
    }
    const words = await writeChange(tx, before, joined(changes), nowMs);
    if (words.length > 0) {
      await appendTimeline(tx, caller.workspaceId, {
        leadId: before.id,
        atMs: nowMs,
        kind: 'person',
        title: `Changed by ${request.by}`,
        detail: words.join(', '),
      });
      await note(tx, caller.workspaceId, 'lead', before.id);
    }
    return { ok: true };
  });
}

/**
 * What a play's "set" step does, in the transaction that records it.
 * @returns what changed, and what could not be set and why, in words for the timeline; nothing when all was so already
 */
export async function applyLeadChanges(
  tx: Tx,
  workspaceId: string,
  leadId: string,
  wanted: {
    fields: readonly FieldValue[];
    addTags: readonly string[];
    removeTags: readonly string[];
    nowMs: number;
  },
): Promise<string[]> {
  const before = await tx.lead.findFirst({ where: { id: leadId, workspaceId } });
  if (before === null) {
    return [];
  }
  const changes: LeadChange[] = [{ addTags: wanted.addTags, removeTags: wanted.removeTags }];
  const failed: string[] = [];
  for (const given of wanted.fields) {
    const parsed = changeOf(given, { country: before.country, how: 'set by a play' });
    if (parsed.ok) {
      changes.push(parsed.change);
    } else {
      failed.push(`${labelOf(given.field)} stays as it was: ${parsed.reason}`);
    }
  }
  return [...(await writeChange(tx, before, joined(changes), wanted.nowMs)), ...failed];
}

async function writeChange(tx: Tx, before: Lead, change: LeadChange, nowMs: number): Promise<string[]> {
  const after = changedLead(before, change, nowMs);
  const columns = changedColumns(before, after);
  if (columns.length > 0) {
    await tx.lead.update({
      where: { id: before.id },
      data: { ...Object.fromEntries(columns.map((name) => [name, after[name]])), updatedAtMs: nowMs },
    });
  }
  return changeWords(before, after);
}

async function isMember(tx: Tx, workspaceId: string, userId: string): Promise<boolean> {
  const member = await tx.member.findUnique({ where: { workspaceId_userId: { workspaceId, userId } } });
  return member !== null;
}

/** Follow from the others, so people are not told of them. */
const DERIVED = new Set([
  'zones',
  'zoneHow',
  'countryHow',
  'preferenceHow',
  'search',
  'nameKey',
  'custom',
  'tags',
]);

function changeWords(before: Lead, after: Lead): string[] {
  const words: string[] = [];
  for (const name of changedColumns(before, after)) {
    if (name === 'ownerId') {
      words.push(after.ownerId === null ? 'nobody owns the lead now' : 'another owner');
    } else if (!DERIVED.has(name)) {
      words.push(differenceWords(labelOf(name), before[name], after[name]));
    }
  }
  const [customBefore, customAfter] = [customOf(before), customOf(after)];
  for (const name of new Set([...Object.keys(customBefore), ...Object.keys(customAfter)])) {
    const [from, to] = [customBefore[name] ?? null, customAfter[name] ?? null];
    if (from !== to) {
      words.push(differenceWords(name, from, to));
    }
  }
  const [tagsBefore, tagsAfter] = [tagsOf(before), tagsOf(after)];
  words.push(...tagsAfter.filter((tag) => !tagsBefore.includes(tag)).map((tag) => `tag ${tag} added`));
  words.push(...tagsBefore.filter((tag) => !tagsAfter.includes(tag)).map((tag) => `tag ${tag} removed`));
  return words;
}

function differenceWords(label: string, from: CustomValue, to: CustomValue): string {
  if (to === null || to === '') {
    return `${label} emptied (was ${from})`;
  }
  return from === null || from === '' ? `${label} set to ${to}` : `${label} from ${from} to ${to}`;
}

const OTHER_LABELS: Record<string, string> = {
  timeZone: 'time zone',
  channelPreference: 'channel preference',
  decidesBy: 'decides by',
  hotAtMs: 'hot since',
  hotWhy: 'hot because',
};

function labelOf(field: string): string {
  const standard = STANDARD_FIELDS.find((known) => known.name === field);
  return (OTHER_LABELS[field] ?? standard?.label ?? field.replace(/^custom\./, '')).toLowerCase();
}
