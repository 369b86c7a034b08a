import type { SetContent } from '#workflows/compile/content.ts';
import type { Tx } from './client.ts';
import type { Lead } from './generated/client.ts';
import { leadView } from './lead-view.ts';

/** Lead columns that a play may set; everything else it sets is a custom field. Addresses and consent are not among them. */
const TEXT_COLUMNS = ['firstName', 'lastName', 'company', 'city', 'stage', 'source', 'website'] as const;
type TextColumn = (typeof TEXT_COLUMNS)[number];

/**
 * Sets fields and tags of a lead, as a play's step says.
 * @returns what changed, in words for the timeline; nothing when all of it was so already
 */
export async function applyLeadChanges(
  tx: Tx,
  workspaceId: string,
  leadId: string,
  changes: Pick<SetContent, 'fields' | 'addTags' | 'removeTags'> & { nowMs: number },
): Promise<string[]> {
  const lead = await tx.lead.findFirstOrThrow({ where: { id: leadId, workspaceId } });
  const before = leadView(lead, 'UTC');
  const columns: Partial<Record<TextColumn, string>> & { score?: number | null; decidesBy?: string | null } = {};
  const custom: Record<string, unknown> = JSON.parse(lead.custom);
  const words: string[] = [];
  for (const { field, value } of changes.fields) {
    const name = field.replace(/^custom\./, '');
    const old = before.fields[field] ?? null;
    if (old === value || (old === '' && value === null)) continue;
    if (isTextColumn(field)) columns[field] = value === null ? '' : String(value);
    else if (field === 'score') columns.score = value === null ? null : Math.round(Number(value));
    else if (field === 'decidesBy') columns.decidesBy = value === null ? null : String(value);
    else if (value === null) delete custom[name];
    else custom[name] = value;
    words.push(value === null ? `${name} cleared` : `${name} is now “${String(value)}”`);
  }
  const tags = new Set(before.tags);
  for (const tag of changes.addTags) if (!tags.has(tag)) words.push(`tag “${tag}” added`);
  for (const tag of changes.removeTags) if (tags.has(tag)) words.push(`tag “${tag}” removed`);
  for (const tag of changes.addTags) tags.add(tag);
  for (const tag of changes.removeTags) tags.delete(tag);
  if (words.length === 0) return words;
  const data: Partial<Lead> = {
    ...columns,
    custom: JSON.stringify(custom),
    tags: JSON.stringify([...tags].sort()),
    updatedAtMs: changes.nowMs,
  };
  await tx.lead.update({ where: { id: leadId }, data });
  return words;
}

function isTextColumn(field: string): field is TextColumn {
  return TEXT_COLUMNS.some((column) => column === field);
}
