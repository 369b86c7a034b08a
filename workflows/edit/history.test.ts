import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply } from '#workflows/edit/apply.ts';
import {
  EMPTY_HISTORY,
  groupOf,
  type History,
  JOIN_MS,
  record,
  redo,
  undo,
} from '#workflows/edit/history.ts';
import type { Operation } from '#workflows/edit/operation.ts';
import { arbitraryOperation, arbitraryPlay } from '#workflows/edit/testing/arbitrary-play.ts';
import { smallPlay } from '#workflows/edit/testing/small-play.ts';
import { operationWords } from '#workflows/edit/words.ts';
import type { Play } from '#workflows/play.ts';

type Desk = { play: Play; history: History };

function perform({ play, history }: Desk, operation: Operation, atMs: number): Desk {
  const done = apply(play, operation);
  if (!done.ok) return { play, history };
  const step = {
    before: play,
    after: done.play,
    group: groupOf(operation),
    atMs,
    words: (before: Play) => operationWords(operation, before, done.play),
  };
  return { play: done.play, history: record(history, step) };
}

function take({ play, history }: Desk, from: typeof undo): Desk {
  const taken = from(history);
  if (taken === undefined) return { play, history };
  const done = apply(play, taken.operation);
  if (!done.ok) throw new Error(done.reason);
  return { play: done.play, history: taken.history };
}

const typed = (text: string): Operation => ({ op: 'setConfig', id: 'text', path: 'text', value: text });

test('typing a word is one step, and a pause starts the next', () => {
  let desk: Desk = { play: smallPlay, history: EMPTY_HISTORY };
  for (const [i, text] of ['h', 'he', 'hel', 'hell', 'hello'].entries())
    desk = perform(desk, typed(text), i * 100);
  desk = perform(desk, typed('hello you'), 400 + JOIN_MS + 1);
  expect(desk.history.done).toHaveLength(2);
  desk = take(desk, undo);
  expect(desk.play.nodes[1]?.config.text).toBe('hello');
  desk = take(desk, undo);
  expect(desk.play).toStrictEqual(smallPlay);
});

test('a joined step says what the value was before the first letter', () => {
  const wait = (value: number): Operation => ({
    op: 'setConfig',
    id: 'reply',
    path: 'duration',
    value: { value, unit: 'days' },
  });
  let desk: Desk = { play: smallPlay, history: EMPTY_HISTORY };
  desk = perform(desk, wait(2), 0);
  desk = perform(desk, wait(21), 100);
  expect(desk.history.done.map((step) => step.words)).toEqual(['Changed at most from 1 day to 21 days']);
});

test('a word typed and deleted again leaves no step', () => {
  let desk: Desk = { play: smallPlay, history: EMPTY_HISTORY };
  desk = perform(desk, { op: 'renamePlay', name: 'X' }, 0);
  desk = perform(desk, { op: 'renamePlay', name: smallPlay.name }, 100);
  expect(desk.history.done).toEqual([]);
});

test('two fields typed in quickly are two steps', () => {
  let desk: Desk = { play: smallPlay, history: EMPTY_HISTORY };
  desk = perform(desk, typed('a'), 0);
  desk = perform(desk, { op: 'setTitle', id: 'text', title: 'First' }, 10);
  expect(desk.history.done).toHaveLength(2);
});

test('doing something new after undoing forgets what was undone', () => {
  let desk: Desk = { play: smallPlay, history: EMPTY_HISTORY };
  desk = take(perform(desk, typed('a'), 0), undo);
  expect(desk.history.undone).toHaveLength(1);
  desk = perform(desk, typed('b'), 10_000);
  expect(redo(desk.history)).toBeUndefined();
});

test('any session can be undone to its start and redone to its end', () => {
  const session = arbitraryPlay(8).chain((play) =>
    fc.tuple(
      fc.constant(play),
      fc.array(fc.tuple(fc.oneof(...Object.values(arbitraryOperation(play))), fc.nat(1_500)), {
        maxLength: 12,
      }),
    ),
  );
  fc.assert(
    fc.property(session, ([play, acts]) => {
      let desk: Desk = { play, history: EMPTY_HISTORY };
      let atMs = 0;
      for (const [operation, pauseMs] of acts) {
        atMs += pauseMs;
        desk = perform(desk, operation, atMs);
      }
      const end = desk.play;
      const steps = desk.history.done.length;
      for (let i = 0; i < steps; i++) desk = take(desk, undo);
      expect(desk.play).toStrictEqual(play);
      for (let i = 0; i < steps; i++) desk = take(desk, redo);
      expect(desk.play).toStrictEqual(end);
    }),
    { numRuns: 200 },
  );
});
