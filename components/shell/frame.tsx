'use client';

import { LogOutIcon, SunMoonIcon } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useMemo } from 'react';
import { useSignOut } from '#components/shell/account-menu.tsx';
import type { Command, CommandSource } from '#components/shell/command.ts';
import { CommandCenter } from '#components/shell/command-center.tsx';
import { type Destination, isWorkSurface } from '#components/shell/destination.ts';
import { Navigation } from '#components/shell/navigation.tsx';
import type { Person } from '#components/shell/person.ts';
import { PhoneNavigation } from '#components/shell/phone-navigation.tsx';
import { type Health, SystemBanner } from '#components/shell/system-banner.tsx';
import type { Theme } from '#components/shell/theme.ts';
import { ThemeProvider, themeOptions, useTheme } from '#components/shell/theme-choice.tsx';
import { cn } from '#components/ui/class-names.ts';
import { PresentProvider } from '#components/ui/present.tsx';
import { SkipLink } from '#components/ui/skip-link.tsx';

type FrameProps = {
  workspace: string;
  person: Person;
  destinations: readonly Destination[];
  /** Below these prefixes the navigation is the rail: `/plays/` is every play, not their list. */
  workSurfaces: readonly string[];
  /** The present by the workspace's clock when the server drew the page. */
  nowMs: number;
  /** The reader's zone as far as the server knows. */
  timeZone: string;
  theme: Theme;
  health: Health;
  refreshHealth?: (() => Promise<Health>) | undefined;
  signOut: () => Promise<void>;
  /** Where the palette looks for more than pages and acts. */
  sources?: readonly CommandSource[];
  children: React.ReactNode;
};

const noSources: readonly CommandSource[] = [];

/** All that stands round every page for somebody signed in. */
export function Frame({ theme, nowMs, timeZone, ...rest }: FrameProps) {
  return (
    <ThemeProvider theme={theme}>
      <PresentProvider nowMs={nowMs} timeZone={timeZone}>
        <Inside {...rest} />
      </PresentProvider>
    </ThemeProvider>
  );
}

function Inside({
  workspace,
  person,
  destinations,
  workSurfaces,
  health,
  refreshHealth,
  signOut,
  sources = noSources,
  children,
}: Omit<FrameProps, 'theme' | 'nowMs' | 'timeZone'>) {
  const path = usePathname();
  const { setTheme } = useTheme();
  const leave = useSignOut(signOut);
  const rail = isWorkSurface(path, workSurfaces);

  const commands = useMemo<readonly Command[]>(
    () => [
      ...destinations.map((place) => ({
        id: `go ${place.href}`,
        label: place.label,
        group: 'Go to',
        icon: place.icon,
        href: place.href,
        ...(place.keys ? { keys: place.keys } : {}),
      })),
      ...themeOptions.map(({ value, label }) => ({
        id: `theme ${value}`,
        label: `Theme: ${label.toLowerCase()}`,
        group: 'Settings',
        icon: <SunMoonIcon />,
        words: ['dark', 'light', 'mode', 'colours'],
        run: () => setTheme(value),
      })),
      {
        id: 'sign out',
        label: 'Sign out',
        icon: <LogOutIcon />,
        group: 'Settings',
        words: ['log out', 'leave'],
        run: leave,
      },
    ],
    [destinations, setTheme, leave],
  );

  return (
    <CommandCenter commands={commands} sources={sources}>
      <SkipLink />
      <div className="group/frame flex h-dvh flex-col overflow-hidden">
        <SystemBanner health={health} refresh={refreshHealth} href="/settings/operations" />
        <div className="flex min-h-0 flex-1">
          <Navigation
            workspace={workspace}
            destinations={destinations}
            person={person}
            signOut={signOut}
            rail={rail}
          />
          <div className={cn('flex min-h-0 min-w-0 flex-1 flex-col', !rail && 'desk:[--gutter:24px]')}>
            {children}
          </div>
        </div>
        <PhoneNavigation
          workspace={workspace}
          destinations={destinations}
          person={person}
          signOut={signOut}
        />
      </div>
    </CommandCenter>
  );
}
