'use client';

import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { Field } from '#components/ui/field.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Section } from '#components/ui/panel.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { reachableFrom } from '#workflows/edit/graph.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { Play, PlayNode } from '#workflows/play.ts';

/** What every step has: being passed over, and how often a lead may come back to it. */
export function StepOptions({ node, disabled }: { node: PlayNode; disabled: boolean }) {
  const editor = useEditor();
  const play = useEditorState((state) => state.play);
  const shape = nodeKind(node.kind)?.shape;
  if (shape !== 'card') return null;
  const loops = node.maxVisits !== undefined || comesBack(play, node.id);
  return (
    <Section title="This step">
      <div className="flex flex-col gap-3">
        <Switch
          label="Pass over it"
          help="Leads go on at once, as if it were not here."
          checked={node.disabled === true}
          disabled={disabled}
          onCheckedChange={(on) => editor.do({ op: 'setDisabled', ids: [node.id], disabled: on })}
        />
        {loops ? (
          <Field
            label="How often a lead may come here"
            help="After that the lead leaves by a way of its own. Empty: no such way; a loop then needs one elsewhere."
          >
            <NumberField
              value={node.maxVisits ?? null}
              min={1}
              max={100}
              unit="times"
              disabled={disabled}
              onValueChange={(times) => {
                const max = times === null ? undefined : Math.min(100, Math.max(1, Math.round(times)));
                editor.do({
                  op: 'setMaxVisits',
                  id: node.id,
                  ...(max === undefined ? {} : { maxVisits: max }),
                });
              }}
              className="w-32"
            />
          </Field>
        ) : null}
      </div>
    </Section>
  );
}

/** A way leads from the step back to itself, by wires or because any other reply goes to it. */
function comesBack(play: Play, id: string): boolean {
  if (play.anyReply !== undefined && reachableFrom(play, play.anyReply).has(id)) return true;
  return play.edges.some((edge) => edge.from === id && reachableFrom(play, edge.to).has(id));
}
