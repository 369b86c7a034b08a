import { FIELDS } from '#workflows/message/fields.ts';
import { templateParts } from '#workflows/message/merge-fields.ts';
import type { SentencePart } from '#workflows/node.ts';
import { fieldWords } from '#workflows/nodes/condition.ts';
import { looseRecord, looseText } from '#workflows/nodes/loose.ts';
import { durationSchema, durationWords } from '#workflows/time/duration.ts';

export const strong = (text: string): SentencePart => ({ kind: 'strong', text });
export const plain = (text: string): SentencePart => ({ kind: 'plain', text });
export const own = (text: string): SentencePart => ({ kind: 'own', text });
export const gap = (text: string, field: string): SentencePart => ({ kind: 'gap', text, field });

/** "2 days", or a gap where the length is missing or is not one. */
export function durationPart(value: unknown, field: string): SentencePart {
  const duration = durationSchema.safeParse(value);
  return duration.success ? strong(durationWords(duration.data)) : gap('how long', field);
}

/** A person's own words, or a gap. */
export function ownPart(value: unknown, missing: string, field: string): SentencePart {
  const text = looseText(value).trim();
  return text === '' ? gap(missing, field) : own(text);
}

/** A message's first words with its merge fields as parts of their own; three lines of a card hold no more. */
export function messageParts(template: string, longest = 120): SentencePart[] {
  const parts: SentencePart[] = [];
  let length = 0;
  for (const part of templateParts(template.replace(/\s+/g, ' ').trim(), FIELDS)) {
    const room = longest - length;
    if (room <= 0) return [...parts, own('…')];
    const merge = part.kind === 'field' ? part.label : mergeFieldWords(part.text);
    const source = part.kind === 'field' ? part.label : part.text;
    const text = merge ?? (source.length > room ? `${source.slice(0, room).trimEnd()}…` : source);
    if (text !== '') parts.push({ kind: merge === null ? 'own' : 'merge', text });
    length += text.length;
  }
  return parts;
}

/** A field that only the workspace knows, or that is not one at all: `{{ lead.custom.renewalMonth }}` is "renewal month". */
function mergeFieldWords(text: string): string | null {
  const path = /^\{\{-?\s*([\w.-]+)/.exec(text)?.[1];
  return path === undefined ? null : fieldWords(path.split('.').at(-1) ?? path);
}

/** The plain words of an editor document, for a card; total for anything stored. */
export function documentWords(body: unknown, longest = 200): string {
  const words: string[] = [];
  let length = 0;
  const walk = (value: unknown, depth: number): void => {
    if (depth > 12 || length > longest) return;
    const node = looseRecord(value);
    const text = looseText(node.text);
    if (text !== '') words.push(text);
    length += text.length;
    if (node.type === 'mergeField') words.push(`{{ ${looseText(looseRecord(node.attrs).field)} }}`);
    if (Array.isArray(node.content)) for (const child of node.content) walk(child, depth + 1);
    if (node.type === 'paragraph') words.push(' ');
  };
  walk(body, 0);
  return words.join('').trim();
}
