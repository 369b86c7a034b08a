'use client';

import { EditorContent, useEditor as useTextEditor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { useEffect, useRef } from 'react';
import { useSetting } from '#components/canvas/setting.ts';
import { FieldMenu } from '#components/inspector/field-menu.tsx';
import { TemplateField } from '#components/inspector/merge-field.tsx';
import { documentOf, templateOf } from '#components/inspector/template-document.ts';
import { cn } from '#components/ui/class-names.ts';
import { useFieldControl } from '#components/ui/field.tsx';
import { fieldSnippet } from '#workflows/message/fields.ts';

const plainText = StarterKit.configure({
  blockquote: false,
  bold: false,
  bulletList: false,
  code: false,
  codeBlock: false,
  dropcursor: false,
  gapcursor: false,
  hardBreak: false,
  heading: false,
  horizontalRule: false,
  italic: false,
  link: false,
  listItem: false,
  listKeymap: false,
  orderedList: false,
  strike: false,
  trailingNode: false,
  underline: false,
});

type TemplateEditorProps = {
  /** Liquid. */
  value: string;
  onChange: (value: string) => void;
  disabled: boolean;
  label: string;
  placeholder?: string;
  /** One line: Enter does nothing. */
  singleLine?: boolean;
  /** At the right of "Insert field": a count. */
  aside?: React.ReactNode;
};

/** Words with merge fields as chips, kept as Liquid. */
export function TemplateEditor({
  value,
  onChange,
  disabled,
  label,
  placeholder,
  singleLine = false,
  aside,
}: TemplateEditorProps) {
  const { catalogue } = useSetting();
  const control = useFieldControl();
  const told = useRef(value);
  const latest = useRef(onChange);
  latest.current = onChange;

  const editor = useTextEditor({
    extensions: [plainText, TemplateField],
    content: documentOf(value, catalogue),
    editable: !disabled,
    immediatelyRender: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': String(!singleLine),
        'aria-label': label,
        class: 'outline-none min-h-[22px]',
        ...(control.id ? { id: control.id } : {}),
        ...(control['aria-describedby'] ? { 'aria-describedby': control['aria-describedby'] } : {}),
      },
      handleKeyDown: (_, event) => singleLine && event.key === 'Enter',
      // Pasted Liquid becomes chips; everything else comes in as plain words.
      handlePaste: (_, event) => {
        const text = event.clipboardData?.getData('text/plain') ?? '';
        const lines = singleLine ? text.replace(/\s*\n\s*/g, ' ') : text;
        editor?.commands.insertContent(documentOf(lines, catalogue).content ?? []);
        return true;
      },
    },
    onUpdate: ({ editor: changed }) => {
      const next = templateOf(changed.getJSON());
      if (next === told.current) return;
      told.current = next;
      latest.current(next);
    },
  });

  // What was not typed here (undo, another person's draft) is put into the box.
  useEffect(() => {
    if (editor === null || value === told.current) return;
    told.current = value;
    editor.commands.setContent(documentOf(value, catalogue), { emitUpdate: false });
  }, [editor, value, catalogue]);
  useEffect(() => {
    editor?.setEditable(!disabled, false);
  }, [editor, disabled]);

  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press beside the words goes to the words, which have the role */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard reaches the words by Tab */}
      <div
        aria-invalid={control['aria-invalid'] ?? false}
        onClick={() => editor?.commands.focus()}
        className={cn(
          'box relative w-full cursor-text px-2.5 py-1.5 text-body leading-[22px] text-1 max-wide:text-head max-wide:font-normal',
          !singleLine && 'min-h-24',
          disabled && 'cursor-default text-disabled',
        )}
      >
        {value === '' && placeholder ? (
          <span aria-hidden="true" className="pointer-events-none absolute text-3">
            {placeholder}
          </span>
        ) : null}
        <EditorContent editor={editor} className="break-words whitespace-pre-wrap" />
      </div>
      <div className="mt-1.5 flex min-h-6 items-center gap-2 text-meta text-3 tabular-nums">
        <FieldMenu
          disabled={disabled}
          onInsert={(spec) =>
            editor
              ?.chain()
              .focus()
              .insertContent({ type: 'templateField', attrs: { source: fieldSnippet(spec) } })
              .run()
          }
        />
        <span className="flex-1" />
        {aside}
      </div>
    </div>
  );
}
