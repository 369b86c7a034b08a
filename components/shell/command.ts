/** Something a person can do or go to: one row of the palette, one line of the shortcuts sheet, one key. */
export type Command = {
  /** Unique among those registered: "go /plays", "play publish". */
  id: string;
  /** In words, as an act: "Publish this play". */
  label: string;
  /** Heading in palette and sheet: "Go to", "This play". */
  group: string;
  icon?: React.ReactNode;
  /** Quiet words after the label. */
  note?: string;
  /** Other words it is found by. */
  words?: readonly string[];
  /**
   * `mod+enter`, `shift+d`, `?`, or two keys one after the other: `g p`. Keys without `mod` rest while somebody types or a dialog
   * is open.
   */
  keys?: string;
  /** Only a key, not a row of the palette: moving within a list. */
  keysOnly?: boolean;
} & ({ href: string } | { run: () => void });

/** What was found elsewhere (a lead, a play) for the words typed into the palette. */
export type Found = { id: string; label: string; note?: string; href: string };

/** A place where the palette looks things up: usually a server action over one query file. */
export type CommandSource = {
  /** "Leads": heading of what it finds. */
  group: string;
  icon?: React.ReactNode;
  find: (query: string) => Promise<readonly Found[]>;
};

/** A key as the browser reports it. */
export type KeyPress = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
};

/** True when one step of a key notation (`mod+enter`, `?`, `g`) is what was pressed. */
export function isPressed(step: string, press: KeyPress, mac: boolean): boolean {
  const parts = step.split('+');
  const key = parts.pop() ?? '';
  const wants = (name: string) => parts.includes(name);
  if (wants('mod') !== (mac ? press.metaKey : press.ctrlKey)) return false;
  if (mac ? press.ctrlKey : press.metaKey) return false;
  if (wants('alt') !== press.altKey) return false;
  // A sign such as "?" needs Shift on some keyboards and not on others; letters and named keys tell Shift apart.
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  if (!isSign && wants('shift') !== press.shiftKey) return false;
  return names[press.key] === key || press.key.toLowerCase() === key;
}

const names: Record<string, string> = {
  ' ': 'space',
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** A key that people type with: neither Ctrl nor Command nor Alt. It rests while somebody types. */
export function isPlainKey(keys: string): boolean {
  return !/(^|[+ ])(mod|alt)\+/.test(keys);
}

export type KeyOutcome = {
  command: Command | null;
  /** The first of two keys was pressed: what was pressed, to be handed back with the next press. */
  pending: KeyPress | null;
};

/**
 * The command a press calls, the last registered first, so that a page wins over the frame.
 * `before` is the first key of a pair, when one is pending. With `plain` false only keys with `mod` or `alt` count.
 */
export function commandFor(
  commands: readonly Command[],
  press: KeyPress,
  before: KeyPress | null,
  { mac, plain }: { mac: boolean; plain: boolean },
): KeyOutcome {
  let startsPair = false;
  for (const command of [...commands].reverse()) {
    if (!command.keys || (!plain && isPlainKey(command.keys))) continue;
    const [first = '', second] = command.keys.split(' ');
    if (second === undefined) {
      if (!before && isPressed(first, press, mac)) return { command, pending: null };
    } else if (before) {
      if (isPressed(first, before, mac) && isPressed(second, press, mac)) return { command, pending: null };
    } else if (isPressed(first, press, mac)) startsPair = true;
  }
  // A second key that completes nothing counts as a first one.
  if (before) return commandFor(commands, press, null, { mac, plain });
  return { command: null, pending: startsPair ? press : null };
}
