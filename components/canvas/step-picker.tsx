'use client';

import { Command } from 'cmdk';
import { SearchIcon } from 'lucide-react';
import { useRef } from 'react';
import { StepIcon } from '#components/canvas/step-icon.tsx';
import { Popover, PopoverAnchor, PopoverContent } from '#components/ui/popover.tsx';
import { type AnyNodeKind, NODE_KINDS } from '#workflows/nodes/registry.ts';

/** Kinds that may stand after another step, in the palette's order. */
export const followingKinds = NODE_KINDS.filter((kind) => kind.shape !== 'trigger');

/** Every word typed must occur; steps whose name begins with it come first. cmdk's own score finds letters anywhere. */
function scoreOf(_: string, search: string, keywords: string[] = []): number {
  const [label = '', help = ''] = keywords.map((each) => each.toLowerCase());
  const words = search.toLowerCase().trim();
  if (label.startsWith(words)) return 1;
  const all = words.split(/\s+/);
  if (all.every((word) => label.includes(word))) return 0.8;
  return all.every((word) => `${label} ${help}`.includes(word)) ? 0.4 : 0;
}

type StepPickerProps = {
  /** Where the person pointed, in px of the window; null: closed. */
  at: { x: number; y: number } | null;
  /** "Put a step after Text". */
  title: string;
  onPick: (kind: AnyNodeKind) => void;
  onClose: () => void;
};

/** Which step to put here: found by typing, taken with Enter. Escape leaves everything as it was. */
export function StepPicker({ at, title, onPick, onClose }: StepPickerProps) {
  const anchor = useRef({ getBoundingClientRect: () => new DOMRect() });
  if (at !== null) anchor.current = { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) };
  const groups = [...new Set(followingKinds.map((kind) => kind.group))];
  return (
    <Popover
      open={at !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <PopoverAnchor virtualRef={anchor} />
      <PopoverContent aria-label={title} className="w-64 p-0" align="start">
        <Command label={title} loop filter={scoreOf}>
          <div className="flex h-9 items-center gap-2 border-b border-line px-3">
            <SearchIcon aria-hidden="true" className="size-4 shrink-0 text-3" />
            <Command.Input
              placeholder={title}
              className="h-full min-w-0 flex-1 bg-transparent text-ui outline-none max-wide:text-head max-wide:font-normal"
            />
          </div>
          <Command.List className="max-h-80 overflow-y-auto p-1">
            <Command.Empty className="px-2 py-3 text-ui text-3">No step has this name</Command.Empty>
            {groups.map((group) => (
              <Command.Group
                key={group}
                heading={group}
                className="**:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-meta **:[[cmdk-group-heading]]:text-3"
              >
                {followingKinds
                  .filter((kind) => kind.group === group)
                  .map((kind) => (
                    <Command.Item
                      key={kind.kind}
                      value={kind.kind}
                      keywords={[kind.label, kind.help]}
                      onSelect={() => onPick(kind)}
                      className="pop-item"
                    >
                      <StepIcon kind={kind.kind} />
                      {kind.label}
                    </Command.Item>
                  ))}
              </Command.Group>
            ))}
          </Command.List>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
