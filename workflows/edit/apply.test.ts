import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply, OPERATION_KINDS } from '#workflows/edit/apply.ts';
import { hasLooseEdge } from '#workflows/edit/difference.ts';
import { Operation } from '#workflows/edit/operation.ts';
import { arbitraryOperation, arbitraryPlay } from '#workflows/edit/testing/arbitrary-play.ts';
import type { Play } from '#workflows/play.ts';

const deepCopy = (play: Play): Play => JSON.parse(JSON.stringify(play));

describe.each(OPERATION_KINDS)('%s', (kind) => {
  test('taken back and done again gives the same documents, and touches neither', () => {
    fc.assert(
      fc.property(
        arbitraryPlay().chain((play) => fc.tuple(fc.constant(play), arbitraryOperation(play)[kind])),
        ([play, operation]) => {
          const copy = deepCopy(play);
          const done = apply(play, operation);
          expect(play).toStrictEqual(copy);
          if (!done.ok) return;

          const result = deepCopy(done.play);
          expect(done.play).toStrictEqual(result);
          const back = apply(done.play, done.inverse);
          if (!back.ok) throw new Error(back.reason);
          expect(back.play).toStrictEqual(copy);
          expect(done.play).toStrictEqual(result);

          const again = apply(back.play, back.inverse);
          if (!again.ok) throw new Error(again.reason);
          expect(again.play).toStrictEqual(result);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('leaves no edge that starts or ends nowhere', () => {
    fc.assert(
      fc.property(
        arbitraryPlay().chain((play) => fc.tuple(fc.constant(play), arbitraryOperation(play)[kind])),
        ([play, operation]) => {
          const done = apply(play, operation);
          if (done.ok) expect(hasLooseEdge(done.play)).toBe(false);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('survives JSON, as it is kept in the browser', () => {
    fc.assert(
      fc.property(
        arbitraryPlay().chain((play) => fc.tuple(fc.constant(play), arbitraryOperation(play)[kind])),
        ([play, operation]) => {
          const kept = Operation.parse(JSON.parse(JSON.stringify(operation)));
          expect(apply(play, kept)).toStrictEqual(apply(play, operation));
          const done = apply(play, operation);
          if (done.ok)
            expect(Operation.safeParse(JSON.parse(JSON.stringify(done.inverse))).success).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});

const play: Play = {
  format: 'baton.play',
  version: 1,
  name: 'Speed to lead',
  nodes: [
    { id: 'start', kind: 'trigger', config: { by: 'hand' }, at: { x: 0, y: 0 } },
    { id: 'a', kind: 'sendSms', config: { text: 'Hi' }, at: { x: 0, y: 104 } },
    { id: 'b', kind: 'end', config: {}, at: { x: 52, y: 224 } },
  ],
  edges: [
    { from: 'start', port: 'next', to: 'a' },
    { from: 'a', port: 'sent', to: 'b' },
  ],
};

test('a step put into a wire takes both ends', () => {
  const node = { id: 'c', kind: 'wait', config: {}, at: { x: 0, y: 224 } };
  const done = apply(play, { op: 'insertOnEdge', node, edge: { from: 'a', port: 'sent' }, onward: 'next' });
  expect(done.ok && done.play.edges).toEqual([
    { from: 'start', port: 'next', to: 'a' },
    { from: 'a', port: 'sent', to: 'c' },
    { from: 'c', port: 'next', to: 'b' },
  ]);
});

test('taking a step out takes its edges and the reply rule that named it', () => {
  const done = apply(
    { ...play, anyReply: 'a' },
    { op: 'removeNodes', ids: ['a'], heal: [{ from: 'start', port: 'next', to: 'b' }] },
  );
  if (!done.ok) throw new Error(done.reason);
  expect(done.play.edges).toEqual([{ from: 'start', port: 'next', to: 'b' }]);
  expect('anyReply' in done.play).toBe(false);
});

test('what is no longer there is refused in words', () => {
  expect(apply(play, { op: 'setTitle', id: 'gone', title: 'x' })).toEqual({
    ok: false,
    reason: 'That step is no longer there.',
  });
  expect(apply(play, { op: 'disconnect', from: 'b', port: 'next' })).toEqual({
    ok: false,
    reason: 'That connection is no longer there.',
  });
});

test('a config path cannot reach outside the config', () => {
  const hostile = { op: 'setConfig', id: 'a', path: '__proto__.polluted', value: true };
  expect(Operation.safeParse(hostile).success).toBe(false);
});
