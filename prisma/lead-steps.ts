import { LIMIT_LABEL } from '#workflows/compile/compile.ts';
import { sentenceWords } from '#workflows/edit/ports.ts';
import { ENDED } from '#workflows/nodes/end.ts';
import { nodeKind, portsOf } from '#workflows/nodes/registry.ts';
import type { Play, PlayNode } from '#workflows/play.ts';
import { type Caller, mustBeAllowed } from './caller.ts';
import type { Db } from './client.ts';
import { isVisible } from './lead-scope.ts';

/** One decision on a lead's way through a play, in words; sends and edits have lines of their own. */
export type LeadStep = {
  /** Unique and stable. */
  key: string;
  atMs: number;
  kind: 'moved' | 'ended';
  title: string;
  detail: string;
  play: { id: string; name: string };
};

type Row = {
  enrolmentId: string;
  number: number;
  nodeId: string;
  port: string;
  atMs: number;
  versionId: string;
  playId: string;
};

const MOST_STEPS = 1_000;

/**
 * The waits and decisions of a visible lead's ways through plays since an instant, newest first: which way it took at
 * each, and how each way ended. They are told by the drawn step's own words at the version the lead runs.
 */
export async function stepsOfLead(
  db: Db,
  caller: Caller,
  request: { leadId: string; sinceMs: number },
): Promise<LeadStep[]> {
  mustBeAllowed(caller, 'leads.read');
  const { leadId, sinceMs } = request;
  const visible = await db.rows((sql) => isVisible(sql, caller, leadId));
  if (!visible) return [];
  const runs = await db.read.enrolment.findMany({
    where: { leadId, workspaceId: caller.workspaceId },
    select: { id: true, versionId: true, playId: true, endedAtMs: true, endLabel: true },
  });
  const rows = await db.rows((sql) =>
    runs.flatMap((run) =>
      sql
        .all<Omit<Row, 'versionId' | 'playId'>>(
          `SELECT "enrolmentId", "number", "nodeId", "port", "atMs" FROM "Leaving"
           WHERE "enrolmentId" = ? AND "atMs" >= ? ORDER BY "number" DESC LIMIT ?`,
          run.id,
          sinceMs,
          MOST_STEPS,
        )
        .map((row): Row => ({ ...row, versionId: run.versionId, playId: run.playId })),
    ),
  );
  const [versions, plays] = await Promise.all([
    db.read.playVersion.findMany({
      where: { id: { in: [...new Set(runs.map((run) => run.versionId))] } },
      select: { id: true, document: true },
    }),
    db.read.play.findMany({
      where: { id: { in: [...new Set(runs.map((run) => run.playId))] } },
      select: { id: true, name: true },
    }),
  ]);
  const documents = new Map(versions.map(({ id, document }) => [id, JSON.parse(document) as Play]));
  const names = new Map(plays.map((play) => [play.id, play.name]));
  const playOf = (id: string) => ({ id, name: names.get(id) ?? 'A play that is gone' });
  const moved = rows.flatMap((row): LeadStep[] => {
    const node = documents.get(row.versionId)?.nodes.find((each) => each.id === row.nodeId);
    const words = node === undefined ? null : moveWords(node, row.port);
    return words === null
      ? []
      : [
          {
            key: `${row.enrolmentId}/${row.number}`,
            atMs: row.atMs,
            kind: 'moved',
            ...words,
            play: playOf(row.playId),
          },
        ];
  });
  const ended = runs.flatMap((run): LeadStep[] =>
    run.endedAtMs === null || run.endedAtMs < sinceMs
      ? []
      : [
          {
            key: `${run.id}/end`,
            atMs: run.endedAtMs,
            kind: 'ended',
            title: 'Left the play',
            detail: endWords(run.endLabel),
            play: playOf(run.playId),
          },
        ],
  );
  return [...ended, ...moved].sort((a, b) => b.atMs - a.atMs);
}

function endWords(label: string | null): string {
  if (label === null || label === ENDED) return '';
  return label === LIMIT_LABEL ? 'It had gone as far as it may with this lead' : label;
}

/** Kinds whose leaving is news: the others write lines of their own, or are passed at once. */
const TOLD = new Set(['Wait', 'Decide']);

function moveWords(node: PlayNode, portId: string): { title: string; detail: string } | null {
  const kind = nodeKind(node.kind);
  if (kind === undefined || !TOLD.has(kind.group)) return null;
  const ports = portsOf(node);
  const port = ports.find((each) => each.id === portId);
  const sentence = sentenceWords(node)
    .replace(/\. [^.]*:$/, '')
    .trim();
  if (ports.length <= 1 || port === undefined) return { title: `${sentence}: done`, detail: '' };
  return { title: port.label, detail: sentence };
}
