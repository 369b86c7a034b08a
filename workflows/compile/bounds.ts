import { exitsOf } from '#workflows/compile/exits.ts';
import type { Instruction, Pc } from '#workflows/engine/plan.ts';

/**
 * What is gathered by passing an instruction and leaving it by one of its exits, as `exitsOf` orders them: automation
 * time, or messages. `INTERRUPTED` is leaving by a reply that nobody waited for.
 */
export type Weight = (instruction: Instruction, exit: number) => number;

const INTERRUPTED = -1;
/** Second in `exitsOf` of a send, and of a wait until an instant. */
const NOT_SENT = 1;
const NEVER = 1;

/** The longest an instruction may take: its wait, or a send's lateness and all the looks whether it was accepted. */
export function stayWeight(doubtMs: readonly number[]): Weight {
  const doubtSumMs = doubtMs.reduce((sum, ms) => sum + ms, 0);
  return (instruction, exit) => {
    switch (instruction.op) {
      case 'wait':
      case 'awaitReply':
        return instruction.ms;
      case 'waitUntil':
        return exit === NEVER ? 0 : instruction.maxMs;
      case 'send':
        return instruction.giveUpMs + doubtSumMs;
      default:
        return 0;
    }
  };
}

/** Accepted, or of unknown fate. */
export const messageWeight: Weight = (instruction, exit) =>
  instruction.op === 'send' && exit !== NOT_SENT && exit !== INTERRUPTED ? 1 : 0;

type Code = {
  code: readonly Instruction[];
  start: Pc;
  /** Where a reply goes that nobody waits for; it is an edge from everywhere. */
  anyReply: Pc | null;
};

/** `exit` is its place in `exitsOf`; `budget` the count whose visits it uses up, null: free. */
type Edge = { to: Pc; exit: number; budget: Pc | null };

/** Code with its ways, and the parts of it that lead round, worked out once for all that is measured. */
export type Ways = Code & {
  edges: ReadonlyMap<Pc, Edge[]>;
  /** Strongly connected, the last ones first. */
  parts: readonly Pc[][];
};

export function waysOf(code: Code): Ways {
  const edges = edgesOf(code);
  return { ...code, edges, parts: stronglyConnected(code.code.length, code.start, edges) };
}

/**
 * The most a lead can gather from `start`, whatever the lead does and whatever the gate answers.
 *
 * Without cycles this is the longest path, and some lead can reach it. With cycles it is an upper bound: every way
 * round uses up a visit of some count, so a walk inside a strongly connected part is cut into at most one stretch more
 * than there are visits, and each stretch is a path without cycles.
 * @param visits how often a step behind a count is come into; the engine's own numbers unless a check asks "what if"
 * @returns null when some cycle uses up no visits: then there is no bound
 */
export function longest(
  { code, start, edges, parts }: Ways,
  weight: Weight,
  visits: (max: number) => number = (max) => max,
): number | null {
  const partOf = new Map<Pc, number>();
  for (const [i, part] of parts.entries()) for (const pc of part) partOf.set(pc, i);
  /** The most from here to any end. Parts come in reverse topological order, so what lies ahead is known. */
  const ahead = new Map<Pc, number>();
  /** The same behind a count, for whoever has come in by one of its visits. */
  const entered = new Map<Pc, number>();
  const aheadBy = (edge: Edge): number =>
    (edge.budget === null ? undefined : entered.get(edge.budget)) ?? ahead.get(edge.to) ?? 0;
  const weightOf = (pc: Pc, edge: Edge): number => {
    const instruction = code[pc];
    return instruction === undefined ? 0 : weight(instruction, edge.exit);
  };
  for (const [i, part] of parts.entries()) {
    const [only] = part;
    const cyclic =
      part.length > 1 || (only !== undefined && edgesAt(edges, only).some((edge) => edge.to === only));
    if (!cyclic && only !== undefined) {
      // Come to once, a count never lets anybody out by its other way.
      const out = edgesAt(edges, only).filter((edge) => code[only]?.op !== 'count' || edge.budget === only);
      ahead.set(only, Math.max(0, ...out.map((edge) => weightOf(only, edge) + aheadBy(edge))));
      continue;
    }
    const inside = (pc: Pc): boolean => partOf.get(pc) === i;
    /** The most from here to the end of an edge that uses up a visit; -Infinity: there is none ahead. */
    const toBudget = new Map<Pc, number>();
    /** The most from here to wherever the part is left, and on to an end. */
    const toExit = new Map<Pc, number>();
    const open = new Set<Pc>();
    const settle = (pc: Pc): boolean => {
      if (toBudget.has(pc)) return true;
      if (open.has(pc)) return false;
      open.add(pc);
      let budget = Number.NEGATIVE_INFINITY;
      let exit = 0;
      for (const edge of edgesAt(edges, pc)) {
        const here = weightOf(pc, edge);
        if (!inside(edge.to)) exit = Math.max(exit, here + aheadBy(edge));
        else if (edge.budget !== null) budget = Math.max(budget, here);
        else {
          if (!settle(edge.to)) return false;
          budget = Math.max(budget, here + (toBudget.get(edge.to) ?? Number.NEGATIVE_INFINITY));
          exit = Math.max(exit, here + (toExit.get(edge.to) ?? 0));
        }
      }
      // Whoever comes to an edge that uses up a visit may also stay away from it: an exit may end the play there.
      toBudget.set(pc, budget);
      toExit.set(pc, Math.max(exit, budget));
      return true;
    };
    for (const pc of part) if (!settle(pc)) return null;

    const budgets = new Map<Pc, Pc>();
    for (const pc of part) {
      for (const edge of edgesAt(edges, pc))
        if (edge.budget !== null && inside(edge.to)) budgets.set(edge.budget, edge.to);
    }
    /** The most from `pc` on, when one visit of `used` is gone already. */
    const total = (pc: Pc, used: Pc | null): number => {
      let rounds = 0;
      let last = Number.NEGATIVE_INFINITY;
      for (const [budget, to] of budgets) {
        const count = code[budget];
        const left = (count?.op === 'count' ? visits(count.max) : 0) - (budget === used ? 1 : 0);
        if (left <= 0) continue;
        const round = Math.max(0, toBudget.get(to) ?? 0);
        rounds += left * round;
        last = Math.max(last, (toExit.get(to) ?? 0) - round);
      }
      return Math.max(toExit.get(pc) ?? 0, (toBudget.get(pc) ?? Number.NEGATIVE_INFINITY) + rounds + last);
    };
    for (const pc of part) ahead.set(pc, total(pc, null));
    for (const [budget, to] of budgets) entered.set(budget, total(to, budget));
  }
  return ahead.get(start) ?? 0;
}

