import { edgesByFrom, nodeOf } from '#workflows/edit/graph.ts';
import { valueAt } from '#workflows/edit/path.ts';
import { nameOf, portsOf, sentenceWords } from '#workflows/edit/ports.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { Play, PlayNode } from '#workflows/play.ts';

/** One difference between the live version and the draft, for the publish dialog. */
export type Change = {
  key: string;
  verb: 'added' | 'changed' | 'removed' | 'moved';
  /** The step's kind; '' for the play itself. */
  kind: string;
  words: string;
  /** What of it: "Message, way “No reply”". */
  detail: string | null;
};

/** What differs, in drawing order; steps that only stand elsewhere are told as moved, last. */
export function changeWordsOf(live: Play | null, play: Play): Change[] {
  const before = new Map(live?.nodes.map((node) => [node.id, node]));
  const now = new Set(play.nodes.map((node) => node.id));
  const changes: Change[] = [];
  const moved: Change[] = [];
  const settings = live === null ? [] : settingsChanged(live, play);
  if (settings.length > 0) {
    changes.push({ key: 'play', verb: 'changed', kind: '', words: 'This play', detail: settings.join(', ') });
  }
  for (const node of play.nodes) {
    const was = before.get(node.id);
    if (was === undefined) {
      changes.push({
        key: node.id,
        verb: 'added',
        kind: node.kind,
        words: sentenceWords(node),
        detail: null,
      });
      continue;
    }
    const details = live === null ? [] : [...fieldsChanged(was, node), ...waysChanged(live, play, node)];
    if (details.length > 0) {
      changes.push({
        key: node.id,
        verb: 'changed',
        kind: node.kind,
        words: sentenceWords(node),
        detail: details.join(', '),
      });
    } else if (was.at.x !== node.at.x || was.at.y !== node.at.y) {
      moved.push({ key: node.id, verb: 'moved', kind: node.kind, words: sentenceWords(node), detail: null });
    }
  }
  for (const node of live?.nodes ?? []) {
    if (!now.has(node.id)) {
      changes.push({
        key: node.id,
        verb: 'removed',
        kind: node.kind,
        words: sentenceWords(node),
        detail: null,
      });
    }
  }
  return [...changes, ...moved];
}

function settingsChanged(live: Play, play: Play): string[] {
  return [
    ...(live.name === play.name ? [] : ['name']),
    ...(same(live.limits, play.limits) ? [] : ['limits']),
    ...(same(live.reentry, play.reentry) ? [] : ['entering again']),
    ...(live.anyReply === play.anyReply ? [] : ['where any other reply goes']),
  ];
}

function fieldsChanged(was: PlayNode, node: PlayNode): string[] {
  const fields = nodeKind(node.kind)?.fields ?? [];
  const named = fields
    .filter((field) => !same(valueAt(was.config, field.path), valueAt(node.config, field.path)))
    .map((field) => field.label);
  const details = [
    ...named,
    ...(was.title === node.title ? [] : ['name']),
    ...(was.disabled === node.disabled ? [] : [node.disabled ? 'passed over' : 'no longer passed over']),
    ...(was.maxVisits === node.maxVisits ? [] : ['how often leads may come']),
  ];
  if (details.length > 0 || same(was.config, node.config)) return details;
  return ['details'];
}

function waysChanged(live: Play, play: Play, node: PlayNode): string[] {
  const targets = (of: Play) =>
    new Map((edgesByFrom(of).get(node.id) ?? []).map((edge) => [edge.port, edge.to]));
  const [was, is] = [targets(live), targets(play)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((port) => was.get(port) !== is.get(port))
    .map((port) => {
      const label = portsOf(play, node).find((each) => each.id === port)?.label ?? port;
      const to = is.get(port);
      const target = to === undefined ? undefined : nodeOf(play, to);
      return target ? `“${label}” leads to ${nameOf(target)}` : `“${label}” leads nowhere`;
    });
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
