'use client';

import { useEffect, useEffectEvent } from 'react';
import { changeFeed, type News } from '#components/live/changes.ts';

/**
 * Calls `onNews` when something of the workspace changed after `cursor`, which the server read with the page (before
 * its other queries, so that nothing falls between).
 */
export function useChanges(cursor: number | null, onNews: (news: News) => void): void {
  const tell = useEffectEvent(onNews);
  useEffect(() => changeFeed.listen(cursor, (news) => tell(news)), [cursor]);
}
