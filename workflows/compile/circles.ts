import type { CompileContext } from '#workflows/compile/context.ts';
import type { Graph } from '#workflows/compile/graph.ts';
import type { Problem } from '#workflows/node.ts';
import type { Play } from '#workflows/play.ts';

/**
 * Plays that start each other in a circle need a gap before a lead may enter one of them again; and a play that is not
 * live takes no leads.
 */
export function circleProblems(play: Play, graph: Graph, context: CompileContext): Problem[] {
  const self = context.playId;
  const startsOf = new Map(context.plays.map((known) => [known.id, known]));
  const problems: Problem[] = [];
  for (const { node } of graph.nodes.values()) {
    if (node.kind !== 'startPlay' || node.disabled === true || typeof node.config.play !== 'string') continue;
    const target = startsOf.get(node.config.play);
    if (target !== undefined && !target.isLive && target.id !== self) {
      problems.push({
        code: 'play-not-live',
        severity: 'warning',
        node: node.id,
        field: 'play',
        sentence: `"${target.name}" is not live, so leads do not enter it. Publish it before this play gets here.`,
      });
    }
    if (self === undefined || play.reentry !== undefined) continue;
    const path = wayBack(node.config.play, self, startsOf);
    if (path === null) continue;
    problems.push({
      code: 'plays-in-a-circle',
      severity: 'error',
      node: node.id,
      field: 'play',
      sentence:
        path.length === 0
          ? 'This play starts itself. Set how soon a lead may enter it again, in the settings of the play.'
          : `This starts a play that leads back here (${path.join(', ')}). Set how soon a lead may enter this play again, in its settings.`,
    });
  }
  return problems;
}

/** Names of the plays on a way from `from` to `to` on which nothing asks for a gap; null: there is no such way. */
function wayBack(
  from: string,
  to: string,
  plays: ReadonlyMap<string, CompileContext['plays'][number]>,
): string[] | null {
  const seen = new Set<string>();
  const open: { id: string; names: string[] }[] = [{ id: from, names: [] }];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    if (at.id === to) return at.names;
    const known = plays.get(at.id);
    if (known === undefined || known.hasReentryGap || seen.has(at.id)) continue;
    seen.add(at.id);
    for (const next of known.starts) open.push({ id: next, names: [...at.names, known.name] });
  }
  return null;
}
