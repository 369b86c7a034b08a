'use client';

import { SearchIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { AccountMenu } from '#components/shell/account-menu.tsx';
import { useCommandCenter } from '#components/shell/command-center.tsx';
import { currentDestination, type Destination } from '#components/shell/destination.ts';
import { Mark } from '#components/shell/mark.tsx';
import type { Person } from '#components/shell/person.ts';
import { cn } from '#components/ui/class-names.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';

type NavigationProps = {
  workspace: string;
  destinations: readonly Destination[];
  person: Person;
  signOut: () => Promise<void>;
  /** 48 px of icons (work surfaces) instead of 208 px of words; below 1024 px it is always the rail. */
  rail: boolean;
};

/** The navigation beside the page, from 700 px on. */
export function Navigation({ workspace, destinations, person, signOut, rail }: NavigationProps) {
  const path = usePathname();
  const { openPalette } = useCommandCenter();
  const current = currentDestination(path, destinations);
  const row = rowClass(rail);
  const word = rail ? 'sr-only' : 'sr-only desk:not-sr-only';
  const items = (places: readonly Destination[]) =>
    places.map((place) => <Item key={place.href} place={place} current={place === current} rail={rail} />);

  return (
    <nav
      aria-label="Main"
      className={cn(
        'hidden min-h-0 shrink-0 flex-col items-center gap-px overflow-y-auto border-r border-line bg-sunken px-[7px] py-2 wide:flex',
        rail ? 'w-12' : 'w-12 desk:w-52 desk:items-stretch desk:px-2',
      )}
    >
      <Link
        href="/"
        className={cn(
          'mb-2 flex h-8 shrink-0 items-center gap-2 rounded-control px-2 text-ui font-semibold',
          rail && 'px-2',
        )}
      >
        <Mark />
        <span className={cn('min-w-0 truncate', word)}>{workspace}</span>
      </Link>
      <Tooltip words="Find" keys="mod+k" side="right" className={rail ? undefined : 'desk:hidden'}>
        <button
          type="button"
          onClick={openPalette}
          aria-keyshortcuts="Control+K"
          className={cn(
            row,
            'mb-2 text-3 hover:text-1',
            !rail && 'desk:border desk:border-line desk:bg-surface desk:px-2 desk:hover:border-line-strong',
          )}
        >
          <SearchIcon aria-hidden="true" className="size-4 shrink-0" />
          <span className={word}>Find</span>
          {rail ? null : <Kbd keys="mod+k" className="ml-auto hidden desk:inline-flex" />}
        </button>
      </Tooltip>
      {items(destinations.filter((place) => !place.atFoot))}
      <div className="flex-1" />
      {items(destinations.filter((place) => place.atFoot))}
      <AccountMenu person={person} signOut={signOut} rail={rail} />
    </nav>
  );
}

function rowClass(rail: boolean): string {
  return cn(
    'relative flex size-[34px] shrink-0 items-center justify-center gap-2 rounded-control text-ui text-2 transition-colors',
    !rail && 'desk:h-8 desk:w-auto desk:justify-start desk:px-2',
  );
}

function Item({ place, current, rail }: { place: Destination; current: boolean; rail: boolean }) {
  const word = rail ? 'sr-only' : 'sr-only desk:not-sr-only';
  return (
    <Tooltip
      words={place.late ? `${place.label}, ${place.late} late` : place.label}
      keys={place.keys}
      side="right"
      className={rail ? undefined : 'desk:hidden'}
    >
      <Link
        href={place.href}
        {...(current ? { 'aria-current': 'page' } : {})}
        className={cn(
          rowClass(rail),
          '[&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-3',
          current ? 'bg-active font-medium text-1 [&>svg]:text-1' : 'hover:bg-hover hover:text-1',
        )}
      >
        {place.icon}
        <span className={word}>{place.label}</span>
        <span className={cn('flex gap-2 text-meta tabular-nums', word, !rail && 'desk:ml-auto')}>
          {place.late ? <span className="font-semibold text-late">{place.late} late</span> : null}
          {place.count === undefined ? null : <span className="text-3">{place.count}</span>}
        </span>
        {place.late ? (
          <span
            aria-hidden="true"
            className={cn(
              'absolute top-1.5 right-1.5 size-[7px] rounded-[2px] border border-sunken bg-late',
              !rail && 'desk:hidden',
            )}
          />
        ) : null}
      </Link>
    </Tooltip>
  );
}
