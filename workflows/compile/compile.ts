import { longest, messageWeight, stayWeight, type Ways, waysOf } from '#workflows/compile/bounds.ts';
import { canonicalJson, sha256Hex } from '#workflows/compile/canonical.ts';
import { circleProblems } from '#workflows/compile/circles.ts';
import type { Content } from '#workflows/compile/content.ts';
import { ContentStore } from '#workflows/compile/contents.ts';
import type { CompileContext } from '#workflows/compile/context.ts';
import { graphOf, walk } from '#workflows/compile/graph.ts';
import { link } from '#workflows/compile/link.ts';
import { loopProblems } from '#workflows/compile/loops.ts';
import { placeReads } from '#workflows/compile/reads.ts';
import { edgeProblems, shapeProblems } from '#workflows/compile/shape.ts';
import { stepWorks } from '#workflows/compile/step-work.ts';
import { ENGINE_VERSION, type Instruction, type Plan } from '#workflows/engine/plan.ts';
import type { Problem, Trigger } from '#workflows/node.ts';
import type { Play } from '#workflows/play.ts';
import { DAY_MS, durationMs, msWords } from '#workflows/time/duration.ts';

/** Where the workspace does not say otherwise. */
const DOUBT_MS = [15_000, 60_000, 300_000];

/** How long a run is held for the owner after a reply that nobody waited for. */
const UNHEARD_HOLD_MS = 3 * DAY_MS;

const LARGEST_PLAN_BYTES = 64 * 1024;
const MOST_FACTS = 100;
/** Facts of one activity stand in the run's state, which holds 4 KB. */
const MOST_READS = 24;
const MOST_COUNTS = 30;

const LIMIT_TASK: Content = { kind: 'task', reason: 'limit' };

/** The label of an enrolment that came to the play's own bound. */
export const LIMIT_LABEL = 'limit';

/** What a lead can come to at most, in automation time and messages: what is printed, and what the engine enforces. */
export type Bounds = {
  stayMs: number;
  messages: number;
  /** True when both are as far as the drawn graph can go; false when a limit of the play's own is smaller. */
  ownGraph: boolean;
};

export type Compiled =
  | {
      ok: true;
      plan: Plan;
      /** SHA-256 of the plan's canonical JSON: the plan's address. */
      hash: string;
      contents: { hash: string; content: Content }[];
      bounds: Bounds;
      triggers: Trigger[];
      /** Warnings only. */
      problems: Problem[];
    }
  | { ok: false; problems: Problem[] };

/**
 * A drawn play becomes a plan, or the list of what is wrong with it. Total on every parsed play.
 *
 * Node order, edge order, positions and titles leave no trace in the hash; ids, configs and wiring do.
 */
export function compile(play: Play, context: CompileContext): Compiled {
  const built = build(play, context);
  if (!built.ok) return built;
  const text = canonicalJson(built.plan);
  const { contents, ...rest } = built;
  return { ...rest, plan: JSON.parse(text) as Plan, hash: sha256Hex(text), contents: contents.list() };
}

/**
 * Everything wrong with a play, errors and warnings. For every keystroke: what a step brings by itself is worked out again
 * only when the step or the context is another object.
 */
export function problemsOf(play: Play, context: CompileContext): Problem[] {
  return build(play, context).problems;
}

type Built =
  | { ok: true; plan: Plan; contents: ContentStore; bounds: Bounds; triggers: Trigger[]; problems: Problem[] }
  | { ok: false; problems: Problem[] };

function build(play: Play, context: CompileContext): Built {
  const graph = graphOf(play);
  const works = stepWorks(graph, context);
  const problems = [
    ...shapeProblems(play, graph),
    ...edgeProblems(play, graph),
    ...[...works.values()].flatMap((work) => work.problems),
    ...loopProblems(play, graph, works),
    ...circleProblems(play, graph, context),
  ];
  const [trigger] = graph.triggers;
  if (trigger === undefined || problems.some(isError))
    return { ok: false, problems: inOrder(play, problems) };

  const contents = new ContentStore();
  for (const work of works.values()) for (const content of work.contents) contents.add(content);
  const anyReplyNode = play.anyReply === undefined ? undefined : graph.nodes.get(play.anyReply);
  const linked = link(graph, walk(graph, [trigger, anyReplyNode]), works, contents);
  const anyReplyEntry =
    anyReplyNode === undefined ? null : (linked.entries.get(anyReplyNode.node.id) ?? null);
  const atLimit = limitCode(play, linked.code.length, contents);
  const roots = anyReplyEntry === null ? [linked.start] : [linked.start, anyReplyEntry];
  const placed = placeReads([...linked.code, ...atLimit], roots);
  const start = placed.rootOf(linked.start);
  const anyReply = anyReplyEntry === null ? null : placed.rootOf(anyReplyEntry);

  const doubtMs = [...(context.doubtMs ?? DOUBT_MS)];
  const ways = waysOf({ code: placed.code, start, anyReply });
  const stayMs = longest(ways, stayWeight(doubtMs));
  const messages = longest(ways, messageWeight);
  if (stayMs === null || messages === null) {
    // The checks on the drawing come first; this holds whatever a kind lowers to.
    problems.push({
      code: 'loop-without-limit',
      severity: 'error',
      sentence:
        'Leads can go round in this play without end. Set on a step of the loop how often they may come back.',
    });
    return { ok: false, problems: inOrder(play, problems) };
  }
  const own = {
    stayMs: play.limits?.stay === undefined ? Number.POSITIVE_INFINITY : durationMs(play.limits.stay),
    messages: play.limits?.messages ?? Number.POSITIVE_INFINITY,
  };
  const bounds: Bounds = {
    stayMs: Math.min(own.stayMs, stayMs),
    messages: Math.min(own.messages, messages),
    ownGraph: stayMs <= own.stayMs && messages <= own.messages,
  };
  const plan: Plan = {
    engine: ENGINE_VERSION,
    nodes: linked.nodes,
    facts: linked.facts,
    code: placed.code,
    start,
    anyReply,
    unheardHoldMs: UNHEARD_HOLD_MS,
    doubtMs,
    limit: { stayMs: bounds.stayMs, messages: bounds.messages, then: linked.code.length },
  };
  problems.push(...limitWarnings(ways, own, doubtMs), ...sizeProblems(plan));
  const ordered = inOrder(play, problems);
  if (problems.some(isError)) return { ok: false, problems: ordered };
  const config = works.get(trigger.node.id)?.config;
  const triggers = trigger.kind?.triggers === undefined ? [] : [trigger.kind.triggers(config as never)];
  return { ok: true, plan, contents, bounds, triggers, problems: ordered };
}

