import { randomUUID } from 'node:crypto';
import type { Bounds } from '#workflows/compile/compile.ts';
import type { Content } from '#workflows/compile/content.ts';
import { type ParsedPlay, parsePlay } from '#workflows/compile/parse.ts';
import type { Plan } from '#workflows/engine/plan.ts';
import type { Trigger } from '#workflows/node.ts';
import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import { note } from './changes.ts';
import type { Db } from './client.ts';
import { Prisma } from './generated/client.ts';

/** What compiling the draft gave. */
export type Publishable = {
  plan: Plan;
  hash: string;
  contents: readonly { hash: string; content: Content }[];
  bounds: Bounds;
  triggers: readonly Trigger[];
};

export type PublishRequest = {
  playId: string;
  /** The revision that was compiled: if the draft has moved on, nothing is published. */
  revision: number;
  compiled: Publishable;
  senderId: string;
  note: string;
  nowMs: number;
};

/**
 * Makes a compiled draft the live version. Leads in flight stay on theirs; who enters from now on gets this one.
 * A paused play stays paused.
 */
export async function publishPlay(
  db: Db,
  caller: Caller,
  request: PublishRequest,
): Promise<Done<{ versionId: string; number: number }>> {
  const refused = refusal(caller, 'plays.publish');
  if (refused) {
    return refused;
  }
  const { workspaceId } = caller;
  const { compiled, nowMs } = request;
  return db.tx(async (tx) => {
    const play = await tx.play.findFirst({ where: { id: request.playId, workspaceId, archivedAtMs: null } });
    if (play === null) {
      return { ok: false, reason: 'There is no such play any more. Nothing was published.' };
    }
    if (play.revision !== request.revision) {
      return {
        ok: false,
        reason:
          'The play was changed while it was being published. Nothing was published; look at it and publish again.',
      };
    }
    const sender = await tx.sender.findFirst({ where: { id: request.senderId, workspaceId } });
    if (sender === null) {
      return { ok: false, field: 'senderId', reason: 'Choose who the messages come from.' };
    }
    const last = await tx.playVersion.findFirst({ where: { playId: play.id }, orderBy: { number: 'desc' } });
    const isLive = last !== null && last.id === play.liveVersionId;
    if (
      isLive &&
      last.planHash === compiled.hash &&
      last.document === play.draft &&
      last.senderId === sender.id
    ) {
      return { ok: false, reason: `Nothing has changed since version ${last.number}, which is live.` };
    }
    await tx.$executeRaw`
      INSERT INTO "Plan" ("workspaceId", "hash", "json") VALUES (${workspaceId}, ${compiled.hash}, ${JSON.stringify(compiled.plan)})
      ON CONFLICT ("workspaceId", "hash") DO NOTHING`;
    if (compiled.contents.length > 0) {
      const rows = compiled.contents.map(
        ({ hash, content }) => Prisma.sql`(${workspaceId}, ${hash}, ${JSON.stringify(content)})`,
      );
      await tx.$executeRaw`
        INSERT INTO "Content" ("workspaceId", "hash", "json") VALUES ${Prisma.join(rows)}
        ON CONFLICT ("workspaceId", "hash") DO NOTHING`;
    }
    const version = await tx.playVersion.create({
      data: {
        id: randomUUID(),
        workspaceId,
        playId: play.id,
        number: (last?.number ?? 0) + 1,
        planHash: compiled.hash,
        document: play.draft,
        note: request.note,
        authorId: caller.role === 'system' ? null : caller.userId,
        bounds: JSON.stringify(compiled.bounds),
        triggers: JSON.stringify(compiled.triggers),
        senderId: sender.id,
        environment: sender.environment,
        publishedAtMs: nowMs,
      },
    });
    await tx.play.update({
      where: { id: play.id },
      data: {
        liveVersionId: version.id,
        state: play.state === 'paused' ? 'paused' : 'live',
        updatedAtMs: nowMs,
      },
    });
    await note(tx, workspaceId, 'play', play.id);
    return { ok: true, versionId: version.id, number: version.number };
  });
}

export type VersionRow = {
  id: string;
  number: number;
  planHash: string;
  note: string;
  author: string | null;
  bounds: Bounds;
  triggers: Trigger[];
  sender: { id: string; name: string } | null;
  environment: string;
  publishedAtMs: number;
  /** Leads who are on this version now. */
  leadsIn: number;
};

/** Every published version of a play, the newest first. */
export async function listVersions(db: Db, caller: Caller, playId: string): Promise<VersionRow[]> {
  mustBeAllowed(caller, 'plays.read');
  type Row = Omit<VersionRow, 'bounds' | 'triggers' | 'sender'> & {
    bounds: string;
    triggers: string;
    senderId: string;
    senderName: string | null;
  };
  const rows = await db.rows((sql) =>
    sql.all<Row>(
      `SELECT v."id", v."number", v."planHash", v."note", u."name" AS "author", v."bounds", v."triggers", v."senderId",
              s."name" AS "senderName", v."environment", v."publishedAtMs",
              (SELECT count(*) FROM "Enrolment" e
               WHERE e."playId" = v."playId" AND e."status" <> 'ended' AND e."versionId" = v."id") AS "leadsIn"
       FROM "PlayVersion" v LEFT JOIN "User" u ON u."id" = v."authorId" LEFT JOIN "Sender" s ON s."id" = v."senderId"
       WHERE v."playId" = ? AND v."workspaceId" = ? ORDER BY v."number" DESC`,
      playId,
      caller.workspaceId,
    ),
  );
  return rows.map(({ bounds, triggers, senderId, senderName, ...version }) => ({
    ...version,
    bounds: JSON.parse(bounds) as Bounds,
    triggers: JSON.parse(triggers) as Trigger[],
    sender: senderName === null ? null : { id: senderId, name: senderName },
  }));
}

/** A version's document as it was published. */
export async function readVersion(
  db: Db,
  caller: Caller,
  versionId: string,
): Promise<{ id: string; playId: string; number: number; document: ParsedPlay } | null> {
  mustBeAllowed(caller, 'plays.read');
  const row = await db.read.playVersion.findFirst({
    where: { id: versionId, workspaceId: caller.workspaceId },
    select: { id: true, playId: true, number: true, document: true },
  });
  return row === null ? null : { ...row, document: parsePlay(JSON.parse(row.document)) };
}
