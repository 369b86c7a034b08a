import { type BoundGraph, longest, messageWeight, stayWeight } from '#workflows/compile/bounds.ts';
import { canonicalJson, sha256Hex } from '#workflows/compile/canonical.ts';
import {
  circleProblems,
  configProblems,
  edgeProblems,
  loopProblems,
  shapeProblems,
} from '#workflows/compile/check.ts';
import type { Content } from '#workflows/compile/content.ts';
import type { CompileContext } from '#workflows/compile/context.ts';
import { type Graph, graphOf, walk } from '#workflows/compile/graph.ts';
import { ContentStore, link } from '#workflows/compile/lower.ts';
import { placeReads } from '#workflows/compile/reads.ts';
import { ENGINE_VERSION, type Plan } from '#workflows/engine/plan.ts';
import type { Lowered, Problem, Trigger } from '#workflows/node.ts';
import type { Play } from '#workflows/play.ts';
import { DAY_MS, durationMs, msWords } from '#workflows/time/duration.ts';

/** Pauses before each look whether a text of unknown fate was accepted. */
const DOUBT_MS = [15_000, 60_000, 300_000];

/** How long a run is held for the owner after a reply that nobody waited for. */
const UNHEARD_HOLD_MS = 3 * DAY_MS;

const LARGEST_PLAN_BYTES = 64 * 1024;
const MOST_FACTS = 100;
/** Facts of one activity stand in the run's state, which holds 4 KB. */
const MOST_READS = 24;
const MOST_COUNTS = 30;

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
  const graph = graphOf(play);
  const { problems: ofConfigs, configs } = configProblems(graph, context);
  const contents = new ContentStore();
  const lowered = new Map<string, Lowered[]>();
  for (const { node, kind } of graph.nodes.values()) {
    if (kind === undefined || !configs.has(node.id)) continue;
    lowered.set(
      node.id,
      kind.lower(configs.get(node.id) as never, { node, content: (content) => contents.add(content) }),
    );
  }
  const problems = [
    ...shapeProblems(play, graph),
    ...edgeProblems(play, graph),
    ...ofConfigs,
    ...loopProblems(play, graph, lowered),
    ...circleProblems(play, graph, context),
  ];
  if (problems.some((problem) => problem.severity === 'error'))
    return { ok: false, problems: inOrder(play, problems) };
  return build(play, graph, configs, lowered, contents, problems);
}

/** Everything wrong with a play, errors and warnings; cheap enough for every keystroke. */
export function problemsOf(play: Play, context: CompileContext): Problem[] {
  return compile(play, context).problems;
}

function build(
  play: Play,
  graph: Graph,
  configs: ReadonlyMap<string, unknown>,
  lowered: ReadonlyMap<string, Lowered[]>,
  contents: ContentStore,
  problems: Problem[],
): Compiled {
  const [trigger] = graph.triggers;
  if (trigger === undefined) throw new Error('A play without a trigger is refused before it is built.');
  const anyReplyNode = play.anyReply === undefined ? undefined : graph.nodes.get(play.anyReply);
  const linked = link(graph, walk(graph, [trigger, anyReplyNode]), lowered, contents);
  const anyReplyEntry =
    anyReplyNode === undefined ? null : (linked.entries.get(anyReplyNode.node.id) ?? null);

  // What happens at the bound stands behind everything drawn; where the play has no limits only a defect gets there.
  const code = [...linked.code];
  const limitPc = code.length;
  const atLimit = play.limits?.then ?? 'owner';
  if (atLimit === 'owner') {
    const arg = contents.add({ kind: 'task', reason: 'limit' });
    const next = { to: limitPc + 1 };
    code.push({ op: 'act', node: 0, verb: 'task', arg, next, refused: next });
  }
  code.push({ op: 'end', node: 0, label: LIMIT_LABEL });

  const roots = anyReplyEntry === null ? [linked.start] : [linked.start, anyReplyEntry];
  const placed = placeReads(code, roots);
  const start = placed.rootOf(linked.start);
  const anyReply = anyReplyEntry === null ? null : placed.rootOf(anyReplyEntry);

  const bounded: BoundGraph = { code: placed.code, start, anyReply };
  const stay = stayWeight(DOUBT_MS);
  const graphStayMs = longest(bounded, stay);
  const graphMessages = longest(bounded, messageWeight);
  const all = [...problems];
  if (graphStayMs === null || graphMessages === null) {
    all.push({
      code: 'loop-without-limit',
      severity: 'error',
      sentence:
        'Leads can go round in this play without end. Set on a step of the loop how often they may come back.',
    });
    return { ok: false, problems: inOrder(play, all) };
  }
  const ownStayMs = play.limits?.stay === undefined ? Number.POSITIVE_INFINITY : durationMs(play.limits.stay);
  const ownMessages = play.limits?.messages ?? Number.POSITIVE_INFINITY;
  const bounds: Bounds = {
    stayMs: Math.min(ownStayMs, graphStayMs),
    messages: Math.min(ownMessages, graphMessages),
    ownGraph: graphStayMs <= ownStayMs && graphMessages <= ownMessages,
  };
  all.push(...limitWarnings(bounded, ownStayMs, ownMessages));

  const plan: Plan = {
    engine: ENGINE_VERSION,
    nodes: linked.nodes,
    facts: linked.facts,
    code: placed.code,
    start,
    anyReply,
    unheardHoldMs: UNHEARD_HOLD_MS,
    doubtMs: DOUBT_MS,
    limit: { stayMs: bounds.stayMs, messages: bounds.messages, then: limitPc },
  };
  all.push(...sizeProblems(plan));
  if (all.some((problem) => problem.severity === 'error')) return { ok: false, problems: inOrder(play, all) };
  const text = canonicalJson(plan);
  const kind = trigger.kind;
  return {
    ok: true,
    plan: JSON.parse(text) as Plan,
    hash: sha256Hex(text),
    contents: contents.list(),
    bounds,
    triggers: kind?.triggers === undefined ? [] : [kind.triggers(configs.get(trigger.node.id) as never)],
    problems: inOrder(play, all),
  };
}

/** A limit that cuts off a path even when nobody goes round twice is probably a slip. */
function limitWarnings(bounded: BoundGraph, ownStayMs: number, ownMessages: number): Problem[] {
  const once: BoundGraph = { ...bounded, visits: () => 1 };
  const stayMs = longest(once, stayWeight(DOUBT_MS)) ?? 0;
  const messages = longest(once, messageWeight) ?? 0;
  const problems: Problem[] = [];
  if (ownStayMs < stayMs) {
    problems.push({
      code: 'limit-below-path',
      severity: 'warning',
      field: 'limits.stay',
      sentence: `The longest way through this play takes ${msWords(stayMs)}; its limit ends it after ${msWords(ownStayMs)}.`,
    });
  }
  if (ownMessages < messages) {
    problems.push({
      code: 'limit-below-path',
      severity: 'warning',
      field: 'limits.messages',
      sentence: `One way through this play sends ${messages} messages; its limit ends it after ${ownMessages}.`,
    });
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
  const bytes = JSON.stringify(plan).length;
  if (bytes > LARGEST_PLAN_BYTES) {
    const weights = new Map<string, number>();
    for (const instruction of plan.code) {
      const id = plan.nodes[instruction.node] ?? '';
      weights.set(id, (weights.get(id) ?? 0) + JSON.stringify(instruction).length);
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
