import { expect, test } from 'vitest';
import { recordingOf } from '#prisma/answers.ts';
import { systemCaller } from '#prisma/caller.ts';
import { enrolByHand, readPlan } from '#prisma/enrolments.ts';
import { recordAnswer } from '#prisma/projection.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import {
  byHand,
  end,
  NOON_MS,
  seedLeads,
  seedPlay,
  seedWorkspace,
  straightPlay,
  text,
  wait,
} from '#prisma/testing/seed.ts';
import type { Event } from '#workflows/engine/event.ts';
import type { State } from '#workflows/engine/state.ts';
import { type Step, step } from '#workflows/engine/step.ts';
import { replayRecorded } from '#workflows/simulate/replay.ts';
import { DAY_MS } from '#workflows/time/duration.ts';

test('a record whose task was lost is written again by the next task, which had heard more: nothing is left of the first', async () => {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  const [lead] = await seedLeads(db, workspace.id, 1);
  const play = straightPlay('Short', [byHand, wait('day', 1), text('late', 'Hi. STOP to end.'), end]);
  const { playId, planHash } = await seedPlay(db, sender, play);
  const request = { playId, leadIds: [lead?.id ?? ''], wallMs: NOON_MS };
  const { entered } = await enrolByHand(db, systemCaller(workspace.id), request);
  const [id = ''] = entered;
  const plan = await db.rows((sql) => readPlan(sql, workspace.id, planHash));
  const rowNow = () => db.write.enrolment.findUniqueOrThrow({ where: { id } });

  const takes = (from: State, batch: Event[]): Step => step(plan, from, batch);
  const records = async ({ state, effect }: Step, nowMs: number): Promise<Event> => {
    if (effect?.type !== 'activity' || effect.kind !== 'record') throw new Error('No record was asked for.');
    const asked = { id: effect.id, attempt: 1, epoch: 1 };
    const row = await rowNow();
    return db.tx((tx) =>
      recordAnswer(tx, row, plan, { asked, before: state, outcome: { kind: 'done' }, nowMs, skewMs: 0 }),
    );
  };
  // The lead rests; the row says so.
  const begun = takes(JSON.parse((await rowNow()).state), [{ type: 'boot', atMs: NOON_MS, skewMs: 0 }]);
  const rests = takes(begun.state, [await records(begun, NOON_MS + 5)]);
  expect(rests.effect).toEqual({ type: 'deadline', atMs: NOON_MS + DAY_MS });
  // Every text is refused, so that the way on is by a skipped message and leads to the end.
  const closed = takes(rests.state, [{ type: 'stop', seq: 1, atMs: NOON_MS + 9, channel: 'sms' }]);
  await db.write.enrolment.update({ where: { id }, data: { seq: 2 } });
  const stop = { type: 'stop', seq: 1, atMs: NOON_MS + 9, channel: 'sms' } as const;
  await db.write.enrolmentEvent.create({ data: { enrolmentId: id, seq: 1, json: JSON.stringify(stop) } });
  const waits = takes(closed.state, [await records(closed, NOON_MS + 10)]);

  // A task hears the timer, records the end, and is lost with its answer.
  const lost = takes(waits.state, [{ type: 'timer', atMs: NOON_MS + DAY_MS }]);
  await records(lost, NOON_MS + DAY_MS + 5);
  expect((await rowNow()).status).toBe('ended');
  expect(await db.read.leaving.count()).toBe(2);
  expect(await db.read.timelineEntry.findMany({ where: { kind: 'notSent' } })).toMatchObject([
    { title: 'Text not sent', detail: 'The lead opted out of texts.' },
  ]);

  // The next one hears a pause as well, which comes first.
  const pause = { type: 'pause', seq: 2, atMs: NOON_MS + DAY_MS } as const;
  await db.write.enrolmentEvent.create({ data: { enrolmentId: id, seq: 2, json: JSON.stringify(pause) } });
  const again = takes(waits.state, [pause, { type: 'timer', atMs: NOON_MS + DAY_MS }]);
  const stays = takes(again.state, [await records(again, NOON_MS + DAY_MS + 7)]);

  const row = await rowNow();
  expect(row).toMatchObject({ status: 'paused', nodeId: 'day', endedAtMs: null, endLabel: null });
  expect(JSON.parse(row.state)).toEqual(stays.state);
  expect(await db.read.leaving.count()).toBe(0);
  expect(await db.read.timelineEntry.count({ where: { kind: 'notSent' } })).toBe(0);
  const recording = await recordingOf(db, id);
  if (recording === null) throw new Error('No recording.');
  const replayed = replayRecorded(plan, `${playId}:${lead?.id}`, recording);
  expect(replayed.missing).toBeNull();
  expect(replayed.state).toEqual(stays.state);
});
