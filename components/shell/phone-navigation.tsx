'use client';

import { EllipsisIcon, LogOutIcon, SearchIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { useSignOut } from '#components/shell/account-menu.tsx';
import { useCommandCenter } from '#components/shell/command-center.tsx';
import { currentDestination, type Destination } from '#components/shell/destination.ts';
import type { Person } from '#components/shell/person.ts';
import { themeOptions, useTheme } from '#components/shell/theme-choice.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { cn } from '#components/ui/class-names.ts';
import { Segmented } from '#components/ui/segmented.tsx';
import { Sheet, SheetContent, SheetTrigger } from '#components/ui/sheet.tsx';

type PhoneNavigationProps = {
  workspace: string;
  destinations: readonly Destination[];
  person: Person;
  signOut: () => Promise<void>;
};

const cell =
  'flex h-14 min-w-0 flex-col items-center justify-center gap-0.5 text-micro font-medium text-3 -outline-offset-2 aria-[current]:text-1 data-[state=open]:text-1 [&>svg]:size-5';

/** The bar at the thumb, below 700 px. A page with acts of its own there (`PhoneActions`) takes its place. */
export function PhoneNavigation({ workspace, destinations, person, signOut }: PhoneNavigationProps) {
  const path = usePathname();
  const [more, setMore] = useState(false);
  const { openPalette } = useCommandCenter();
  const { theme, setTheme } = useTheme();
  const leave = useSignOut(signOut);
  const current = currentDestination(path, destinations);
  const thumb = destinations.filter((place) => place.onPhone).slice(0, 3);
  const elsewhere = current !== undefined && !thumb.includes(current);

  return (
    <nav
      aria-label="Main"
      className="grid shrink-0 auto-cols-fr grid-flow-col border-t border-line bg-ground pb-[env(safe-area-inset-bottom)] group-has-[[data-phone-actions]]/frame:hidden wide:hidden"
    >
      {thumb.map((place) => (
        <Link
          key={place.href}
          href={place.href}
          {...(place === current ? { 'aria-current': 'page' } : {})}
          className={cell}
        >
          {place.icon}
          {place.label}
        </Link>
      ))}
      <button type="button" onClick={openPalette} className={cell}>
        <SearchIcon aria-hidden="true" />
        Find
      </button>
      <Sheet open={more} onOpenChange={setMore}>
        <SheetTrigger className={cn(cell, elsewhere && 'text-1')}>
          <EllipsisIcon aria-hidden="true" />
          More
        </SheetTrigger>
        <SheetContent side="bottom" title={workspace}>
          <ul className="p-2">
            {destinations.map((place) => (
              <li key={place.href}>
                <Link
                  href={place.href}
                  onClick={() => setMore(false)}
                  {...(place === current ? { 'aria-current': 'page' } : {})}
                  className="flex h-11 items-center gap-3 rounded-control px-2 text-body text-2 aria-[current]:bg-active aria-[current]:font-medium aria-[current]:text-1 [&>svg]:size-5 [&>svg]:text-3"
                >
                  {place.icon}
                  <span className="flex-1">{place.label}</span>
                  {place.late ? (
                    <span className="text-meta font-semibold text-late">{place.late} late</span>
                  ) : null}
                  {place.count === undefined ? null : (
                    <span className="text-meta text-3 tabular-nums">{place.count}</span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
          <div className="flex flex-col gap-3 border-t border-line p-4">
            <div className="flex items-center gap-3">
              <Avatar name={person.name} size={32} />
              <span className="min-w-0 flex-1">
                <span className="block truncate text-body font-medium">{person.name}</span>
                <span className="block truncate text-meta text-3">{person.email}</span>
              </span>
            </div>
            <Segmented
              aria-label="Theme"
              size="touch"
              options={themeOptions}
              value={theme}
              onValueChange={setTheme}
              className="w-full *:flex-1 *:justify-center"
            />
            <button
              type="button"
              onClick={leave}
              className="flex h-11 items-center gap-3 rounded-control text-body text-2 [&>svg]:size-5 [&>svg]:text-3"
            >
              <LogOutIcon aria-hidden="true" />
              Sign out
            </button>
          </div>
        </SheetContent>
      </Sheet>
    </nav>
  );
}
