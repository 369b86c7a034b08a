'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useOptimistic, useTransition } from 'react';
import { Segmented } from '#components/ui/segmented.tsx';

export type TimelineShow = 'everything' | 'messages' | 'decisions';

const OPTIONS = [
  { value: 'everything', label: 'Everything' },
  { value: 'messages', label: 'Messages' },
  { value: 'decisions', label: 'Decisions' },
] as const;

/** Which lines of the timeline are shown; it stands in the address, so that a link shows the same. */
export function TimelineFilter({ show }: { show: TimelineShow }) {
  const router = useRouter();
  const path = usePathname();
  const [, start] = useTransition();
  const [shown, setShown] = useOptimistic(show);
  return (
    <Segmented<TimelineShow>
      aria-label="Lines"
      options={OPTIONS}
      value={shown}
      onValueChange={(next) =>
        start(() => {
          setShown(next);
          router.replace(next === 'everything' ? path : `${path}?show=${next}`, { scroll: false });
        })
      }
    />
  );
}
