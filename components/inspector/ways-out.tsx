'use client';

import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { Combobox } from '#components/ui/combobox.tsx';
import { Section } from '#components/ui/panel.tsx';
import { toast } from '#components/ui/toast.tsx';
import { refusedTargets } from '#workflows/edit/connect-rules.ts';
import { edgeAt } from '#workflows/edit/graph.ts';
import { nameOf, portsOf, sentenceWords } from '#workflows/edit/ports.ts';
import type { Port } from '#workflows/node.ts';
import type { Play, PlayNode } from '#workflows/play.ts';

const NOWHERE = '-';

/** Every way out of a step and where it leads: the same as drawing wires, without a pointer. */
export function WaysOut({ node, disabled }: { node: PlayNode; disabled: boolean }) {
  const editor = useEditor();
  const play = useEditorState((state) => state.shown?.play ?? state.play);
  const ports = portsOf(play, node);
  if (ports.length === 0) return null;
  return (
    <Section title={ports.length === 1 ? 'Then' : 'Ways out'}>
      <ul className="flex flex-col gap-2">
        {ports.map((port) => (
          <li key={port.id} className="grid grid-cols-[104px_minmax(0,1fr)] items-center gap-2">
            <span className="text-ui break-words text-2">{ports.length === 1 ? 'Leads to' : port.label}</span>
            <Combobox
              aria-label={`Where “${port.label}” leads`}
              options={targetsOf(play, node, port, ports)}
              value={edgeAt(play, node.id, port.id)?.to ?? NOWHERE}
              onValueChange={(to) => {
                if (to === NOWHERE) {
                  if (edgeAt(play, node.id, port.id))
                    editor.do({ op: 'disconnect', from: node.id, port: port.id });
                  return;
                }
                const done = editor.do({ op: 'connect', edge: { from: node.id, port: port.id, to } });
                if (!done.ok) toast.failed('Not connected', { kept: done.reason });
              }}
              searchPlaceholder="Find a step"
              emptyText="No step has these words"
              disabled={disabled}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function targetsOf(play: Play, node: PlayNode, port: Port, ports: readonly Port[]) {
  const current = edgeAt(play, node.id, port.id)?.to;
  const refused = refusedTargets(play, { from: node.id, port: port.id });
  return [
    { value: NOWHERE, label: nowhereWords(port, ports) },
    ...play.nodes
      .filter((target) => target.id !== node.id)
      .map((target) => {
        const reason = target.id === current ? undefined : refused.get(target.id);
        return {
          value: target.id,
          label: nameOf(target),
          help: reason ?? sentenceWords(target),
          disabled: reason !== undefined,
        };
      }),
  ];
}

/** What becomes of a lead where nothing is drawn. */
function nowhereWords(port: Port, ports: readonly Port[]): string {
  if (port.mayEnd) return 'Ends here';
  if (port.follows === undefined) return 'Nowhere yet';
  return `As “${ports.find((other) => other.id === port.follows)?.label ?? port.follows}”`;
}
