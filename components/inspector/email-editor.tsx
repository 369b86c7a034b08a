'use client';

import { type Editor, EditorContent, useEditorState, useEditor as useTextEditor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { BoldIcon, ItalicIcon, LinkIcon, ListIcon, ListOrderedIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { FieldMenu } from '#components/inspector/field-menu.tsx';
import { MergeField } from '#components/inspector/merge-field.tsx';
import type { Json } from '#components/inspector/widget.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { Field, useFieldControl } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import { isSafeLink, parseEmailDocument } from '#workflows/message/email-document.ts';

/** No more than every mail client shows alike; the stored document is checked against the same list. */
const richText = StarterKit.configure({
  blockquote: false,
  code: false,
  codeBlock: false,
  dropcursor: false,
  gapcursor: false,
  heading: false,
  horizontalRule: false,
  strike: false,
  trailingNode: false,
  underline: false,
  link: { openOnClick: false, autolink: false, defaultProtocol: 'https' },
});

const EMPTY = { type: 'doc', content: [{ type: 'paragraph' }] };

type EmailEditorProps = {
  /** The editor's document, as stored. */
  value: unknown;
  onChange: (value: Json) => void;
  disabled: boolean;
  label: string;
};

/** The body of an email: bold, italic, links, lists and merge fields. Signature and address follow by themselves. */
export function EmailEditor({ value, onChange, disabled, label }: EmailEditorProps) {
  const control = useFieldControl();
  const told = useRef(JSON.stringify(value ?? null));
  const latest = useRef(onChange);
  latest.current = onChange;

  const editor = useTextEditor({
    extensions: [richText, MergeField],
    content: readable(value),
    editable: !disabled,
    immediatelyRender: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        class:
          'outline-none min-h-32 [&_p+p]:mt-2 [&_ul]:list-disc [&_ul]:pl-5 [&_ol]:list-decimal [&_ol]:pl-5 [&_a]:text-accent-text [&_a]:underline',
        ...(control.id ? { id: control.id } : {}),
        ...(control['aria-describedby'] ? { 'aria-describedby': control['aria-describedby'] } : {}),
      },
    },
    onUpdate: ({ editor: changed }) => {
      const json = changed.getJSON() as Json;
      const text = JSON.stringify(json);
      if (text === told.current) return;
      told.current = text;
      latest.current(json);
    },
  });

  useEffect(() => {
    const text = JSON.stringify(value ?? null);
    if (editor === null || text === told.current) return;
    told.current = text;
    editor.commands.setContent(readable(value), { emitUpdate: false });
  }, [editor, value]);
  useEffect(() => {
    editor?.setEditable(!disabled, false);
  }, [editor, disabled]);

  return (
    <div>
      <div aria-invalid={control['aria-invalid'] ?? false} className="box overflow-hidden">
        <Tools editor={editor} disabled={disabled} />
        <EditorContent
          editor={editor}
          className={cn(
            'px-2.5 py-2 text-body break-words text-1 max-wide:text-head max-wide:font-normal',
            disabled && 'text-disabled',
          )}
        />
      </div>
      <div className="mt-1.5 flex min-h-6 items-center gap-2">
        <FieldMenu
          disabled={disabled}
          onInsert={(spec) =>
            editor
              ?.chain()
              .focus()
              .insertContent({ type: 'mergeField', attrs: { field: spec.path, fallback: null } })
              .run()
          }
        />
        <span className="flex-1 text-right text-meta text-3">Signature and address follow by themselves</span>
      </div>
    </div>
  );
}

function readable(value: unknown) {
  const parsed = parseEmailDocument(value);
  return parsed.ok ? parsed.document : EMPTY;
}

function Tools({ editor, disabled }: { editor: Editor | null; disabled: boolean }) {
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now?.isActive('bold') ?? false,
      italic: now?.isActive('italic') ?? false,
      link: now?.isActive('link') ?? false,
      bullets: now?.isActive('bulletList') ?? false,
      numbers: now?.isActive('orderedList') ?? false,
    }),
  });
  const tools = [
    {
      label: 'Bold',
      on: active?.bold,
      icon: BoldIcon,
      run: () => editor?.chain().focus().toggleBold().run(),
    },
    {
      label: 'Italic',
      on: active?.italic,
      icon: ItalicIcon,
      run: () => editor?.chain().focus().toggleItalic().run(),
    },
    {
      label: 'Bullets',
      on: active?.bullets,
      icon: ListIcon,
      run: () => editor?.chain().focus().toggleBulletList().run(),
    },
    {
      label: 'Numbers',
      on: active?.numbers,
      icon: ListOrderedIcon,
      run: () => editor?.chain().focus().toggleOrderedList().run(),
    },
  ];
  return (
    <div
      role="toolbar"
      aria-label="Formatting"
      className="flex h-8 items-center gap-0.5 border-b border-line bg-sunken px-1"
    >
      {tools.map(({ label, on, icon: Icon, run }) => (
        <Tool key={label} label={label} on={on === true} disabled={disabled} onPress={run}>
          <Icon aria-hidden="true" className="size-3.5" />
        </Tool>
      ))}
      <LinkTool editor={editor} on={active?.link === true} disabled={disabled} />
    </div>
  );
}

type ToolProps = React.ComponentProps<'button'> & { label: string; on: boolean; onPress?: () => void };

function Tool({ label, on, onPress, children, ...rest }: ToolProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={on}
      title={label}
      // The words keep their selection.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
      {...rest}
      className={cn(
        'touch-target relative flex size-6 items-center justify-center rounded-tag text-3 hover:bg-hover hover:text-1 disabled:text-disabled',
        on && 'bg-active text-1',
      )}
    >
      {children}
    </button>
  );
}

function LinkTool({ editor, on, disabled }: { editor: Editor | null; on: boolean; disabled: boolean }) {
  const [open, setOpen] = useState(false);
  const [href, setHref] = useState('');
  const trimmed = href.trim();
  const address = /^[a-z]+:/i.test(trimmed) || trimmed === '' ? trimmed : `https://${trimmed}`;
  const isBad = trimmed !== '' && !isSafeLink(address);
  const apply = () => {
    if (isBad) return;
    const chain = editor?.chain().focus().extendMarkRange('link');
    if (address === '') chain?.unsetLink().run();
    else chain?.setLink({ href: address }).run();
    setOpen(false);
  };
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        if (next) setHref(String(editor?.getAttributes('link').href ?? ''));
        setOpen(next);
      }}
    >
      <PopoverTrigger asChild>
        <Tool label="Link" on={on} disabled={disabled}>
          <LinkIcon aria-hidden="true" className="size-3.5" />
        </Tool>
      </PopoverTrigger>
      <PopoverContent className="w-72">
        <Field label="Address" error={isBad ? 'A link starts with https://, http:// or mailto:.' : undefined}>
          <Input
            value={href}
            placeholder="https://example.com"
            onChange={(event) => setHref(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') {
                event.preventDefault();
                apply();
              }
            }}
          />
        </Field>
        <div className="mt-3 flex justify-end gap-2">
          {on ? (
            <Button
              variant="ghost"
              size="sm"
              onClick={() => {
                editor?.chain().focus().extendMarkRange('link').unsetLink().run();
                setOpen(false);
              }}
            >
              Remove the link
            </Button>
          ) : null}
          <Button size="sm" disabled={isBad} onClick={apply}>
            Set the link
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}
