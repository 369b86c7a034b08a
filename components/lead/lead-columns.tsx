'use client';

import { useState } from 'react';
import { cn } from '#components/ui/class-names.ts';
import { Segmented } from '#components/ui/segmented.tsx';

type LeadColumnsProps = {
  details: React.ReactNode;
  timeline: React.ReactNode;
  plays: React.ReactNode;
  /** How many plays and tasks stand in the third part, for its name on a phone. */
  playCount: number;
};

const VIEWS = [
  ['timeline', 'Timeline'],
  ['plays', 'Plays and tasks'],
  ['details', 'Details'],
] as const;
type View = (typeof VIEWS)[number][0];

/** Details, timeline and plays side by side; below 1024 px the other two share one column; on a phone one at a time. */
export function LeadColumns({ details, timeline, plays, playCount }: LeadColumnsProps) {
  const [view, setView] = useState<View>('timeline');
  const shown = (name: View) => view !== name && 'max-wide:hidden';
  return (
    <>
      <div className="shrink-0 border-b border-line px-4 py-2 wide:hidden">
        <Segmented
          aria-label="Part of the page"
          size="touch"
          value={view}
          onValueChange={setView}
          options={VIEWS.map(([value, label]) => ({
            value,
            label:
              value === 'plays' && playCount > 0
                ? `Plays, ${playCount}`
                : value === 'plays'
                  ? 'Plays'
                  : label,
          }))}
          className="w-full *:flex-1 *:justify-center"
        />
      </div>
      <div
        className={cn(
          'grid min-h-0 flex-1 grid-cols-1',
          'wide:max-desk:grid-cols-[minmax(0,1fr)_280px] wide:max-desk:grid-rows-2',
          'desk:grid-cols-[300px_minmax(0,1fr)_288px]',
        )}
      >
        <aside
          aria-label="Details"
          className={cn(
            'min-h-0 overflow-y-auto border-line desk:border-r',
            'wide:max-desk:col-start-2 wide:max-desk:row-start-2 wide:max-desk:border-t wide:max-desk:border-l',
            shown('details'),
          )}
        >
          {details}
        </aside>
        <section
          aria-label="Timeline"
          className={cn(
            'flex min-h-0 min-w-0 flex-col',
            'wide:max-desk:col-start-1 wide:max-desk:row-span-2 wide:max-desk:row-start-1',
            shown('timeline'),
          )}
        >
          {timeline}
        </section>
        <aside
          aria-label="Plays and tasks"
          className={cn(
            'min-h-0 overflow-y-auto border-line wide:max-desk:border-l desk:border-l',
            'wide:max-desk:col-start-2 wide:max-desk:row-start-1',
            shown('plays'),
          )}
        >
          {plays}
        </aside>
      </div>
    </>
  );
}
