import type { Content } from '#workflows/compile/content.ts';
import { ContentStore } from '#workflows/compile/contents.ts';
import type { CompileContext } from '#workflows/compile/context.ts';
import { type Graph, type GraphNode, successors } from '#workflows/compile/graph.ts';
import { issueSentence } from '#workflows/compile/parse.ts';
import { type FieldSpec, fieldCatalogue } from '#workflows/message/fields.ts';
import type { Lowered, Problem } from '#workflows/node.ts';
import type { AnyNodeKind } from '#workflows/nodes/registry.ts';
import type { PlayNode } from '#workflows/play.ts';

/** All that a step brings by itself: its config parsed, what is wrong with it, and its instructions. */
export type StepWork = {
  /** undefined: not finished, of an unknown kind, or passed over. */
  config: unknown;
  problems: Problem[];
  /** undefined together with `config`. */
  lowered: Lowered[] | undefined;
  contents: Content[];
};

/**
 * Steps are parsed, checked and lowered once: an edit makes a new object of the step it touches and leaves the others,
 * so that a keystroke costs one step and not the play. Keyed by what the result depends on.
 */
const done = new WeakMap<CompileContext, WeakMap<PlayNode, { isFirstText: boolean; work: StepWork }>>();

export function stepWorks(graph: Graph, context: CompileContext): Map<string, StepWork> {
  const firstTexts = firstTextsOf(graph);
  const known = done.get(context) ?? new WeakMap();
  done.set(context, known);
  let mergeFields: readonly FieldSpec[] | null = null;
  const works = new Map<string, StepWork>();
  for (const { node, kind } of graph.nodes.values()) {
    const isFirstText = firstTexts.has(node.id);
    const before = known.get(node);
    if (before !== undefined && before.isFirstText === isFirstText) {
      works.set(node.id, before.work);
      continue;
    }
    mergeFields ??= mergeFieldsOf(context);
    const work = workOf(node, kind, { ...context, node, mergeFields, isFirstText });
    known.set(node, { isFirstText, work });
    works.set(node.id, work);
  }
  return works;
}

function workOf(
  node: PlayNode,
  kind: AnyNodeKind | undefined,
  context: Parameters<AnyNodeKind['check']>[1],
): StepWork {
  const work: StepWork = { config: undefined, problems: [], lowered: undefined, contents: [] };
  if (kind === undefined) {
    work.problems.push({
      code: 'kind-unknown',
      severity: 'error',
      node: node.id,
      sentence: `This Baton does not know the step "${node.kind}". Update Baton, or remove the step.`,
    });
    return work;
  }
  if (node.disabled === true) {
    work.problems.push(...disabledProblems(node, kind));
    // A step that is passed over may stay unfinished: that is what switching it off is for.
    return work;
  }
  const parsed = kind.config.safeParse(node.config);
  if (!parsed.success) {
    work.problems.push(...configProblems(node, kind, parsed.error.issues));
    return work;
  }
  work.config = parsed.data;
  for (const problem of kind.check(parsed.data as never, context))
    work.problems.push({ ...problem, node: node.id });
  const store = new ContentStore();
  const content = (one: Content): string => {
    work.contents.push(one);
    return store.add(one);
  };
  work.lowered = kind.lower(parsed.data as never, { node, content });
  return work;
}

function disabledProblems(node: PlayNode, kind: AnyNodeKind): Problem[] {
  switch (kind.shape) {
    case 'trigger':
      return [
        {
          code: 'trigger-disabled',
          severity: 'error',
          node: node.id,
          sentence: 'The start is switched off, so nobody comes in. Switch it on.',
        },
      ];
    case 'terminal':
      return [
        {
          code: 'end-disabled',
          severity: 'error',
          node: node.id,
          sentence: 'An end cannot be passed over. Switch it on, or remove it.',
        },
      ];
    case 'card':
      return [];
  }
}

type Issue = Parameters<typeof issueSentence>[0];

/** What a kind's schema refuses, each at the field it names. */
function configProblems(node: PlayNode, kind: AnyNodeKind, issues: readonly Issue[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const issue of issues) {
    const path = issue.path.map(String).join('.');
    if (problems.has(path)) continue;
    const label = kind.fields
      .filter((field) => path === field.path || path.startsWith(`${field.path}.`))
      .sort((a, b) => b.path.length - a.path.length)[0]?.label;
    // Our own messages are sentences; zod's are not for marketers.
    const sentence = issue.message.endsWith('.')
      ? issue.message
      : issue.code === 'unrecognized_keys'
        ? issueSentence(issue)
        : `"${label ?? path}" is missing or cannot be used. Fill it in.`;
    const problem: Problem = { code: 'config', severity: 'error', node: node.id, sentence };
    if (path !== '') problem.field = path;
    problems.set(path, problem);
  }
  return [...problems.values()];
}

const CUSTOM = 'custom.';

function mergeFieldsOf(context: CompileContext): readonly FieldSpec[] {
  const custom = context.leadFields.filter((field) => field.name.startsWith(CUSTOM));
  return fieldCatalogue(custom.map((field) => ({ ...field, name: field.name.slice(CUSTOM.length) })));
}

/** Steps that send a text to leads who may not have had one of this play before. */
function firstTextsOf(graph: Graph): Set<string> {
  const found = new Set<string>();
  const seen = new Set<GraphNode>();
  const open = [...graph.triggers];
  for (let drawn = open.pop(); drawn !== undefined; drawn = open.pop()) {
    if (seen.has(drawn)) continue;
    seen.add(drawn);
    if (drawn.kind?.channel === 'sms' && drawn.node.disabled !== true) found.add(drawn.node.id);
    else open.push(...successors(graph, drawn));
  }
  return found;
}
