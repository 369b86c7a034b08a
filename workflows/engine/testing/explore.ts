import type { Event, Outcome } from '#workflows/engine/event.ts';
import type { FactValue, Plan } from '#workflows/engine/plan.ts';
import { initialState, type State } from '#workflows/engine/state.ts';
import { step } from '#workflows/engine/step.ts';
import { START_MS } from '#workflows/engine/testing/hand-made.ts';

/**
 * Everything that can come of a small plan: every answer of every activity, every kind of reply, silence and STOP.
 * @returns the labels of all ends that can be reached, with the ports left by on the way as "node port"
 */
export function explore(
  plan: Plan,
  seeds = 24,
  mostStates = 20_000,
): { labels: Set<string>; ports: Set<string> } {
  const labels = new Set<string>();
  const ports = new Set<string>();
  const open: State[] = [];
  const begin = (batch: Event[], state: State): void => {
    const next = step(plan, state, batch);
    for (const [node, port] of next.state.trail) ports.add(`${plan.nodes[node]} ${port}`);
    if (next.effect?.type === 'finish') labels.add(next.effect.label);
    else open.push(next.state);
  };
  for (let seed = 0; seed < seeds; seed++) {
    begin([{ type: 'boot', atMs: START_MS, skewMs: 0 }], initialState(plan, `lead-${seed}`, START_MS));
  }
  let looked = 0;
  for (let state = open.pop(); state !== undefined && looked < mostStates; state = open.pop()) {
    looked += 1;
    const asked = state;
    for (const batch of choices(plan, asked)) begin(batch, asked);
  }
  return { labels, ports };
}

function choices(plan: Plan, state: State): Event[][] {
  const instruction = plan.code[state.pc];
  if (state.flight !== null) {
    const outcomes: Outcome[] =
      state.flight.kind === 'send' || state.flight.kind === 'check'
        ? [{ kind: 'sent' }, { kind: 'notSent', why: '' }, { kind: 'unconfirmed' }]
        : state.flight.kind === 'act'
          ? [{ kind: 'done' }, { kind: 'refused', why: '' }]
          : [{ kind: 'done' }];
    const reads = instruction !== undefined && 'reads' in instruction ? (instruction.reads ?? []) : [];
    return outcomes.flatMap((outcome) =>
      factChoices(reads, state.nowMs).map((facts) => [answerOf(state.flight, state, outcome, facts)]),
    );
  }
  if (state.rest === null || state.rest.untilMs === null) return [];
  const found: Event[][] = [[{ type: 'timer', atMs: state.rest.untilMs }]];
  if (instruction?.op !== 'awaitReply') return found;
  const base = { seq: state.seq + 1, atMs: state.nowMs, channel: instruction.channels[0] ?? 'sms' };
  for (const intent of [...Object.keys(instruction.replies), 'somethingElse'])
    found.push([{ type: 'reply', ...base, intent }]);
  if (!state.closed.includes(base.channel)) found.push([{ type: 'stop', ...base }]);
  return found;
}

/** Nothing true, each alone true, and every instant ahead. */
function factChoices(reads: readonly number[], nowMs: number): [number, FactValue][][] {
  if (reads.length === 0) return [[]];
  const all = (value: FactValue): [number, FactValue][] => reads.map((fact) => [fact, value]);
  return [
    all(false),
    all(nowMs + 60_000),
    ...reads.map((chosen) => reads.map((fact): [number, FactValue] => [fact, fact === chosen])),
  ];
}

function answerOf(
  flight: State['flight'],
  state: State,
  outcome: Outcome,
  facts: [number, FactValue][],
): Event {
  return { type: 'result', id: flight?.id ?? -1, atMs: state.nowMs, outcome, facts, events: [], skewMs: 0 };
}
