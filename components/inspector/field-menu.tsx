'use client';

import { Command } from 'cmdk';
import { BracesIcon, SearchIcon } from 'lucide-react';
import { useState } from 'react';
import { useSetting } from '#components/canvas/setting.ts';
import { Button } from '#components/ui/button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import type { FieldSpec } from '#workflows/message/fields.ts';

const groups = [
  { heading: 'Lead', prefix: 'lead.' },
  { heading: 'Sender', prefix: 'sender.' },
  { heading: 'Owner', prefix: 'owner.' },
];

/** Inserts a merge field where the caret is: found by typing. */
export function FieldMenu({
  onInsert,
  disabled,
}: {
  onInsert: (spec: FieldSpec) => void;
  disabled: boolean;
}) {
  const { catalogue } = useSetting();
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm" disabled={disabled} className="-ml-2 h-6 text-meta">
          <BracesIcon aria-hidden="true" />
          Insert field
        </Button>
      </PopoverTrigger>
      <PopoverContent className="w-64 p-0" onCloseAutoFocus={(event) => event.preventDefault()}>
        <Command label="Insert a merge field" loop>
          <div className="flex h-9 items-center gap-2 border-b border-line px-3">
            <SearchIcon aria-hidden="true" className="size-4 shrink-0 text-3" />
            <Command.Input
              placeholder="Find a field"
              className="h-full min-w-0 flex-1 bg-transparent text-ui outline-none"
            />
          </div>
          <Command.List className="max-h-72 overflow-y-auto p-1">
            <Command.Empty className="px-2 py-3 text-ui text-3">No field has this name</Command.Empty>
            {groups.map(({ heading, prefix }) => (
              <Command.Group
                key={heading}
                heading={heading}
                className="**:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-meta **:[[cmdk-group-heading]]:text-3"
              >
                {catalogue
                  .filter((spec) => spec.path.startsWith(prefix))
                  .map((spec) => (
                    <Command.Item
                      key={spec.path}
                      value={spec.path}
                      keywords={[spec.label]}
                      onSelect={() => {
                        onInsert(spec);
                        setOpen(false);
                      }}
                      className="pop-item"
                    >
                      <span className="min-w-0 flex-1 truncate">{spec.label}</span>
                      <span className="max-w-28 truncate text-meta text-3">{spec.sample}</span>
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
