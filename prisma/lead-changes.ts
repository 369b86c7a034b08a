import type { SetContent } from '#workflows/compile/content.ts';
import { type CustomValue, fieldLabel, notSetWords, playChangeOf } from '#workflows/leads/field-values.ts';
import type { Tx } from './client.ts';
import type { Lead } from './generated/client.ts';
import { changedLead, customOf, type LeadChange, tagsOf } from './lead-row.ts';
import { changedColumns } from './lead-upsert.ts';
import { joined } from './lead-values.ts';

/**
 * Sets fields and tags of a lead, as a play's step says, in the transaction that records it.
 * @returns what changed, and what could not be set and why, in words for the timeline; nothing when all was so already
 */
export async function applyLeadChanges(
  tx: Tx,
  workspaceId: string,
  leadId: string,
  wanted: Pick<SetContent, 'fields' | 'addTags' | 'removeTags'> & { nowMs: number },
): Promise<string[]> {
  const before = await tx.lead.findFirstOrThrow({ where: { id: leadId, workspaceId } });
  const changes: LeadChange[] = [{ addTags: wanted.addTags, removeTags: wanted.removeTags }];
  const failed: string[] = [];
  for (const given of wanted.fields) {
    const parsed = playChangeOf(given);
    if (parsed.ok) {
      changes.push(parsed.change);
    } else {
      failed.push(notSetWords(given.field, parsed.reason));
    }
  }
  return [...(await writeChange(tx, before, joined(changes), wanted.nowMs)), ...failed];
}

/**
 * Writes a lead's change and all that follows from it.
 * @returns what changed, in words for the timeline
 */
export async function writeChange(
  tx: Tx,
  before: Lead,
  change: LeadChange,
  nowMs: number,
): Promise<string[]> {
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

/** What differs between two states of a lead, in words for the timeline. */
export function changeWords(before: Lead, after: Lead): string[] {
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
  words.push(...tagsAfter.filter((tag) => !tagsBefore.includes(tag)).map((tag) => `tag “${tag}” added`));
  words.push(...tagsBefore.filter((tag) => !tagsAfter.includes(tag)).map((tag) => `tag “${tag}” removed`));
  return words;
}

function differenceWords(label: string, from: CustomValue, to: CustomValue): string {
  if (to === null || to === '') {
    return `${label} cleared (was “${from}”)`;
  }
  return from === null || from === '' ? `${label} is now “${to}”` : `${label} is now “${to}” (was “${from}”)`;
}

const OTHER_LABELS: Record<string, string> = {
  timeZone: 'time zone',
  channelPreference: 'channel preference',
  hotAtMs: 'hot since',
  hotWhy: 'hot because',
};

function labelOf(field: string): string {
  return OTHER_LABELS[field] ?? fieldLabel(field);
}
