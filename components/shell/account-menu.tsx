'use client';

import { KeyboardIcon, LogOutIcon } from 'lucide-react';
import { useCallback, useTransition } from 'react';
import { useCommandCenter } from '#components/shell/command-center.tsx';
import type { Person } from '#components/shell/person.ts';
import { parseTheme } from '#components/shell/theme.ts';
import { themeOptions, useTheme } from '#components/shell/theme-choice.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { DropdownMenu } from '#components/ui/dropdown-menu.tsx';
import { toast } from '#components/ui/toast.tsx';

type AccountMenuProps = {
  person: Person;
  signOut: () => Promise<void>;
  /** The navigation is a rail here, or at middle widths: the avatar alone. */
  rail: boolean;
};

/** Name, theme, keys, sign out. */
export function AccountMenu({ person, signOut, rail }: AccountMenuProps) {
  const { theme, setTheme } = useTheme();
  const { openShortcuts } = useCommandCenter();
  const leave = useSignOut(signOut);
  return (
    <DropdownMenu
      align="start"
      side="top"
      className="min-w-52"
      items={[
        { kind: 'label', label: person.email },
        { kind: 'line' },
        {
          kind: 'choice',
          label: 'Theme',
          value: theme,
          options: themeOptions,
          run: (value) => setTheme(parseTheme(value)),
        },
        { kind: 'line' },
        { label: 'Keyboard shortcuts', icon: <KeyboardIcon />, keys: '?', run: openShortcuts },
        { label: 'Sign out', icon: <LogOutIcon />, run: leave },
      ]}
      trigger={
        <button
          type="button"
          className={
            rail
              ? 'flex size-[34px] items-center justify-center rounded-control hover:bg-hover data-[state=open]:bg-active'
              : 'flex size-[34px] items-center justify-center gap-2 rounded-control text-ui text-2 hover:bg-hover data-[state=open]:bg-active desk:h-8 desk:w-full desk:justify-start desk:px-2'
          }
        >
          <Avatar name={person.name} />
          <span className="sr-only">{rail ? `Account of ${person.name}` : 'Account of'}</span>
          {rail ? null : (
            <>
              <span className="sr-only min-w-0 flex-1 truncate text-left desk:not-sr-only desk:truncate">
                {person.name}
              </span>
              {person.role ? <span className="hidden text-meta text-3 desk:block">{person.role}</span> : null}
            </>
          )}
        </button>
      }
    />
  );
}

/** Leaves, and says so when that does not work. */
export function useSignOut(signOut: () => Promise<void>): () => void {
  const [, start] = useTransition();
  return useCallback(() => {
    start(async () => {
      try {
        await signOut();
      } catch (error) {
        // A redirect travels as an error; only what is none is a failure.
        if (isRedirect(error)) throw error;
        toast.failed('You could not be signed out', {
          kept: 'You are still signed in. Check the connection and try again.',
        });
      }
    });
  }, [signOut]);
}

function isRedirect(error: unknown): boolean {
  return error instanceof Error && 'digest' in error && String(error.digest).startsWith('NEXT_');
}
