'use client';

import { KeyboardIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { type Command, type CommandSource, commandFor, type KeyPress } from '#components/shell/command.ts';
import { Palette } from '#components/shell/palette.tsx';
import { Shortcuts } from '#components/shell/shortcuts.tsx';
import { useMac } from '#components/ui/kbd.tsx';

/** Time to press the second key of a pair. */
const pairMs = 1_200;
/** Single keys can be switched off (WCAG 2.1.4): speech input and a resting hand press them unmeant. */
const plainKeysItem = 'baton-plain-keys';

type CommandCenterValue = {
  register: (commands: readonly Command[]) => () => void;
  openPalette: () => void;
  openShortcuts: () => void;
};

const CommandCenterContext = createContext<CommandCenterValue | null>(null);

function useCenter(): CommandCenterValue {
  const center = useContext(CommandCenterContext);
  if (!center) throw new Error('Commands are used outside the CommandCenter');
  return center;
}

/**
 * Makes commands known while the component is on the page: they are found in the palette, listed under `?` and answer to their
 * keys. Pass a stable array (`useMemo`).
 */
export function useCommands(commands: readonly Command[]): void {
  const { register } = useCenter();
  useEffect(() => register(commands), [register, commands]);
}

/** Opens the palette or the shortcuts sheet from a button. */
export function useCommandCenter(): Pick<CommandCenterValue, 'openPalette' | 'openShortcuts'> {
  return useCenter();
}

type CommandCenterProps = {
  /** Commands of the frame itself. */
  commands: readonly Command[];
  sources: readonly CommandSource[];
  children: React.ReactNode;
};

/** Keeps the one list of commands, listens for their keys, and holds palette and sheet. */
export function CommandCenter({ commands, sources, children }: CommandCenterProps) {
  const router = useRouter();
  const mac = useMac();
  const [registered, setRegistered] = useState<readonly (readonly Command[])[]>([]);
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const [plainKeys, setPlainKeys] = useState(true);
  const pending = useRef<{ press: KeyPress; atMs: number } | null>(null);

  useEffect(() => setPlainKeys(localStorage.getItem(plainKeysItem) !== 'off'), []);
  const changePlainKeys = (on: boolean) => {
    setPlainKeys(on);
    localStorage.setItem(plainKeysItem, on ? 'on' : 'off');
  };

  const register = useCallback((list: readonly Command[]) => {
    setRegistered((known) => [...known, list]);
    return () => setRegistered((known) => known.filter((each) => each !== list));
  }, []);

  const center = useMemo<CommandCenterValue>(
    () => ({ register, openPalette: () => setOpen('palette'), openShortcuts: () => setOpen('shortcuts') }),
    [register],
  );

  const own = useMemo<readonly Command[]>(
    () => [
      {
        id: 'palette',
        label: 'Find anything',
        group: 'Everywhere',
        keys: 'mod+k',
        keysOnly: true,
        run: () => setOpen('palette'),
      },
      {
        id: 'shortcuts',
        label: 'Keyboard shortcuts',
        icon: <KeyboardIcon />,
        group: 'Everywhere',
        keys: '?',
        run: () => setOpen('shortcuts'),
      },
    ],
    [],
  );
  // The page's own acts come first to the eye, and win a key that the frame has too.
  const all = useMemo(() => [...own, ...commands, ...registered.flat()], [own, commands, registered]);
  const shown = useMemo(() => [...registered.flat(), ...commands, ...own], [own, commands, registered]);

  const perform = useCallback(
    (command: Command) => {
      if ('href' in command) router.push(command.href);
      else command.run();
    },
    [router],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      const before =
        pending.current && event.timeStamp - pending.current.atMs < pairMs ? pending.current.press : null;
      const { command, pending: next } = commandFor(all, event, before, {
        mac,
        plain: plainKeys && !isBusy(event.target),
      });
      pending.current = next ? { press: next, atMs: event.timeStamp } : null;
      if (!command) return;
      event.preventDefault();
      perform(command);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [all, mac, plainKeys, perform]);

  return (
    <CommandCenterContext value={center}>
      {children}
      <Palette
        open={open === 'palette'}
        onOpenChange={(next) => setOpen(next ? 'palette' : null)}
        commands={shown}
        sources={sources}
        perform={perform}
      />
      <Shortcuts
        open={open === 'shortcuts'}
        onOpenChange={(next) => setOpen(next ? 'shortcuts' : null)}
        commands={shown}
        plainKeys={plainKeys}
        onPlainKeysChange={changePlainKeys}
      />
    </CommandCenterContext>
  );
}

/** Somebody types here, or a layer with keys of its own is open. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]',
    ) !== null
  );
}
