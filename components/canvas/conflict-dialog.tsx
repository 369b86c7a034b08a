'use client';

import type { Theirs } from '#components/canvas/autosave.ts';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { toast } from '#components/ui/toast.tsx';

/** Two people, or two tabs: nothing is overwritten until somebody says how the two drafts go together. */
export function ConflictDialog() {
  const save = useEditorState((state) => state.save);
  return save.kind === 'conflict' && save.asking ? <Question theirs={save.theirs} /> : null;
}

function Question({ theirs }: { theirs: Theirs }) {
  const editor = useEditor();
  const mine = useEditorState((state) => state.unsaved.length);
  const changes = mine === 1 ? 'your 1 change' : `your ${mine} changes`;
  const who = theirs.by ?? 'Somebody else, or you in another tab,';
  const settle = (choice: 'onTop' | 'theirs' | 'mine') => {
    const { refused } = editor.settleConflict(theirs, choice);
    if (refused.length > 0) {
      toast.failed(`${refused.length} of your changes no longer fit`, {
        kept: refused.map((each) => `${each.words}: ${each.reason}`).join(' '),
      });
    }
  };
  return (
    <Dialog open onOpenChange={(open) => editor.askConflict(open)}>
      <DialogContent
        title="This play was changed by somebody else"
        size="md"
        description={
          <>
            {who} saved it <RelativeTime atMs={theirs.atMs} as="ago" />. Nothing was overwritten; {changes}{' '}
            since your last save are still here.
          </>
        }
      >
        <div className="flex flex-col gap-2">
          <Choice
            title="Put mine on top of theirs"
            help="Theirs is taken, then your changes are made again. What no longer fits is named."
            primary
            onChoose={() => settle('onTop')}
          />
          <Choice
            title="Take theirs"
            help="Your changes since your last save are dropped."
            onChoose={() => settle('theirs')}
          />
          <Choice
            title="Keep mine as it is"
            help="Your whole draft replaces theirs. Published versions are not touched."
            onChoose={() => settle('mine')}
          />
        </div>
      </DialogContent>
    </Dialog>
  );
}

type ChoiceProps = { title: string; help: string; primary?: boolean; onChoose: () => void };

function Choice({ title, help, primary = false, onChoose }: ChoiceProps) {
  return (
    <div className="flex items-center gap-4 rounded-control border border-line p-3">
      <span className="min-w-0 flex-1">
        <span className="block text-ui font-medium text-1">{title}</span>
        <span className="block text-meta text-3">{help}</span>
      </span>
      <Button variant={primary ? 'primary' : 'secondary'} aria-label={title} onClick={onChoose}>
        {primary ? 'Do this' : 'This'}
      </Button>
    </div>
  );
}
