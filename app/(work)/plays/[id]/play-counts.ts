import { edgeId, type PlayCounts } from '#components/canvas/counts.ts';
import type { Caller } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { liveCounts } from '#prisma/live-counts.ts';

/** Counts as the canvas shows them; null when the play never went live. */
export async function countsOfPlay(db: Db, caller: Caller, playId: string): Promise<PlayCounts | null> {
  const counts = await liveCounts(db, caller, playId);
  if (counts === null) return null;
  const nodes = Object.entries(counts.nodes);
  return {
    of: counts.environment === 'sandbox' ? 'all versions, sandbox' : 'all versions',
    entered: counts.entered,
    here: Object.fromEntries(nodes.filter(([, node]) => node.here > 0).map(([id, node]) => [id, node.here])),
    left: Object.fromEntries(
      nodes.flatMap(([id, node]) =>
        Object.entries(node.left).map(([port, count]) => [edgeId(id, port), count]),
      ),
    ),
  };
}
