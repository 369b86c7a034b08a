import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withFallback } from '#components/inspector/merge-field.tsx';
import { documentOf, templateOf } from '#components/inspector/template-document.ts';
import { FIELDS } from '#workflows/message/fields.ts';

test('any text, with or without merge fields, goes through the editor unchanged', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '{{ lead.firstName }}',
      '{{ lead.firstName | default: "there" }}',
      '{{ gone.field }}',
      '{% if x %}',
      '\n',
      '{{',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const template = pieces.join('');
      expect(templateOf(documentOf(template, FIELDS))).toBe(template);
    }),
  );
});

test('known fields are chips, the rest stays words', () => {
  const document = documentOf('Hi {{ lead.firstName }}, {{ gone.field }}', FIELDS);
  expect(document.content?.[0]?.content?.map((inline) => inline.type)).toEqual([
    'text',
    'templateField',
    'text',
    'text',
  ]);
});

test('a fallback is set, changed and taken away, other filters stay', () => {
  expect(withFallback('{{ lead.firstName }}', 'there')).toBe('{{ lead.firstName | default: "there" }}');
  expect(withFallback('{{ lead.firstName | capitalize | default: "there" }}', 'friend')).toBe(
    '{{ lead.firstName | capitalize | default: "friend" }}',
  );
  expect(withFallback('{{ lead.firstName | default: "there" }}', '')).toBe('{{ lead.firstName }}');
  expect(withFallback('{{ lead.firstName }}', 'a "friend"')).toBe(
    `{{ lead.firstName | default: "a 'friend'" }}`,
  );
});
