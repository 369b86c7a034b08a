import { type Caller, mustBeAllowed } from './caller.ts';
import type { Db } from './client.ts';
import type { Sql } from './sql.ts';

/** What the canvas shows on a live play, by node id; of all versions in one environment. */
export type LiveCounts = {
  environment: string;
  /** Leads who ever entered, and who have left. */
  entered: number;
  ended: number;
  nodes: Record<string, NodeCounts>;
};

export type NodeCounts = {
  /** Leads here now, and of them those that wait for a person. */
  here: number;
  stuck: number;
  /** Leads who came here: those who left, and those who are here. */
  entered: number;
  /** Leavings by port. */
  left: Record<string, number>;
};

/** @returns null when the play never went live, or is not in this workspace */
export async function liveCounts(db: Db, caller: Caller, playId: string): Promise<LiveCounts | null> {
  mustBeAllowed(caller, 'plays.read');
  return db.rows((sql) => {
    const live = sql.get<{ environment: string }>(
      `SELECT v."environment" FROM "Play" p JOIN "PlayVersion" v ON v."id" = p."liveVersionId"
       WHERE p."id" = ? AND p."workspaceId" = ?`,
      playId,
      caller.workspaceId,
    );
    return live === undefined ? null : countsOf(sql, playId, live.environment);
  });
}

/** Exported for the test that looks at their query plans. */
export const HERE = `
  SELECT "nodeId", "status", count(*) AS "n" FROM "Enrolment"
  WHERE "playId" = ? AND "versionId" IN (SELECT "id" FROM "PlayVersion" WHERE "playId" = ? AND "environment" = ?)
  GROUP BY "status", "nodeId"`;
export const LEFT = `
  SELECT "nodeId", "port", count(*) AS "n" FROM "Leaving"
  WHERE "playId" = ? AND "versionId" IN (SELECT "id" FROM "PlayVersion" WHERE "playId" = ? AND "environment" = ?)
  GROUP BY "nodeId", "port"`;

const STUCK = new Set(['held', 'blocked', 'paused']);

function countsOf(sql: Sql, playId: string, environment: string): LiveCounts {
  const counts: LiveCounts = { environment, entered: 0, ended: 0, nodes: {} };
  const at = (nodeId: string): NodeCounts => {
    const known = counts.nodes[nodeId] ?? { here: 0, stuck: 0, entered: 0, left: {} };
    counts.nodes[nodeId] = known;
    return known;
  };
  for (const row of sql.all<{ nodeId: string; status: string; n: number }>(
    HERE,
    playId,
    playId,
    environment,
  )) {
    counts.entered += row.n;
    if (row.status === 'ended') {
      counts.ended += row.n;
      // Where a way ends nothing leaves by a port: who ended there came there.
      at(row.nodeId).entered += row.n;
      continue;
    }
    const node = at(row.nodeId);
    node.here += row.n;
    node.entered += row.n;
    node.stuck += STUCK.has(row.status) ? row.n : 0;
  }
  for (const row of sql.all<{ nodeId: string; port: string; n: number }>(LEFT, playId, playId, environment)) {
    const node = at(row.nodeId);
    node.left[row.port] = row.n;
    node.entered += row.n;
  }
  return counts;
}
