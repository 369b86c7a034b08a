import { EXAMPLES } from '#workflows/nodes/testing/examples.ts';
import { Play, type PlayNode } from '#workflows/play.ts';

/** A play written as lines: `draw({ hi: 'sendSms', bye: 'end' }, ['start hi', 'hi.sent bye'])`. */
export function draw(
  steps: Record<string, string | Partial<PlayNode>>,
  lines: readonly string[],
  more: Partial<Play> = {},
): Play {
  const nodes = Object.entries({ start: 'trigger', ...steps }).map(([id, given], i) => {
    const step = typeof given === 'string' ? { kind: given } : given;
    const kind = step.kind ?? 'end';
    return { id, config: EXAMPLES[kind]?.[0] ?? {}, at: { x: 0, y: i * 160 }, ...step, kind };
  });
  const edges = lines.map((line) => {
    const [from = '', to = ''] = line.split(' ');
    const [id = '', port = 'next'] = from.split('.');
    return { from: id, port, to };
  });
  return Play.parse({ format: 'baton.play', version: 1, name: 'Drawn', nodes, edges, ...more });
}
