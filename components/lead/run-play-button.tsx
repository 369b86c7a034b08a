'use client';

import { WorkflowIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import type { PlayChoice } from '#components/lead/lead-sheet.ts';
import { type Entries, RunPlayDialog } from '#components/lead/run-play-dialog.tsx';
import type { Command } from '#components/shell/command.ts';
import { useCommands } from '#components/shell/command-center.tsx';
import { Button } from '#components/ui/button.tsx';

type RunPlayButtonProps = {
  leadName: string;
  findPlays: () => Promise<readonly PlayChoice[]>;
  runPlay: (playId: string) => Promise<Outcome<Entries>>;
  size?: 'md' | 'touch';
  /** Answers to the key and stands in the palette; give it to one button of a page. */
  isCommand?: boolean;
};

/** "Run a play on Priya", by button, by P and from the palette. */
export function RunPlayButton({
  leadName,
  findPlays,
  runPlay,
  size = 'md',
  isCommand = false,
}: RunPlayButtonProps) {
  const [open, setOpen] = useState(false);
  const commands = useMemo<readonly Command[]>(
    () =>
      isCommand
        ? [
            {
              id: 'lead run play',
              label: `Run a play on ${leadName}`,
              group: 'This lead',
              keys: 'p',
              run: () => setOpen(true),
            },
          ]
        : [],
    [isCommand, leadName],
  );
  useCommands(commands);
  return (
    <>
      <Button
        variant="primary"
        size={size}
        onClick={() => setOpen(true)}
        {...(isCommand ? { keys: 'p' } : {})}
      >
        <WorkflowIcon aria-hidden="true" />
        Run a play
      </Button>
      {open ? (
        <RunPlayDialog
          whom={leadName}
          isOne
          findPlays={findPlays}
          runPlay={runPlay}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
