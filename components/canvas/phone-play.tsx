'use client';

import { Redo2Icon, Undo2Icon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ConnectDialog } from '#components/canvas/connect-dialog.tsx';
import { GhostStart } from '#components/canvas/ghost-start.tsx';
import { Outline } from '#components/canvas/outline.tsx';
import { BoundsWords, SavedWords } from '#components/canvas/play-status-bar.tsx';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { StepDetails } from '#components/inspector/inspector.tsx';
import { PlaySettings } from '#components/inspector/play-settings.tsx';
import { PhoneActions } from '#components/shell/page-body.tsx';
import { Button } from '#components/ui/button.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import { nodeOf } from '#workflows/edit/graph.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';

/** A play on a phone: its outline, and each step in a sheet. Everything that can be done on the canvas but drawing. */
export function PhonePlay({ changed }: { changed: ReadonlySet<string> }) {
  const editor = useEditor();
  const play = useEditorState((state) => state.play);
  const undo = useEditorState((state) => state.history.done.length > 0);
  const redo = useEditorState((state) => state.history.undone.length > 0);
  const [open, setOpen] = useState<string | null>(null);
  const [settings, setSettings] = useState(false);
  const [connecting, setConnecting] = useState<string | null>(null);
  const node = open === null ? undefined : nodeOf(play, open);
  const { mayEdit } = editor.setting;

  // A problem opens the sheet it is mended in, which then puts the focus into the field.
  const wish = useEditorState((state) => state.wish);
  useEffect(() => {
    if (wish === null) return;
    if (wish.node === '') setSettings(true);
    else setOpen(wish.node);
  }, [wish]);

  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 text-meta text-2 tabular-nums">
        <BoundsWords />
        <SavedWords />
      </div>
      <div className="relative min-h-0 flex-1 overflow-y-auto px-2 py-2">
        {play.nodes.length === 0 && mayEdit ? <GhostStart place={() => ({ x: 400, y: 40 })} /> : null}
        <Outline touch onOpen={setOpen} />
      </div>
      {mayEdit ? (
        <PhoneActions>
          <Button size="touch" onClick={() => setSettings(true)}>
            Settings
          </Button>
          <Button size="touch" disabled={!undo} onClick={() => editor.undo()}>
            <Undo2Icon aria-hidden="true" />
            Undo
          </Button>
          <Button size="touch" disabled={!redo} onClick={() => editor.redo()}>
            <Redo2Icon aria-hidden="true" />
            Redo
          </Button>
        </PhoneActions>
      ) : null}
      <Sheet
        open={node !== undefined}
        onOpenChange={(next) => {
          if (!next) setOpen(null);
        }}
      >
        {node ? (
          <SheetContent title={nodeKind(node.kind)?.label ?? node.kind}>
            <StepDetails
              key={node.id}
              node={node}
              changed={changed.has(node.id)}
              disabled={!mayEdit}
              onConnect={() => setConnecting(node.id)}
              inSheet
            />
          </SheetContent>
        ) : null}
      </Sheet>
      <Sheet open={settings} onOpenChange={setSettings}>
        <SheetContent title="Play settings">
          <PlaySettings disabled={!mayEdit} />
        </SheetContent>
      </Sheet>
      <ConnectDialog from={connecting} onClose={() => setConnecting(null)} />
    </div>
  );
}
