import type { Result } from '#workflows/engine/event.ts';
import type { Standing } from '#workflows/engine/standing.ts';
import type { State } from '#workflows/engine/state.ts';
import type { Recording } from '#workflows/simulate/recording.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import { eventsAfter } from './events.ts';

/** How the lead stood after an answer. */
type Stood = Pick<Standing, 'status' | 'untilMs'>;

/**
 * Keeps an answer that a run is about to get, so that the run can be replayed. What is kept last under a number
 * counts: the first answer was lost on the way, or the task that asked was, and the next one had heard more by then.
 * @param answer.before the state in which the run asked
 * @param answer.settledMs when the message of a send or a check was settled, if before this answer
 */
export async function keepAnswer(
  tx: Tx,
  enrolmentId: string,
  answer: { before: State; result: Result; stood: Stood; settledMs?: number | null },
): Promise<void> {
  const { before, result, stood, settledMs = null } = answer;
  const asked = before.flight;
  if (asked === null) return;
  const heardSeq = result.events.at(-1)?.seq ?? before.seq;
  sqlOf(tx).run(
    `INSERT INTO "Answer" ("enrolmentId", "number", "kind", "pc", "askedMs", "askedSeq", "atMs", "settledMs", "heardSeq", "outcome", "facts", "status", "untilMs")
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT ("enrolmentId", "number") DO UPDATE SET
       "kind" = excluded."kind", "pc" = excluded."pc", "askedMs" = excluded."askedMs", "askedSeq" = excluded."askedSeq", "atMs" = excluded."atMs", "settledMs" = excluded."settledMs", "heardSeq" = excluded."heardSeq",
       "outcome" = excluded."outcome", "facts" = excluded."facts", "status" = excluded."status", "untilMs" = excluded."untilMs"`,
    enrolmentId,
    result.id,
    asked.kind,
    asked.pc,
    before.nowMs,
    before.seq,
    result.atMs,
    settledMs,
    heardSeq,
    JSON.stringify(result.outcome),
    JSON.stringify(result.facts ?? []),
    stood.status,
    stood.untilMs,
  );
}

/** What a run was told, all of it and in order: what `replayRecorded` plays again. Null: there is no such run. */
export async function recordingOf(db: Db, enrolmentId: string): Promise<Recording | null> {
  return db.tx(async (tx) => {
    const row = await tx.enrolment.findUnique({ where: { id: enrolmentId }, select: { enteredAtMs: true } });
    if (row === null) return null;
    const answers = await tx.answer.findMany({ where: { enrolmentId }, orderBy: { number: 'asc' } });
    return {
      startMs: row.enteredAtMs,
      events: await eventsAfter(tx, enrolmentId, 0),
      answers: answers.map(
        ({ number, kind, pc, askedMs, askedSeq, atMs, settledMs, heardSeq, outcome, facts }) => ({
          number,
          kind: kind as Recording['answers'][number]['kind'],
          pc,
          askedMs,
          askedSeq,
          atMs,
          settledMs,
          heardSeq,
          outcome: JSON.parse(outcome),
          facts: JSON.parse(facts),
        }),
      ),
    };
  });
}
