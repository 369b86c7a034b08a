'use client';

import { dayTitle, timeOfDay } from '#components/lead/day-words.ts';
import { usePresent } from '#components/ui/present.tsx';
import { exactWords, zoneWords } from '#components/ui/time-words.ts';

/** "Thursday 3 December, 10:35 in Chicago": the present of the workspace. */
export function HereAndNow({ timeZone }: { timeZone: string }) {
  const { nowMs } = usePresent();
  return (
    <time title={exactWords(nowMs, timeZone)}>
      {dayTitle(nowMs, nowMs, timeZone).replace('Today, ', '')}, {timeOfDay(nowMs, timeZone)} in{' '}
      {zoneWords(timeZone)}
    </time>
  );
}
