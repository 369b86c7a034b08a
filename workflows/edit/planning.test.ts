import { describe, expect, test } from 'vitest';
import { addAfter, addOnPort, settled } from '#workflows/edit/add.ts';
import { apply } from '#workflows/edit/apply.ts';
import { whyNotConnect } from '#workflows/edit/connect-rules.ts';
import { clipOf, copiesFor, readClip } from '#workflows/edit/copy.ts';
import { planRemoval } from '#workflows/edit/heal.ts';
import type { Operation } from '#workflows/edit/operation.ts';
import { boxesOf, tooClose } from '#workflows/edit/place.ts';
import { smallPlay } from '#workflows/edit/testing/small-play.ts';
import { operationWords } from '#workflows/edit/words.ts';
import { type AnyNodeKind, nodeKind } from '#workflows/nodes/registry.ts';
import type { Play } from '#workflows/play.ts';

function kind(name: string): AnyNodeKind {
  const found = nodeKind(name);
  if (found === undefined) throw new Error(`no kind ${name}`);
  return found;
}

function doing(play: Play, operation: Operation | undefined): Play {
  if (operation === undefined) throw new Error('nothing to do');
  const done = apply(play, operation);
  if (!done.ok) throw new Error(done.reason);
  return done.play;
}

function overlaps(play: Play): string[] {
  const boxes = boxesOf(play);
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => (tooClose(a, b) ? [`${a.id} ${b.id}`] : [])),
  );
}

const way = (play: Play, from: string, port: string) =>
  play.edges.find((edge) => edge.from === from && edge.port === port)?.to;

describe('adding', () => {
  test('a step put into a wire is wired on both sides, and what follows makes room', () => {
    const result = doing(
      smallPlay,
      addOnPort(smallPlay, kind('wait'), 'new', { from: 'text', port: 'sent' }),
    );
    expect(way(result, 'text', 'sent')).toBe('new');
    expect(way(result, 'new', 'next')).toBe('reply');
    expect(overlaps(result)).toEqual([]);
    const y = (id: string) => result.nodes.find((node) => node.id === id)?.at.y ?? 0;
    expect(y('reply') - y('new')).toBeGreaterThanOrEqual(64 + 40);
    // The branch below keeps its shape.
    expect(y('won') - y('reply')).toBe(360 - 224);
  });

  test('after the selected step: by its first free way out', () => {
    const open: Play = { ...smallPlay, edges: smallPlay.edges.filter((edge) => edge.port !== 'noReply') };
    const result = doing(open, addAfter(open, kind('sendEmail'), 'new', 'reply'));
    expect(way(result, 'reply', 'noReply')).toBe('new');
    expect(overlaps(result)).toEqual([]);
  });

  test('nothing follows an end, and a start follows nothing', () => {
    expect(addAfter(smallPlay, kind('wait'), 'new', 'end')).toBeUndefined();
    expect(addAfter(smallPlay, kind('trigger'), 'new', 'text')).toBeUndefined();
  });

  test('a card that grows by a way out keeps its middle and covers nothing', () => {
    const wider = settled(smallPlay, {
      op: 'setConfig',
      id: 'reply',
      path: 'intents',
      value: ['interested', 'notInterested', 'pricingQuestion'],
    });
    const result = doing(smallPlay, wider);
    expect(result.nodes.find((node) => node.id === 'reply')?.at.x).toBe(332 - 112);
    expect(overlaps(result)).toEqual([]);
  });
});

describe('deleting', () => {
  test('a middle step heals the way round it', () => {
    const plan = planRemoval(smallPlay, ['text']);
    expect(plan.ask).toBe(false);
    if (!plan.ask) expect(way(doing(smallPlay, plan.operation), 'start', 'next')).toBe('reply');
  });

  test('a step with several ways out asks which one stays', () => {
    const plan = planRemoval(smallPlay, ['reply']);
    expect(plan).toMatchObject({ ask: true, node: 'reply' });
    if (plan.ask) expect(plan.branches.map((branch) => branch.leadsTo)).toEqual(['Outcome', 'End', 'End']);
    const kept = planRemoval(smallPlay, ['reply'], 'noReply');
    if (kept.ask) throw new Error('asked again');
    expect(way(doing(smallPlay, kept.operation), 'text', 'sent')).toBe('end');
    const none = planRemoval(smallPlay, ['reply'], null);
    if (none.ask) throw new Error('asked again');
    expect(way(doing(smallPlay, none.operation), 'text', 'sent')).toBeUndefined();
  });

  test('several steps in a row heal as one', () => {
    const plan = planRemoval(smallPlay, ['text', 'reply']);
    if (plan.ask) throw new Error('asked');
    expect(way(doing(smallPlay, plan.operation), 'start', 'next')).toBe('won');
  });
});

