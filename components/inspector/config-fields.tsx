'use client';

import { TriangleAlertIcon } from 'lucide-react';
import { useCallback } from 'react';
import { useEditor } from '#components/canvas/use-editor.ts';
import { isAbout } from '#components/inspector/use-wish.ts';
import type { Json } from '#components/inspector/widget.ts';
import { BelowControl, isGroup, WidgetControl } from '#components/inspector/widgets/registry.tsx';
import { Field as FieldFrame, FieldGroup } from '#components/ui/field.tsx';
import { toast } from '#components/ui/toast.tsx';
import { configure } from '#workflows/edit/configure.ts';
import { edgeAt, nodeOf } from '#workflows/edit/graph.ts';
import { valueAt } from '#workflows/edit/path.ts';
import { nameOf, portsOf } from '#workflows/edit/ports.ts';
import type { Field, Problem } from '#workflows/node.ts';
import type { AnyNodeKind } from '#workflows/nodes/registry.ts';
import type { PlayNode } from '#workflows/play.ts';

type ConfigFieldsProps = {
  node: PlayNode;
  kind: AnyNodeKind;
  problems: readonly Problem[];
  disabled: boolean;
};

/** One control for each of a kind's fields, with its problems at it. */
export function ConfigFields({ node, kind, problems, disabled }: ConfigFieldsProps) {
  const editor = useEditor();
  const change = useCallback(
    (values: readonly (readonly [path: string, value: Json | undefined])[]) => {
      const { play } = editor.state;
      const operations = values.map(([path, value]) => configure(play, node.id, path, value));
      const [only] = operations;
      if (only === undefined) return;
      const done = editor.do(operations.length === 1 ? only : { op: 'together', ops: operations });
      const ended = done.ok ? operations.flatMap((operation) => operation.dropPorts ?? []) : [];
      if (ended.length > 0) warnOfEnded(editor, play, node.id, ended);
    },
    [editor, node.id],
  );
  const shown = kind.fields.filter((field) => field.visible?.(node.config) ?? true);
  return shown.map((field) => (
    <FieldRow
      key={field.path}
      field={field}
      node={node}
      problems={problems.filter((problem) => isAbout(problem.field, field.path))}
      disabled={disabled}
      onChangeAll={change}
    />
  ));
}

type FieldRowProps = {
  field: Field;
  node: PlayNode;
  problems: readonly Problem[];
  disabled: boolean;
  onChangeAll: (values: readonly (readonly [path: string, value: Json | undefined])[]) => void;
};

function FieldRow({ field, node, problems, disabled, onChangeAll }: FieldRowProps) {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const warnings = problems.filter((problem) => problem.severity === 'warning');
  const inner = INNER.has(field.widget.type);
  // A problem deeper inside is shown by the control at its own row.
  const own = errors.find((problem) => problem.field === field.path) ?? (inner ? undefined : errors[0]);
  const control = (
    <WidgetControl
      field={field}
      node={node}
      value={valueAt(node.config, field.path)}
      problems={problems}
      disabled={disabled}
      onChange={(value) => onChangeAll([[field.path, value]])}
      onChangeAll={onChangeAll}
    />
  );
  const help = field.widget.type === 'switch' ? undefined : field.help;
  const error = own?.sentence;
  return (
    <div data-field={field.path} className="border-b border-line px-4 py-3">
      {field.widget.type === 'switch' ? (
        control
      ) : isGroup({ field }) ? (
        <FieldGroup legend={field.label} help={help} error={error}>
          {control}
        </FieldGroup>
      ) : (
        <FieldFrame label={field.label} help={help} error={error}>
          {control}
        </FieldFrame>
      )}
      {warnings.map((problem) => (
        <p key={problem.code} className="mt-2 flex gap-1.5 text-ui text-2">
          <TriangleAlertIcon aria-label="Worth a look" className="mt-[3px] size-3.5 shrink-0 text-warn" />
          {problem.sentence}
        </p>
      ))}
      <BelowControl field={field} value={valueAt(node.config, field.path)} />
    </div>
  );
}

/** Widgets that show the problems of their rows themselves. */
const INNER: ReadonlySet<Field['widget']['type']> = new Set(['cases', 'assignments']);

/** A way out that ends with its wire is told, and can be had back. */
function warnOfEnded(
  editor: ReturnType<typeof useEditor>,
  before: Parameters<typeof nodeOf>[0],
  id: string,
  ended: readonly string[],
): void {
  const node = nodeOf(before, id);
  const words = ended.map((port) => {
    const label = node ? portsOf(before, node).find((each) => each.id === port)?.label : undefined;
    const to = edgeAt(before, id, port)?.to;
    const target = to === undefined ? undefined : nodeOf(before, to);
    return `“${label ?? port}”${target ? ` to ${nameOf(target)}` : ''}`;
  });
  toast.done(`The way ${words.join(', ')} went with it`, { undo: () => editor.undo() });
}
