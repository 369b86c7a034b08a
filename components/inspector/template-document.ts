import type { JSONContent } from '@tiptap/react';
import type { FieldSpec } from '#workflows/message/fields.ts';
import { templateParts } from '#workflows/message/merge-fields.ts';

/** A Liquid template as the editor's document: a paragraph a line, known merge fields as chips, all else as words. */
export function documentOf(template: string, catalogue: readonly FieldSpec[]): JSONContent {
  return {
    type: 'doc',
    content: template.split('\n').map((line): JSONContent => {
      const content = templateParts(line, catalogue).map(
        (part): JSONContent =>
          part.kind === 'field'
            ? { type: 'templateField', attrs: { source: part.source } }
            : { type: 'text', text: part.text },
      );
      return content.length === 0 ? { type: 'paragraph' } : { type: 'paragraph', content };
    }),
  };
}

/** The template that a document says; `documentOf` and this are each other's inverse. */
export function templateOf(document: JSONContent): string {
  return (document.content ?? [])
    .map((paragraph) =>
      (paragraph.content ?? [])
        .map((inline) =>
          inline.type === 'templateField' ? String(inline.attrs?.source ?? '') : (inline.text ?? ''),
        )
        .join(''),
    )
    .join('\n');
}
