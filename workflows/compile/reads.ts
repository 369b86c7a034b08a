import { exitsOf, withExits } from '#workflows/compile/exits.ts';
import type { FactId, Instruction, Pc } from '#workflows/engine/plan.ts';

/**
 * Puts every fact on the activity that comes right before the step that needs it, on every way there. Where a way comes
 * from a wait, a reply or the start, there is none: a `read` is put in, since facts read before a wait are stale.
 *
 * Sends and acts answer their reads together with their own result, so most plays need no activity for this at all.
 */
export function placeReads(
  code: readonly Instruction[],
  roots: readonly Pc[],
): { code: Instruction[]; rootOf: (pc: Pc) => Pc } {
  const needed = new Map<Pc, FactId[]>();
  const need = (pc: Pc): FactId[] => {
    const known = needed.get(pc);
    if (known !== undefined) return known;
    // What takes no time has no cycles; the empty entry only guards against a graph that was never checked.
    needed.set(pc, []);
    const instruction = code[pc];
    const facts = new Set<FactId>();
    if (instruction?.op === 'waitUntil') facts.add(instruction.fact);
    if (instruction?.op === 'branch' || instruction?.op === 'split' || instruction?.op === 'count') {
      if (instruction.op === 'branch') for (const one of instruction.cases) facts.add(one.fact);
      for (const exit of exitsOf(instruction)) for (const fact of need(exit.to)) facts.add(fact);
    }
    const sorted = [...facts].sort((a, b) => a - b);
    needed.set(pc, sorted);
    return sorted;
  };

  const placed: Instruction[] = [...code];
  const readers = new Map<Pc, Pc>();
  const readFirst = (pc: Pc): Pc => {
    const reads = need(pc);
    if (reads.length === 0) return pc;
    const known = readers.get(pc);
    if (known !== undefined) return known;
    const reader = placed.push({ op: 'read', node: code[pc]?.node ?? 0, reads, next: { to: pc } }) - 1;
    readers.set(pc, reader);
    return reader;
  };

  for (const [pc, instruction] of code.entries()) {
    switch (instruction.op) {
      case 'send':
      case 'act': {
        const reads = [...new Set(exitsOf(instruction).flatMap((exit) => need(exit.to)))].sort(
          (a, b) => a - b,
        );
        if (reads.length > 0) placed[pc] = { ...instruction, reads };
        break;
      }
      case 'wait':
      case 'waitUntil':
      case 'awaitReply':
        placed[pc] = withExits(instruction, (exit) => ({ ...exit, to: readFirst(exit.to) }));
        break;
      default:
    }
  }
  const rooted = new Map(roots.map((root) => [root, readFirst(root)]));
  return { code: placed, rootOf: (pc) => rooted.get(pc) ?? pc };
}
