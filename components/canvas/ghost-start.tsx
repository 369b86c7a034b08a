'use client';

import { StepIcon } from '#components/canvas/step-icon.tsx';
import { newId } from '#components/canvas/use-acts.ts';
import { useEditor } from '#components/canvas/use-editor.ts';
import { addAt } from '#workflows/edit/add.ts';
import { type AnyNodeKind, NODE_KINDS } from '#workflows/nodes/registry.ts';

type Start = { kind: AnyNodeKind; label: string; help: string; config: Record<string, string> };

/** Every way a play can start: each start's first choice, told one by one. */
const starts: Start[] = NODE_KINDS.filter((kind) => kind.shape === 'trigger').flatMap((kind) => {
  const choice = kind.fields.find((field) => field.widget.type === 'choice');
  if (choice?.widget.type !== 'choice') return [{ kind, label: kind.label, help: kind.help, config: {} }];
  return choice.widget.options.map((option) => ({
    kind,
    label: option.label,
    help: option.help ?? kind.help,
    config: { [choice.path]: option.value },
  }));
});

/** An empty canvas asks the one question that comes first. */
export function GhostStart({ place }: { place: () => { x: number; y: number } }) {
  const editor = useEditor();
  const choose = (start: Start) => {
    const id = newId();
    const operation = addAt(editor.state.play, start.kind, id, place());
    editor.do(
      { ...operation, node: { ...operation.node, config: { ...operation.node.config, ...start.config } } },
      [id],
    );
  };
  return (
    <section
      aria-label="Start of the play"
      className="absolute top-[12%] left-1/2 w-80 max-w-[calc(100%-32px)] -translate-x-1/2 rounded-card border border-dashed border-edge bg-surface p-4"
    >
      <h2 className="text-body font-semibold">How do leads come into this play?</h2>
      <p className="mt-1 text-ui text-2">A play begins with its start. Everything else hangs below it.</p>
      <ul className="mt-3 flex flex-col gap-1">
        {starts.map((start) => (
          <li key={start.label}>
            <button
              type="button"
              onClick={() => choose(start)}
              className="flex w-full items-start gap-2 rounded-control border border-line p-2 text-left transition-colors hover:border-edge hover:bg-hover"
            >
              <StepIcon kind={start.kind.kind} className="mt-0.5" />
              <span>
                <span className="block text-ui font-medium text-1">{start.label}</span>
                <span className="block text-meta text-3">{start.help}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
