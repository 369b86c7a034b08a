import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ASK_EVERY_MS, ChangeFeed, type News } from '#components/live/changes.ts';

/** The browser's document, as far as a feed knows it. */
class Tab extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible';
  turn(to: 'visible' | 'hidden') {
    this.visibilityState = to;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let tab: Tab;
beforeEach(() => {
  vi.useFakeTimers();
  tab = new Tab();
  vi.stubGlobal('document', tab);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A server with a log of changes; each answer is what came after the cursor. */
function serverOf(log: string[]) {
  const asked: (number | null)[] = [];
  const feed = new ChangeFeed(async (cursor) => {
    asked.push(cursor);
    const changed = cursor === null ? [] : log.slice(cursor).map((id) => ({ kind: 'lead', id }));
    return { cursor: log.length, changed, missed: false };
  });
  return { feed, asked };
}

const round = () => vi.advanceTimersByTimeAsync(ASK_EVERY_MS);

it('tells what changed since the page was read, once, every two seconds', async () => {
  const log: string[] = ['old'];
  const { feed, asked } = serverOf(log);
  const heard: News[] = [];
  feed.listen(1, (news) => heard.push(news));
  await round();
  expect(heard).toEqual([]);
  log.push('a', 'b');
  await round();
  await round();
  expect(heard).toEqual([
    {
      changed: [
        { kind: 'lead', id: 'a' },
        { kind: 'lead', id: 'b' },
      ],
      missed: false,
    },
  ]);
  expect(asked).toEqual([1, 1, 3]);
});

it('asks nothing while the tab is hidden, and at once when it is seen again', async () => {
  const log: string[] = [];
  const { feed, asked } = serverOf(log);
  const heard: News[] = [];
  feed.listen(0, (news) => heard.push(news));
  tab.turn('hidden');
  log.push('while away');
  await vi.advanceTimersByTimeAsync(10 * ASK_EVERY_MS);
  expect(asked).toEqual([]);
  tab.turn('visible');
  await vi.advanceTimersByTimeAsync(0);
  expect(heard.map(({ changed }) => changed.map(({ id }) => id))).toEqual([['while away']]);
});

it('tells a page that was read before the feed stood where it stands to read again', async () => {
  const { feed } = serverOf(['a', 'b']);
  feed.listen(2, () => {});
  await round();
  const late: News[] = [];
  feed.listen(1, (news) => late.push(news));
  await vi.advanceTimersByTimeAsync(0);
  expect(late).toEqual([{ changed: [], missed: true }]);
});

it('misses nothing while the server is away', async () => {
  const log: string[] = [];
  let isAway = true;
  const heard: News[] = [];
  const feed = new ChangeFeed(async (cursor) => {
    if (isAway) throw new Error('away');
    return {
      cursor: log.length,
      changed: log.slice(cursor ?? 0).map((id) => ({ kind: 'lead', id })),
      missed: false,
    };
  });
  feed.listen(0, (news) => heard.push(news));
  log.push('a');
  await round();
  expect(heard).toEqual([]);
  isAway = false;
  await round();
  expect(heard.flatMap(({ changed }) => changed.map(({ id }) => id))).toEqual(['a']);
});

it('stops asking when nobody listens any more', async () => {
  const { feed, asked } = serverOf([]);
  feed.listen(0, () => {})();
  await vi.advanceTimersByTimeAsync(10 * ASK_EVERY_MS);
  expect(asked).toEqual([]);
});
