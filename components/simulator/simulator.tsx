'use client';

import { ChevronDownIcon, ChevronRightIcon } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { Way } from '#components/canvas/editor.ts';
import { useSetting } from '#components/canvas/setting.ts';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { ActsField } from '#components/simulator/acts-field.tsx';
import { inputText, instantOfInput, wholeMinute } from '#components/simulator/lead-clock.ts';
import { PERSONAS, scriptOf } from '#components/simulator/persona.ts';
import { TraceList } from '#components/simulator/trace-list.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { zoneWords } from '#components/ui/time-words.ts';
import { portsOf } from '#workflows/edit/ports.ts';
import { ENDED } from '#workflows/nodes/end.ts';
import type { Play } from '#workflows/play.ts';
import type { SimAct } from '#workflows/simulate/script.ts';
import { simWorld } from '#workflows/simulate/sim-world.ts';
import { simulate } from '#workflows/simulate/simulate.ts';
import type { Trace } from '#workflows/simulate/trace.ts';
import { msWords } from '#workflows/time/duration.ts';

const OWN = 'own';

/** The draft, performed for one lead on a clock of its own: the engine and the gate are the real ones, nothing is sent. */
export function Simulator({ nowMs }: { nowMs: number }) {
  const { previewLeads, gate } = useSetting();
  const editor = useEditor();
  const play = useEditorState((state) => state.play);
  const compiled = useEditorState((state) => state.compiled);
  const [leadId, setLeadId] = useState(previewLeads[0]?.id ?? '');
  const [persona, setPersona] = useState(PERSONAS[0]?.id ?? OWN);
  const [acts, setActs] = useState<SimAct[]>([]);
  const [open, setOpen] = useState(false);
  const [startMs, setStartMs] = useState(wholeMinute(nowMs));

  const lead = previewLeads.find((each) => each.id === leadId) ?? previewLeads[0];
  const simulated = lead?.simulated;
  const zone = useMemo(
    () => (simulated ? simWorld(simulated, gate, startMs).view.timeZone : gate.timeZone),
    [simulated, gate, startMs],
  );
  // Half-written answers say nothing yet.
  const said = useMemo(() => acts.filter((act) => act.intent !== undefined || act.text?.trim()), [acts]);
  const asked = useDeferredValue(
    useMemo(() => ({ compiled, play, simulated, said, startMs }), [compiled, play, simulated, said, startMs]),
  );
  const trace = useMemo<Trace | null>(() => {
    if (!asked.compiled.ok || asked.simulated === undefined) return null;
    return simulate({
      plan: asked.compiled.plan,
      contents: asked.compiled.contents,
      lead: asked.simulated,
      script: scriptOf(asked.said),
      startMs: asked.startMs,
      gate,
      play: asked.play,
    });
  }, [asked, gate]);

  // The way the lead goes stands out on the canvas.
  useEffect(() => {
    editor.showWay(trace === null ? null : wayOf(trace, asked.play));
    return () => editor.showWay(null);
  }, [editor, trace, asked.play]);

  return (
    <>
      <div className="shrink-0 border-b border-line px-4 py-3">
        <div className="grid grid-cols-2 gap-3">
          <Field label="Lead">
            <Select
              options={previewLeads.map((each) => ({
                value: each.id,
                label: each.name,
                ...(each.company ? { help: each.company } : {}),
              }))}
              value={lead?.id ?? null}
              onValueChange={setLeadId}
            />
          </Field>
          <Field label="Who">
            <Select
              options={[
                ...PERSONAS.map(({ id, label, help }) => ({ value: id, label, help })),
                { value: OWN, label: 'Own answers', help: 'Written below, line by line.' },
              ]}
              value={persona}
              onValueChange={(next) => {
                setPersona(next);
                const chosen = PERSONAS.find((each) => each.id === next);
                if (chosen) setActs([...chosen.acts]);
                else setOpen(true);
              }}
            />
          </Field>
        </div>
        <Field label={`Enters at, ${zoneWords(zone)} time`} className="mt-3">
          <Input
            type="datetime-local"
            value={inputText(startMs, zone)}
            onChange={(event) => {
              const atMs = instantOfInput(event.target.value, zone);
              if (atMs !== null) setStartMs(atMs);
            }}
            className="tabular-nums"
          />
        </Field>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="mt-3 flex items-center gap-1 rounded-tag text-ui font-medium text-2 hover:text-1"
        >
          {open ? (
            <ChevronDownIcon aria-hidden="true" className="size-4" />
          ) : (
            <ChevronRightIcon aria-hidden="true" className="size-4" />
          )}
          {acts.length === 0 ? 'No answers' : acts.length === 1 ? '1 answer' : `${acts.length} answers`}
        </button>
        {open ? (
          <div className="mt-3 max-h-72 overflow-y-auto">
            <ActsField
              acts={acts}
              onChange={(next) => {
                setActs(next);
                setPersona(OWN);
              }}
            />
          </div>
        ) : null}
      </div>
      {trace === null ? (
        <EmptyState title="Mend the problems first">
          A play is simulated as it would be performed, so it must be complete. What is missing is listed
          under the number of problems above.
        </EmptyState>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <TraceList lines={trace.lines} zone={zone} />
          <p role="status" className="border-t border-line px-4 py-3 text-ui text-2">
            {verdict(trace)} Nothing was sent.
          </p>
        </div>
      )}
    </>
  );
}

function wayOf(trace: Trace, play: Play): Way {
  const ports = new Map(play.nodes.map((node) => [node.id, portsOf(play, node).map((port) => port.id)]));
  const left = new Map<string, Set<string>>();
  for (const { node, port, kind } of trace.lines) {
    // What became of a message is also the name of the way it leaves by.
    const by = port ?? ports.get(node ?? '')?.find((id) => id === kind);
    if (node !== null && by !== undefined) left.set(node, (left.get(node) ?? new Set()).add(by));
  }
  return { steps: new Set(trace.lines.flatMap((line) => line.node ?? [])), left };
}

/** "2 messages in 5 days 3 hours; ended as Interested." */
function verdict(trace: Trace): string {
  const messages = trace.messages === 1 ? '1 message' : `${trace.messages} messages`;
  const end =
    trace.ended === null
      ? 'a person has to act before it goes on'
      : trace.ended === ENDED
        ? 'came to an end'
        : `ended as “${trace.ended}”`;
  return `${messages}, ${msWords(trace.stayMs)} in the play; ${end}.`;
}
