'use client';

import {
  mergeAttributes,
  Node,
  type NodeViewProps,
  NodeViewWrapper,
  ReactNodeViewRenderer,
} from '@tiptap/react';
import { useState } from 'react';
import { useSetting } from '#components/canvas/setting.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';

/**
 * A merge field as one piece of a text: typed over, deleted and moved as a whole. Pressing it asks what is said when a
 * lead has no such value.
 */
export const MergeField = Node.create({
  name: 'mergeField',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,

  addAttributes() {
    return { field: { default: '' }, fallback: { default: null } };
  },
  parseHTML() {
    return [
      {
        tag: 'span[data-merge-field]',
        getAttrs: (element) => ({
          field: element.getAttribute('data-merge-field') ?? '',
          fallback: element.getAttribute('data-fallback'),
        }),
      },
    ];
  },
  renderHTML({ node, HTMLAttributes }) {
    return [
      'span',
      mergeAttributes(HTMLAttributes, {
        'data-merge-field': node.attrs.field,
        'data-fallback': node.attrs.fallback,
      }),
    ];
  },
  renderText({ node }) {
    return `{{ ${node.attrs.field} }}`;
  },
  addNodeView() {
    return ReactNodeViewRenderer(MergeFieldChip, { as: 'span' });
  },
});

/** The same for texts, which are kept in Liquid: the chip carries its source, filters and all. */
export const TemplateField = Node.create({
  name: 'templateField',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,

  addAttributes() {
    return { source: { default: '' } };
  },
  parseHTML() {
    return [
      {
        tag: 'span[data-template-field]',
        getAttrs: (element) => ({ source: element.getAttribute('data-template-field') ?? '' }),
      },
    ];
  },
  renderHTML({ node, HTMLAttributes }) {
    return ['span', mergeAttributes(HTMLAttributes, { 'data-template-field': node.attrs.source })];
  },
  renderText({ node }) {
    return String(node.attrs.source);
  },
  addNodeView() {
    return ReactNodeViewRenderer(TemplateFieldChip, { as: 'span' });
  },
});

function MergeFieldChip({ node, updateAttributes, deleteNode, editor, selected }: NodeViewProps) {
  const { field, fallback } = node.attrs as { field: string; fallback: string | null };
  return (
    <Chip
      path={field}
      fallback={fallback}
      selected={selected}
      editable={editor.isEditable}
      onFallback={(next) => updateAttributes({ fallback: next === '' ? null : next })}
      onRemove={deleteNode}
    />
  );
}

const DEFAULT_FILTER = /\s*\|\s*default:\s*"([^"]*)"/;

function TemplateFieldChip({ node, updateAttributes, deleteNode, editor, selected }: NodeViewProps) {
  const source = String(node.attrs.source);
  const path = /\{\{-?\s*([\w.-]+)/.exec(source)?.[1] ?? source;
  return (
    <Chip
      path={path}
      fallback={DEFAULT_FILTER.exec(source)?.[1] ?? null}
      selected={selected}
      editable={editor.isEditable}
      onFallback={(next) => updateAttributes({ source: withFallback(source, next) })}
      onRemove={deleteNode}
    />
  );
}

/** The Liquid source with another fallback, its other filters kept; '' takes the fallback away. */
export function withFallback(source: string, fallback: string): string {
  const bare = source.replace(DEFAULT_FILTER, '');
  // Fallbacks stand between double quotes; Liquid has no escape for one inside.
  const filter = fallback === '' ? '' : ` | default: "${fallback.replaceAll('"', "'")}"`;
  return bare.replace(/\s*(-?\}\})$/, `${filter} $1`);
}

type ChipProps = {
  path: string;
  fallback: string | null;
  selected: boolean;
  editable: boolean;
  onFallback: (fallback: string) => void;
  onRemove: () => void;
};

function Chip({ path, fallback, selected, editable, onFallback, onRemove }: ChipProps) {
  const { catalogue } = useSetting();
  const [open, setOpen] = useState(false);
  const spec = catalogue.find((each) => each.path === path);
  const label = spec?.label ?? path;
  const chip = (
    <button
      type="button"
      contentEditable={false}
      disabled={!editable}
      title={
        fallback === null ? `${label}: a lead without it is not written to` : `${label}, or “${fallback}”`
      }
      className={cn(
        'merge-field leading-[18px]',
        spec === undefined && 'text-late!',
        selected && 'shadow-[inset_0_0_0_1px_var(--accent)]!',
      )}
    >
      {label}
    </button>
  );
  return (
    <NodeViewWrapper as="span" className="inline">
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger asChild>{chip}</PopoverTrigger>
        <PopoverContent className="w-64">
          <Field
            label={`When a lead has no ${label}`}
            help={fallback ? undefined : 'Empty: such a lead is not written to and leaves by “Not sent”.'}
          >
            <Input
              value={fallback ?? ''}
              placeholder="there"
              onChange={(event) => onFallback(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') {
                  event.preventDefault();
                  setOpen(false);
                }
              }}
            />
          </Field>
          <Button variant="ghost" size="sm" className="mt-2 -ml-2" onClick={onRemove}>
            Remove this field
          </Button>
        </PopoverContent>
      </Popover>
    </NodeViewWrapper>
  );
}
