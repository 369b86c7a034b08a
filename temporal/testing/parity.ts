import { recordingOf } from '#prisma/answers.ts';
import type { Db } from '#prisma/client.ts';
import { readPlan } from '#prisma/enrolments.ts';
import type { Message } from '#prisma/generated/client.ts';
import type { Plan } from '#workflows/engine/plan.ts';
import type { State } from '#workflows/engine/state.ts';
import type { Recording } from '#workflows/simulate/recording.ts';
import { type ReplayedMessage, replayRecorded } from '#workflows/simulate/replay.ts';

/**
 * What a run did: as rows tell it, and as a replay of what it was told comes to it. Both must be the same, in order and
 * to the millisecond. Left out is what a replay cannot know, and no more than that:
 *
 * - `skewMs` and `long` of the state: how far the workspace's clock is moved and how long Temporal's history is. They
 *   are the run's own and decide nothing.
 * - when, and in which words, a message was put off that still waits: its row tells of the last try, slot and provider
 *   included. What it waits for until when is in `stood`.
 *
 * A message may be settled before its run hears of it: by a callback (none reaches a house), or by an attempt that another
 * run took over from. That instant is recorded with the answer, and no replay could come to it: `settledEarly` names such
 * answers, so that a test can say which runs may have any.
 */
export type Told = {
  messages: (Omit<ReplayedMessage, 'atMs'> & { atMs: number | null })[];
  /** Where the lead stood after each answer, and until when. */
  stood: { number: number; atMs: number; status: string; untilMs: number | null }[];
  leavings: { number: number; atMs: number; node: string; port: string }[];
  /** Leavings that no activity has given a reason for, with the reason's line on the timeline. */
  because: { number: number; atMs: number; port: string }[];
  handed: { atMs: number; seqs: readonly number[] }[];
  /** Lines of the lead's timeline about messages that went out, or may have. */
  lines: { kind: string; node: string; atMs: number }[];
  ended: { atMs: number; label: string } | null;
  state: Omit<State, 'skewMs' | 'long'>;
};

/** What the rows say. */
export async function toldByRows(db: Db, enrolmentId: string): Promise<Told> {
  const where = { enrolmentId };
  const row = await db.write.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } });
  const messages = await db.write.message.findMany({
    where: { ...where, direction: 'out' },
    orderBy: [{ createdWallMs: 'asc' }, { atMs: 'asc' }],
  });
  const answers = await db.write.answer.findMany({ where, orderBy: { number: 'asc' } });
  const leavings = await db.write.leaving.findMany({ where, orderBy: { number: 'asc' } });
  const lines = await db.write.timelineEntry.findMany({ where, orderBy: [{ atMs: 'asc' }, { id: 'asc' }] });
  const keyed = (word: string) =>
    lines.flatMap(({ key, atMs }) => {
      const [first, id, ...rest] = key?.split('/') ?? [];
      return first === word && id === enrolmentId ? [{ rest, atMs }] : [];
    });
  return {
    messages: messages.map(rowMessage),
    stood: answers
      .filter(({ outcome }) => JSON.parse(outcome).kind !== 'stale')
      .map(({ number, atMs, status, untilMs }) => ({ number, atMs, status, untilMs })),
    leavings: leavings.map(({ number, atMs, nodeId, port }) => ({ number, atMs, node: nodeId, port })),
    because: keyed('left').map(({ rest: [number, port = ''], atMs }) => ({
      number: Number(number),
      atMs,
      port,
    })),
    handed: keyed('unheard').map(({ rest: [seqs = ''], atMs }) => ({
      atMs,
      seqs: seqs.split('-').map(Number),
    })),
    lines: linesInOrder(
      lines
        .filter(({ kind, messageId }) => messageId !== null && (kind === 'sent' || kind === 'unconfirmed'))
        .map(({ kind, nodeId, atMs, messageId }) => ({
          kind,
          node: nodeId ?? '',
          atMs,
          message: messages.findIndex(({ id }) => id === messageId),
        })),
    ),
    ended: row.status === 'ended' ? { atMs: row.endedAtMs ?? 0, label: row.endLabel ?? '' } : null,
    state: stateAlone(JSON.parse(row.state)),
  };
}

/**
 * By time, then by which message of the run it is: one transaction may write that an earlier message stays unconfirmed,
 * and that the next was accepted.
 */
function linesInOrder(lines: (Told['lines'][number] & { message: number })[]): Told['lines'] {
  return lines
    .sort((a, b) => a.atMs - b.atMs || a.message - b.message)
    .map(({ message: _, ...line }) => line);
}

/** Answers to a send or a check whose message had been settled before. */
export function settledEarly({ recording }: Recorded): number[] {
  return recording.answers.flatMap(({ number, settledMs }) => (settledMs == null ? [] : [number]));
}

/** Why a message was given up that waited for its hour while the lead moved on: not a verdict of its own. */
const MOVED_ON = 'The lead moved on before it could be sent.';

function rowMessage(row: Message): Told['messages'][number] {
  const state = stateOf(row);
  return {
    key: row.sendKey?.split('/').slice(1).join('/') ?? '',
    node: row.nodeId ?? '',
    state,
    why: state === 'notSent' ? row.why : null,
    atMs: state === 'waiting' || state === 'inDoubt' ? null : row.atMs,
  };
}

function stateOf({ state, why }: Message): ReplayedMessage['state'] {
  switch (state) {
    case 'accepted':
      return 'sent';
    case 'unconfirmed':
      return 'unconfirmed';
    case 'rejected':
      return 'notSent';
    case 'suppressed':
      return why === MOVED_ON ? 'movedOn' : 'notSent';
    case 'waiting':
      return 'waiting';
    default:
      return 'inDoubt';
  }
}

function stateAlone({ skewMs: _, long: __, ...state }: State): Told['state'] {
  return state;
}

export type Recorded = { plan: Plan; seed: string; recording: Recording };

/** What a run was told, with what else a replay takes. */
export async function recorded(db: Db, enrolmentId: string): Promise<Recorded> {
  const row = await db.write.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } });
  const recording = await recordingOf(db, enrolmentId);
  if (recording === null) throw new Error(`${enrolmentId} has no recording.`);
  const plan = await db.rows((sql) => readPlan(sql, row.workspaceId, row.planHash));
  return { plan, seed: `${row.playId}:${row.leadId}`, recording };
}

/**
 * What a replay says.
 * @returns in place of it, in words, where what was recorded leads nowhere
 */
export function toldByReplay({ plan, seed, recording }: Recorded): Told | string {
  const replayed = replayRecorded(plan, seed, recording);
  if (replayed.missing !== null) return replayed.missing;
  const gone = replayed.messages.filter(({ state }) => state === 'sent' || state === 'unconfirmed');
  return {
    messages: replayed.messages.map(({ key, node, state, why, atMs }) => ({
      key,
      node,
      state,
      why: state === 'notSent' ? why : null,
      atMs: state === 'waiting' || state === 'inDoubt' ? null : atMs,
    })),
    stood: replayed.stood.map(({ number, atMs, status, untilMs }) => ({ number, atMs, status, untilMs })),
    leavings: replayed.leavings.map(({ number, atMs, node, port }) => ({ number, atMs, node, port })),
    because: replayed.leavings
      .filter(({ why }) => why !== null)
      .map(({ number, atMs, port }) => ({ number, atMs, port })),
    handed: replayed.handed,
    lines: linesInOrder(gone.map(({ state, node, atMs }, message) => ({ kind: state, node, atMs, message }))),
    ended: replayed.ended,
    state: stateAlone(replayed.state),
  };
}
