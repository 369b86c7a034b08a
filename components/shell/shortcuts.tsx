'use client';

import type { Command } from '#components/shell/command.ts';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Switch } from '#components/ui/switch.tsx';

type ShortcutsProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  commands: readonly Command[];
  plainKeys: boolean;
  onPlainKeysChange: (on: boolean) => void;
};

/** Every key that works on this page, from the same commands the palette shows. */
export function Shortcuts({ open, onOpenChange, commands, plainKeys, onPlainKeysChange }: ShortcutsProps) {
  const withKeys = commands.filter((command) => command.keys);
  const headings = [...new Set(withKeys.map((command) => command.group))];
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Keyboard shortcuts" size="md">
        <div className="gap-x-8 pb-2 wide:columns-2">
          {headings.map((heading) => (
            <section key={heading} className="mb-4 break-inside-avoid">
              <h3 className="mb-1 text-meta font-medium text-3">{heading}</h3>
              <dl className="text-ui">
                {withKeys
                  .filter((command) => command.group === heading)
                  .map((command) => (
                    <div key={command.id} className="flex min-h-7 items-center justify-between gap-4">
                      <dt className="min-w-0">{command.label}</dt>
                      <dd className="flex shrink-0 gap-1">
                        {(command.keys ?? '').split(' ').map((step) => (
                          <ReadKbd key={step} keys={step} />
                        ))}
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
        <Switch
          label="Single keys"
          help="Off: only keys with Ctrl, Command or Alt work, as speech input needs it. Kept in this browser."
          checked={plainKeys}
          onCheckedChange={onPlainKeysChange}
          className="border-t border-line pt-4"
        />
      </DialogContent>
    </Dialog>
  );
}

/** Here the key is the content, so it is read out as well. */
function ReadKbd({ keys }: { keys: string }) {
  return (
    <>
      <Kbd keys={keys} className="max-wide:inline-flex" />
      <span className="sr-only">{keys.replace('mod', 'Control').replaceAll('+', ' ')}</span>
    </>
  );
}