describe('connecting', () => {
  test.each([
    ['reply', 'noReply', 'start', 'Nothing can lead to the start'],
    ['text', 'sent', 'text', 'A step cannot lead to itself'],
    ['text', 'sent', 'reply', 'connected like this already'],
    ['text', 'gone', 'reply', 'no such way out'],
    ['text', 'sent', 'nowhere', 'no longer there'],
  ])('%s by %s to %s is refused: %s', (from, port, to, words) => {
    expect(whyNotConnect(smallPlay, { from, port, to })).toContain(words);
  });

  test('a loop needs a wait on it that is not disabled', () => {
    const back = { from: 'reply', port: 'otherwise', to: 'text' };
    expect(whyNotConnect(smallPlay, back)).toBeNull();
    const disabled = doing(smallPlay, { op: 'setDisabled', ids: ['reply'], disabled: true });
    expect(whyNotConnect(disabled, back)).toContain('a loop without a wait');
    expect(whyNotConnect(smallPlay, { from: 'text', port: 'notSent', to: 'end' })).toBeNull();
  });
});

describe('copying', () => {
  const ids = () => {
    let n = 0;
    return () => `copy${++n}`;
  };

  test('takes the edges inside and gives new ids', () => {
    const clip = clipOf(smallPlay, new Set(['text', 'reply', 'start']));
    if (clip === undefined) throw new Error('no clip');
    const copies = copiesFor(smallPlay, clip, ids());
    // The play has its start already.
    expect(copies?.nodes.map((node) => node.id)).toEqual(['copy1', 'copy2']);
    expect(copies?.edges).toEqual([{ from: 'copy1', port: 'sent', to: 'copy2' }]);
    expect(copies?.nodes[0]?.at).toEqual({ x: 424, y: 128 });
  });

  test('survives the clipboard, and junk or a newer version is refused in words', () => {
    const clip = clipOf(smallPlay, new Set(['text']));
    const read = readClip(JSON.stringify(clip));
    expect(read.ok && read.clip).toEqual(clip);
    for (const junk of ['', 'hello', '{}', '[1]', '{"format":"baton.steps"}']) {
      expect(readClip(junk)).toMatchObject({ ok: false, reason: expect.stringContaining('holds no steps') });
    }
    expect(readClip(JSON.stringify({ ...clip, version: 2 }))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('newer Baton'),
    });
    expect(readClip(JSON.stringify({ ...clip, nodes: [{ id: 'x' }] }))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('damaged'),
    });
  });
});

test.each<[Operation, string]>([
  [
    { op: 'setConfig', id: 'reply', path: 'duration', value: { value: 2, unit: 'days' } },
    'Changed at most from 1 day to 2 days',
  ],
  [
    { op: 'setConfig', id: 'reply', path: 'optOut', value: true },
    'Changed a way of its own for STOP from off to on',
  ],
  [{ op: 'setTitle', id: 'text', title: 'First text' }, 'Named a step “First text”'],
  [
    { op: 'disconnect', from: 'reply', port: 'noReply' },
    'Took away the way from wait for a reply, no reply,',
  ],
  [{ op: 'removeNodes', ids: ['text', 'end'], heal: [] }, 'Deleted 2 steps'],
  [{ op: 'setDisabled', ids: ['text'], disabled: true }, 'Disabled text'],
])('%j reads: %s', (operation, words) => {
  expect(operationWords(operation, smallPlay, doing(smallPlay, operation))).toBe(words);
});
