import { type FieldType, type LeadFieldSpec, STANDARD_FIELDS } from '#workflows/leads/field-values.ts';
import { type Caller, type Done, refusal } from './caller.ts';
import { note } from './changes.ts';
import type { Db } from './client.ts';
import type { Sql } from './sql.ts';

/** Standard fields, then the workspace's own as `custom.<name>`, by label. */
export async function leadFields(db: Db, caller: Caller): Promise<LeadFieldSpec[]> {
  const own = await db.read.leadField.findMany({
    where: { workspaceId: caller.workspaceId },
    orderBy: [{ label: 'asc' }, { name: 'asc' }],
  });
  return [
    ...STANDARD_FIELDS,
    ...own.map((field) => ({
      name: `custom.${field.name}`,
      label: field.label,
      type: field.type as FieldType,
    })),
  ];
}

const NAME = /^[a-z][a-zA-Z0-9_]{0,39}$/;

/** Adds a field of the workspace's own. `name` without `custom.`. */
export async function addLeadField(db: Db, caller: Caller, field: LeadFieldSpec): Promise<Done> {
  const refused = refusal(caller, 'leads.write');
  if (refused) {
    return refused;
  }
  if (!NAME.test(field.name)) {
    return {
      ok: false,
      field: 'name',
      reason: 'A name starts with a small letter and has only letters, digits and _.',
    };
  }
  return db.tx(async (tx) => {
    const key = { workspaceId_name: { workspaceId: caller.workspaceId, name: field.name } };
    const before = await tx.leadField.findUnique({ where: key });
    if (before !== null && before.type !== field.type) {
      return {
        ok: false,
        field: 'name',
        reason: `There is a field "${field.name}" already; it holds a ${before.type}.`,
      };
    }
    await tx.leadField.upsert({
      where: key,
      create: { workspaceId: caller.workspaceId, ...field },
      update: { label: field.label },
    });
    await note(tx, caller.workspaceId, 'workspace', caller.workspaceId);
    return { ok: true };
  });
}

/** Makes the fields that an import brings, where they do not exist yet. `name` without `custom.`. */
export function ensureLeadFields(sql: Sql, workspaceId: string, fields: readonly LeadFieldSpec[]): void {
  for (const field of fields) {
    sql.run(
      `INSERT INTO "LeadField" ("workspaceId", "name", "label", "type") VALUES (?, ?, ?, ?)
       ON CONFLICT ("workspaceId", "name") DO NOTHING`,
      workspaceId,
      field.name,
      field.label,
      field.type,
    );
  }
}
