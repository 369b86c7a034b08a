import type { SentencePart } from '#workflows/node.ts';
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
  for (const piece of template
    .replace(/\s+/g, ' ')
    .trim()
    .split(/(\{\{.*?\}\}|\{%.*?%\})/)) {
    if (piece === '' || piece.startsWith('{%')) continue;
    const room = longest - length;
    if (room <= 0) return [...parts, own('…')];
    const field = piece.startsWith('{{') ? mergeFieldWords(piece) : null;
    const text = field ?? (piece.length > room ? `${piece.slice(0, room).trimEnd()}…` : piece);
    parts.push({ kind: field === null ? 'own' : 'merge', text });
    length += text.length;
  }
  return parts;
}

/** `{{ lead.first_name | default: "there" }}` is "first name" on a card. */
function mergeFieldWords(tag: string): string {
  const path = tag.slice(2, -2).split('|')[0]?.trim() ?? '';
  return (path.split('.').at(-1) ?? path)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
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
    if (node.type === 'mergeField') words.push(`{{ ${looseText(looseRecord(node.attrs).name)} }}`);
    if (Array.isArray(node.content)) for (const child of node.content) walk(child, depth + 1);
    if (node.type === 'paragraph') words.push(' ');
  };
  walk(body, 0);
  return words.join('').trim();
}
