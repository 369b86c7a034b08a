'use client';

import { useMemo, useRef, useState } from 'react';
import { edgeId } from '#components/canvas/counts.ts';
import type { Editor } from '#components/canvas/editor.ts';
import { useEditor } from '#components/canvas/use-editor.ts';
import { toast } from '#components/ui/toast.tsx';
import { addAfter, addAt, addOnPort } from '#workflows/edit/add.ts';
import { clipOf, copiesFor, readClip } from '#workflows/edit/copy.ts';
import { type EdgeKey, nodeOf } from '#workflows/edit/graph.ts';
import { planRemoval, type Removal } from '#workflows/edit/heal.ts';
import { boxesOf, freePlace } from '#workflows/edit/place.ts';
import { nameOf } from '#workflows/edit/ports.ts';
import { sizeOf } from '#workflows/edit/size.ts';
import type { AnyNodeKind } from '#workflows/nodes/registry.ts';

/** A new step's id: short, and as good as unique among all plays, so that offline work never collides. */
export function newId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 10);
}

type Point = { x: number; y: number };

/** Adds a step and says why not. `after`: behind the selected one, else where there is room. */
export function useAddStep() {
  const editor = useEditor();
  return useMemo(() => {
    const add = (operation: Parameters<Editor['do']>[0], kind: AnyNodeKind, id: string) => {
      const done = editor.do(operation, [id]);
      if (done.ok) editor.say(`Added ${kind.label}`);
      return done.ok;
    };
    const at = (kind: AnyNodeKind, middle: Point) => {
      const id = newId();
      return add(addAt(editor.state.play, kind, id, middle), kind, id);
    };
    return {
      at,
      onPort: (kind: AnyNodeKind, key: EdgeKey) => {
        const id = newId();
        return add(addOnPort(editor.state.play, kind, id, key), kind, id);
      },
      after: (kind: AnyNodeKind, fallback: Point) => {
        const { play, selected } = editor.state;
        const [only] = selected;
        const id = newId();
        const operation = selected.size === 1 && only ? addAfter(play, kind, id, only) : undefined;
        if (operation) return add(operation, kind, id);
        const node = { id, kind: kind.kind, config: kind.draft(), at: fallback };
        const size = sizeOf(play, node);
        const free = freePlace(boxesOf(play), { id, ...size, x: fallback.x - size.width / 2, y: fallback.y });
        return at(kind, { x: free.x + size.width / 2, y: free.y + size.height / 2 });
      },
    };
  }, [editor]);
}

export type AskedRemoval = Extract<Removal, { ask: true }> & { name: string };

/** Deleting with the way healed; `asked` is set while a branching step waits for which of its ways stays. */
export function useRemove() {
  const editor = useEditor();
  const [asked, setAsked] = useState<AskedRemoval | null>(null);
  const remove = useMemo(
    () => (ids: readonly string[], keep?: string | null) => {
      const { play } = editor.state;
      const removal = planRemoval(play, ids, keep);
      if (removal.ask) {
        const node = nodeOf(play, removal.node);
        setAsked({ ...removal, name: node ? nameOf(node) : 'the step' });
        return;
      }
      setAsked(null);
      // The selection goes to the step before, so that the keyboard stays in the graph.
      const before = play.edges.find((edge) => ids.includes(edge.to) && !ids.includes(edge.from))?.from;
      const done = editor.do(removal.operation, before === undefined ? [] : [before]);
      if (done.ok) editor.say(ids.length === 1 ? 'Deleted 1 step' : `Deleted ${ids.length} steps`);
    },
    [editor],
  );
  return { remove, asked, dismiss: () => setAsked(null) };
}

/** Acts on steps that are selected, or on one that is pointed at. Stable. */
export function stepActs(editor: Editor) {
  return {
    duplicate(ids: Iterable<string>): void {
      const { play } = editor.state;
      const clip = clipOf(play, new Set(ids));
      const copies = clip && copiesFor(play, clip, newId);
      if (copies === undefined) {
        if (clip) editor.refuse('A play has one start: it is not duplicated.');
        return;
      }
      editor.do(
        { op: 'duplicate', ...copies },
        copies.nodes.map((node) => node.id),
      );
      editor.say(copies.nodes.length === 1 ? 'Duplicated 1 step' : `Duplicated ${copies.nodes.length} steps`);
    },
    toggleDisabled(ids: Iterable<string>): void {
      const list = [...ids];
      const { play } = editor.state;
      if (list.length === 0) return;
      const disabled = list.some((id) => nodeOf(play, id)?.disabled !== true);
      editor.do({ op: 'setDisabled', ids: list, disabled });
      editor.say(disabled ? 'Leads now pass over it' : 'Leads stop here again');
    },
    /** The selected steps as clipboard text; null when none is. */
    copy(): string | null {
      const clip = clipOf(editor.state.play, editor.state.selected);
      if (clip === undefined) return null;
      editor.say(clip.nodes.length === 1 ? 'Copied 1 step' : `Copied ${clip.nodes.length} steps`);
      return JSON.stringify(clip, null, 2);
    },
    paste(text: string, middle: Point): void {
      const read = readClip(text);
      if (!read.ok) {
        editor.say(read.reason);
        toast.failed('Nothing was pasted', { kept: read.reason });
        return;
      }
      const copies = copiesFor(editor.state.play, read.clip, newId, middle);
      if (copies === undefined) {
        editor.refuse('A play has one start, and this one has it already. Nothing was pasted.');
        return;
      }
      editor.do(
        { op: 'paste', ...copies },
        copies.nodes.map((node) => node.id),
      );
      editor.say(copies.nodes.length === 1 ? 'Pasted 1 step' : `Pasted ${copies.nodes.length} steps`);
    },
    disconnect(key: EdgeKey): void {
      editor.do({ op: 'disconnect', ...key });
      if (editor.state.selectedEdge === edgeId(key.from, key.port)) editor.selectEdge(null);
    },
  };
}

export function useStepActs() {
  const editor = useEditor();
  const acts = useRef<ReturnType<typeof stepActs> | null>(null);
  acts.current ??= stepActs(editor);
  return acts.current;
}
