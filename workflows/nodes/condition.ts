import { z } from 'zod';
import { PredicateContent } from '#workflows/compile/content.ts';
import { looseText } from '#workflows/nodes/loose.ts';

/** What can be asked of a lead's field, for which types of field, and in which words. One table for form, port and check. */
export const OPERATORS = [
  { operator: 'is', words: 'is', value: true, types: ['text', 'number', 'date', 'boolean'] },
  { operator: 'isNot', words: 'is not', value: true, types: ['text', 'number', 'date', 'boolean'] },
  { operator: 'contains', words: 'contains', value: true, types: ['text'] },
  { operator: 'startsWith', words: 'starts with', value: true, types: ['text'] },
  { operator: 'atLeast', words: 'at least', value: true, types: ['number'] },
  { operator: 'atMost', words: 'at most', value: true, types: ['number'] },
  { operator: 'before', words: 'before', value: true, types: ['date'] },
  { operator: 'after', words: 'after', value: true, types: ['date'] },
  { operator: 'isSet', words: 'is known', value: false, types: ['text', 'number', 'date', 'boolean'] },
  { operator: 'isNotSet', words: 'is not known', value: false, types: ['text', 'number', 'date', 'boolean'] },
  { operator: 'hasTag', words: 'has the tag', value: true, types: ['tags'] },
] as const satisfies readonly {
  operator: PredicateContent['operator'];
  words: string;
  value: boolean;
  types: readonly ('text' | 'number' | 'date' | 'boolean' | 'tags')[];
}[];

/** The pseudo field that `hasTag` asks. */
export const TAGS_FIELD = 'tags';

export const Condition = z.strictObject({
  field: z.string().min(1, 'Choose what to ask of the lead.').max(80),
  operator: PredicateContent.shape.operator,
  value: z.union([z.string().max(200), z.number(), z.boolean()]).optional(),
});
export type Condition = z.infer<typeof Condition>;

/** "decidesBy" is "decides by". Custom fields show their own name. */
export function fieldWords(field: string): string {
  return field
    .replace(/^custom\./, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
}

/** "score at least 50"; total for whatever is stored. */
export function conditionWords(condition: Readonly<Record<string, unknown>>): string {
  const known = OPERATORS.find((row) => row.operator === condition.operator);
  const field = fieldWords(looseText(condition.field));
  const value = condition.value === undefined || condition.value === null ? '' : String(condition.value);
  if (known === undefined || field === '') return '';
  if (known.operator === 'hasTag') return value === '' ? '' : `has the tag ${value}`;
  if (typeof condition.value === 'boolean' && known.operator === 'is')
    return condition.value ? field : `not ${field}`;
  return known.value ? `${field} ${known.words} ${value}`.trim() : `${field} ${known.words}`;
}