const NO_EDGES: Edge[] = [];

function edgesAt(edges: ReadonlyMap<Pc, Edge[]>, pc: Pc): Edge[] {
  return edges.get(pc) ?? NO_EDGES;
}

function edgesOf({ code, anyReply }: Code): Map<Pc, Edge[]> {
  const edges = new Map<Pc, Edge[]>();
  for (const [pc, instruction] of code.entries()) {
    const own = exitsOf(instruction).map(
      ({ to }, exit): Edge => ({ to, exit, budget: instruction.op === 'count' && exit === 0 ? pc : null }),
    );
    edges.set(pc, own);
  }
  if (anyReply === null) return edges;
  // The engine counts this rule with the visits of its step, and never takes that step's other way out by it.
  const first = code[anyReply];
  const door = first?.op === 'read' ? first.next.to : anyReply;
  const count = code[door];
  if (count?.op === 'count') {
    for (const own of edges.values()) own.push({ to: count.next.to, exit: INTERRUPTED, budget: door });
    return edges;
  }
  // A target without a count only ends: from there nothing comes back.
  const behind = new Set<Pc>();
  const open = [anyReply];
  for (let pc = open.pop(); pc !== undefined; pc = open.pop()) {
    if (behind.has(pc)) continue;
    behind.add(pc);
    for (const edge of edgesAt(edges, pc)) open.push(edge.to);
  }
  for (const [pc, own] of edges)
    if (!behind.has(pc)) own.push({ to: anyReply, exit: INTERRUPTED, budget: null });
  return edges;
}

/** Tarjan's algorithm, without recursion: strongly connected parts of what `start` reaches, the last ones first. */
function stronglyConnected(size: number, start: Pc, edges: ReadonlyMap<Pc, Edge[]>): Pc[][] {
  const index = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  const stack: Pc[] = [];
  const parts: Pc[][] = [];
  let counter = 0;
  const frames: { pc: Pc; next: number }[] = [];
  const push = (pc: Pc): void => {
    index[pc] = counter;
    low[pc] = counter;
    counter += 1;
    stack.push(pc);
    onStack[pc] = 1;
    frames.push({ pc, next: 0 });
  };
  push(start);
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const edge = edgesAt(edges, frame.pc)[frame.next];
    frame.next += 1;
    if (edge !== undefined) {
      if (index[edge.to] === -1) push(edge.to);
      else if (onStack[edge.to] === 1) low[frame.pc] = Math.min(low[frame.pc] ?? 0, index[edge.to] ?? 0);
      continue;
    }
    frames.pop();
    const parent = frames.at(-1);
    if (parent !== undefined) low[parent.pc] = Math.min(low[parent.pc] ?? 0, low[frame.pc] ?? 0);
    if (low[frame.pc] !== index[frame.pc]) continue;
    const part: Pc[] = [];
    for (let pc = stack.pop(); pc !== undefined; pc = stack.pop()) {
      onStack[pc] = 0;
      part.push(pc);
      if (pc === frame.pc) break;
    }
    parts.push(part);
  }
  return parts;
}
