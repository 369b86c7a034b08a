import { portsOf } from '#workflows/nodes/registry.ts';
import { EXAMPLES } from '#workflows/nodes/testing/examples.ts';
import type { Play, PlayEdge, PlayNode } from '#workflows/play.ts';

const KINDS = ['sendSms', 'waitForReply', 'branch', 'wait', 'sendEmail', 'split', 'set'] as const;

/** A play of `size` steps in which everything leads on to the next three: texts, waits, branches, all of them different. */
export function largePlay(size: number): Play {
  const nodes: PlayNode[] = [{ id: 'start', kind: 'trigger', config: { by: 'hand' }, at: { x: 0, y: 0 } }];
  const edges: PlayEdge[] = [{ from: 'start', port: 'next', to: 'n0' }];
  const last = size - 3;
  for (let i = 0; i <= last; i++) {
    const kind = KINDS[i % KINDS.length] ?? 'wait';
    const example = structuredClone(EXAMPLES[kind]?.[0] ?? {});
    const config = kind === 'sendSms' ? { ...example, text: `${String(example.text)} ${i}` } : example;
    const node: PlayNode = { id: `n${i}`, kind, config, at: { x: 0, y: i * 160 } };
    nodes.push(node);
    for (const [j, port] of portsOf(node).entries()) {
      const to = i + 1 + (j % 3);
      edges.push({ from: node.id, port: port.id, to: to <= last ? `n${to}` : 'bye' });
    }
  }
  nodes.push({ id: 'bye', kind: 'end', config: {}, at: { x: 0, y: 0 } });
  return { format: 'baton.play', version: 1, name: 'Large', nodes, edges };
}
