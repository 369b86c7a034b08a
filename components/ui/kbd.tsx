'use client';

import { useSyncExternalStore } from 'react';
import { cn } from '#components/ui/class-names.ts';

const never = () => () => {};
const onMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** True on Apple keyboards, where `mod` is the Command key. False on the server and in the first render. */
export function useMac(): boolean {
  return useSyncExternalStore(never, onMac, () => false);
}

const words: Record<string, [other: string, mac: string]> = {
  mod: ['Ctrl', '⌘'],
  alt: ['Alt', '⌥'],
  shift: ['Shift', '⇧'],
  enter: ['↵', '↵'],
  escape: ['Esc', 'Esc'],
  up: ['↑', '↑'],
  down: ['↓', '↓'],
  left: ['←', '←'],
  right: ['→', '→'],
  space: ['Space', 'Space'],
};

/** `mod+k` -> "Ctrl K", `mod+enter` -> "Ctrl ↵", `g p` -> "G P". */
export function keyWords(keys: string, mac: boolean): string {
  return keys
    .split(/[+ ]/)
    .map((key) => words[key]?.[mac ? 1 : 0] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(' ');
}

type KbdProps = {
  /** `mod+k`, `alt+1`, `?`, `g p` (one after the other). `mod` is Ctrl, or Command on a Mac. */
  keys: string;
  className?: string;
};

/** A key, standing at the right of the action it does; not drawn on a phone. Told to screen readers by `aria-keyshortcuts` on the control, not here. */
export function Kbd({ keys, className }: KbdProps) {
  const mac = useMac();
  return (
    <span
      aria-hidden="true"
      className={cn(
        'inline-flex h-[18px] min-w-[18px] shrink-0 items-center justify-center rounded-tag border border-line-strong bg-surface px-1',
        'font-sans text-micro font-medium whitespace-nowrap text-3 max-wide:hidden',
        className,
      )}
    >
      {keyWords(keys, mac)}
    </span>
  );
}