function isError(problem: Problem): boolean {
  return problem.severity === 'error';
}

/** What happens at the play's bound. It stands behind everything drawn; without limits of its own only a defect gets there. */
function limitCode(play: Play, at: number, contents: ContentStore): Instruction[] {
  const end: Instruction = { op: 'end', node: 0, label: LIMIT_LABEL };
  if (play.limits?.then === 'end') return [end];
  const next = { to: at + 1 };
  return [{ op: 'act', node: 0, verb: 'task', arg: contents.add(LIMIT_TASK), next, refused: next }, end];
}

/** A limit that cuts off a path even when nobody goes round twice is probably a slip. */
function limitWarnings(
  ways: Ways,
  own: { stayMs: number; messages: number },
  doubtMs: readonly number[],
): Problem[] {
  const once = () => 1;
  const problems: Problem[] = [];
  const warn = (field: string, sentence: string): void => {
    problems.push({ code: 'limit-below-path', severity: 'warning', field, sentence });
  };
  if (Number.isFinite(own.stayMs)) {
    const stayMs = longest(ways, stayWeight(doubtMs), once) ?? 0;
    if (own.stayMs < stayMs) {
      warn(
        'limits.stay',
        `The longest way through this play takes ${msWords(stayMs)}; its limit ends it after ${msWords(own.stayMs)}.`,
      );
    }
  }
  if (Number.isFinite(own.messages)) {
    const messages = longest(ways, messageWeight, once) ?? 0;
    if (own.messages < messages) {
      warn(
        'limits.messages',
        `One way through this play sends ${messages} messages; its limit ends it after ${own.messages}.`,
      );
    }
  }
  return problems;
}

/** What the run's state and Temporal's history can carry. */
function sizeProblems(plan: Plan): Problem[] {
  const problems: Problem[] = [];
  if (plan.facts.length > MOST_FACTS) {
    problems.push({
      code: 'too-many-facts',
      severity: 'error',
      sentence: `This play asks ${plan.facts.length} different things of a lead; at most ${MOST_FACTS} fit. Make two plays of it.`,
    });
  }
  for (const instruction of plan.code) {
    if ('reads' in instruction && (instruction.reads?.length ?? 0) > MOST_READS) {
      problems.push({
        code: 'too-many-reads',
        severity: 'error',
        node: plan.nodes[instruction.node],
        sentence: `Too much is asked of a lead in one go here (${instruction.reads?.length} things, at most ${MOST_READS}). Put a wait between the branches.`,
      });
    }
  }
  const counts = plan.code.filter((instruction) => instruction.op === 'count').length;
  if (counts > MOST_COUNTS) {
    problems.push({
      code: 'too-many-loops',
      severity: 'error',
      sentence: `This play counts visits on ${counts} steps; at most ${MOST_COUNTS} fit. Make two plays of it.`,
    });
  }
  // Code units, not bytes: a plan holds ids, hashes and numbers, all ASCII.
  const sizes = plan.code.map((instruction) => JSON.stringify(instruction).length + 1);
  const bytes = sizes.reduce((sum, size) => sum + size, JSON.stringify({ ...plan, code: [] }).length - 1);
  if (bytes > LARGEST_PLAN_BYTES) {
    const weights = new Map<string, number>();
    for (const [pc, instruction] of plan.code.entries()) {
      const id = plan.nodes[instruction.node] ?? '';
      weights.set(id, (weights.get(id) ?? 0) + (sizes[pc] ?? 0));
    }
    const heaviest = [...weights].sort((a, b) => b[1] - a[1]).slice(0, 3);
    problems.push({
      code: 'plan-too-large',
      severity: 'error',
      node: heaviest[0]?.[0],
      sentence: `This play is too large to run (${Math.ceil(bytes / 1024)} of 64 KB). Its heaviest steps are ${heaviest.map(([id]) => `"${id}"`).join(', ')}. Make two plays of it.`,
    });
  }
  return problems;
}

/** Problems of the play first, then step by step in drawing order, errors before warnings. */
function inOrder(play: Play, problems: readonly Problem[]): Problem[] {
  const place = new Map(play.nodes.map((node, i) => [node.id, i]));
  const rank = (problem: Problem): number =>
    (problem.node === undefined ? -1 : (place.get(problem.node) ?? -1)) * 2 +
    (problem.severity === 'error' ? 0 : 1);
  return [...problems].sort((a, b) => rank(a) - rank(b));
}
