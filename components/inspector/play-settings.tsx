'use client';

import { useRef } from 'react';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { LengthField } from '#components/inspector/length-field.tsx';
import { useWish } from '#components/inspector/use-wish.ts';
import { Combobox } from '#components/ui/combobox.tsx';
import { Field, FieldGroup } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { nameOf, sentenceWords } from '#workflows/edit/ports.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { Play } from '#workflows/play.ts';

const OWNER = '-';

type Limits = NonNullable<Play['limits']>;

/** The play itself: its name, its own limits, and what happens to what no step waits for. */
export function PlaySettings({ disabled }: { disabled: boolean }) {
  const editor = useEditor();
  const play = useEditorState((state) => state.shown?.play ?? state.play);
  const problems = useEditorState((state) => state.compiled.problems);
  const limits = play.limits;
  const problemOf = (field: string) =>
    problems.find((problem) => problem.node === undefined && problem.field === field)?.sentence;

  const setLimits = (change: Partial<Limits>) => {
    const next: Limits = { then: 'owner', ...limits, ...change };
    if (next.stay === undefined) delete next.stay;
    if (next.messages === undefined) delete next.messages;
    const none = next.stay === undefined && next.messages === undefined;
    editor.do({ op: 'setLimits', ...(none ? {} : { limits: next }) });
  };

  const body = useRef<HTMLDivElement>(null);
  useWish('', body);

  return (
    <div ref={body} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-center border-b border-line px-4 text-ui font-semibold">
        This play
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div data-field="name" className="border-b border-line px-4 py-3">
          <Field label="Name">
            <Input
              value={play.name}
              maxLength={80}
              disabled={disabled}
              onChange={(event) => {
                if (event.target.value.trim() !== '')
                  editor.do({ op: 'renamePlay', name: event.target.value });
              }}
            />
          </Field>
        </div>
        <div data-field="anyReply" className="border-b border-line px-4 py-3">
          <Field
            label="A reply that no step waits for"
            help="The owner gets a task with a clock, and automation for this lead rests meanwhile."
            error={problemOf('anyReply')}
          >
            <Combobox
              options={[
                { value: OWNER, label: 'Goes to the owner of the lead' },
                ...play.nodes
                  .filter((node) => nodeKind(node.kind)?.shape !== 'trigger')
                  .map((node) => ({ value: node.id, label: nameOf(node), help: sentenceWords(node) })),
              ]}
              value={play.anyReply ?? OWNER}
              onValueChange={(node) => editor.do({ op: 'setAnyReply', ...(node === OWNER ? {} : { node }) })}
              searchPlaceholder="Find a step"
              disabled={disabled}
            />
          </Field>
        </div>
        <div data-field="reentry" className="border-b border-line px-4 py-3">
          <FieldGroup
            legend="May a lead enter again?"
            help={play.reentry ? 'Counted from when the lead left.' : undefined}
            error={problemOf('reentry')}
          >
            <RadioGroup
              layout="grid"
              aria-label="May a lead enter again?"
              options={[
                { value: 'never', label: 'Never' },
                { value: 'after', label: 'After a while' },
              ]}
              value={play.reentry ? 'after' : 'never'}
              onValueChange={(choice) =>
                editor.do({
                  op: 'setReentry',
                  ...(choice === 'after' ? { reentry: { after: { value: 90, unit: 'days' } } } : {}),
                })
              }
              disabled={disabled}
            />
            {play.reentry ? (
              <div className="mt-2">
                <LengthField
                  label="After"
                  value={play.reentry.after}
                  disabled={disabled}
                  onChange={(after) => after && editor.do({ op: 'setReentry', reentry: { after } })}
                />
              </div>
            ) : null}
          </FieldGroup>
        </div>
        <div data-field="limits" className="px-4 py-3">
          <FieldGroup
            legend="Limits of its own"
            help="Without them a lead goes as far as the drawing leads; the bar below says how far that is."
            error={problemOf('limits.stay') ?? problemOf('limits.messages')}
          >
            <div className="flex flex-col gap-3">
              <Field label="Longest stay">
                <LengthField
                  label="Longest stay"
                  value={limits?.stay}
                  disabled={disabled}
                  onChange={(stay) => setLimits({ stay })}
                />
              </Field>
              <Field label="Most messages">
                <NumberField
                  value={limits?.messages ?? null}
                  min={0}
                  max={1_000}
                  unit="messages"
                  disabled={disabled}
                  onValueChange={(messages) =>
                    setLimits({
                      messages:
                        messages === null ? undefined : Math.min(1_000, Math.max(0, Math.round(messages))),
                    })
                  }
                  className="w-40"
                />
              </Field>
              {limits ? (
                <Field label="At the limit">
                  <Select
                    options={[
                      { value: 'owner', label: 'End, and give the owner a task' },
                      { value: 'end', label: 'End quietly' },
                    ]}
                    value={limits.then}
                    onValueChange={(then) => setLimits({ then })}
                    disabled={disabled}
                  />
                </Field>
              ) : null}
            </div>
          </FieldGroup>
        </div>
      </div>
    </div>
  );
}
