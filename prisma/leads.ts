import type { CustomValue, FieldValue } from '#workflows/leads/field-values.ts';
import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import { note } from './changes.ts';
import type { Db, Tx } from './client.ts';
import type { Lead } from './generated/client.ts';
import { writeChange } from './lead-changes.ts';
import { customOf, type LeadChange, tagsOf } from './lead-row.ts';
import { isVisible } from './lead-scope.ts';
import { changeOf, joined } from './lead-values.ts';
import { appendTimeline } from './timeline.ts';

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

async function isMember(tx: Tx, workspaceId: string, userId: string): Promise<boolean> {
  const member = await tx.member.findUnique({ where: { workspaceId_userId: { workspaceId, userId } } });
  return member !== null;
}
