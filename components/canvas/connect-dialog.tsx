'use client';

import { Command } from 'cmdk';
import { SearchIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { StepIcon } from '#components/canvas/step-icon.tsx';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { refusedTargets } from '#workflows/edit/connect-rules.ts';
import { edgeAt, nodeOf } from '#workflows/edit/graph.ts';
import { nameOf, portsOf, sentenceWords } from '#workflows/edit/ports.ts';

type ConnectDialogProps = {
  /** The step whose way out is led somewhere; null: closed. */
  from: string | null;
  onClose: () => void;
};

/** Connecting without a pointer: by which way out, to which step. What cannot be is listed with the reason. */
export function ConnectDialog({ from, onClose }: ConnectDialogProps) {
  const editor = useEditor();
  const play = useEditorState((state) => state.play);
  const node = from === null ? undefined : nodeOf(play, from);
  const ports = node ? portsOf(play, node) : [];
  const firstFree = ports.find((port) => node && edgeAt(play, node.id, port.id) === undefined) ?? ports[0];
  const [chosen, setChosen] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening starts with the first free way out
  useEffect(() => setChosen(null), [from]);
  const port = chosen ?? firstFree?.id ?? '';

  if (node === undefined) return null;
  const refused = refusedTargets(play, { from: node.id, port });
  const wordsOf = (id: string) => {
    const to = edgeAt(play, node.id, id)?.to;
    const target = to === undefined ? undefined : nodeOf(play, to);
    return target ? `leads to ${nameOf(target)}` : 'leads nowhere yet';
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DialogContent title={`Connect ${nameOf(node)} to`}>
        {ports.length === 0 ? (
          <p className="text-ui text-2">This step ends the play for a lead: nothing follows it.</p>
        ) : (
          <>
            {ports.length > 1 ? (
              <Field label="By which way out" className="mb-3">
                <Select
                  options={ports.map((each) => ({
                    value: each.id,
                    label: each.label,
                    help: wordsOf(each.id),
                  }))}
                  value={port}
                  onValueChange={setChosen}
                />
              </Field>
            ) : null}
            <Command label="To which step" loop className="rounded-control border border-line">
              <div className="flex h-9 items-center gap-2 border-b border-line px-3">
                <SearchIcon aria-hidden="true" className="size-4 shrink-0 text-3" />
                <Command.Input
                  data-first-focus=""
                  placeholder="Find a step of this play"
                  className="h-full min-w-0 flex-1 bg-transparent text-ui outline-none max-wide:text-head max-wide:font-normal"
                />
              </div>
              <Command.List className="max-h-72 overflow-y-auto p-1">
                <Command.Empty className="px-2 py-3 text-ui text-3">No step has these words</Command.Empty>
                {play.nodes
                  .filter((target) => target.id !== node.id)
                  .map((target) => {
                    const reason = refused.get(target.id);
                    return (
                      <Command.Item
                        key={target.id}
                        value={target.id}
                        keywords={[sentenceWords(target)]}
                        disabled={reason !== undefined}
                        onSelect={() => {
                          const done = editor.do({
                            op: 'connect',
                            edge: { from: node.id, port, to: target.id },
                          });
                          if (done.ok) editor.say(`${nameOf(node)} now leads to ${nameOf(target)}`);
                          onClose();
                        }}
                        className="pop-item"
                      >
                        <StepIcon kind={target.kind} />
                        <span className="min-w-0 flex-1">
                          <span className="block truncate">{sentenceWords(target)}</span>
                          {reason ? <span className="block text-meta text-3">{reason}</span> : null}
                        </span>
                      </Command.Item>
                    );
                  })}
              </Command.List>
            </Command>
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}
