'use client';

import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useStepActs } from '#components/canvas/use-acts.ts';
import { useEditor } from '#components/canvas/use-editor.ts';
import type { Look } from '#components/canvas/use-look.ts';
import { useCommands } from '#components/shell/command-center.tsx';
import type { EdgeKey } from '#workflows/edit/graph.ts';
import { nodeOf } from '#workflows/edit/graph.ts';
import { type Direction, neighbour } from '#workflows/edit/walk.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { Play } from '#workflows/play.ts';

type CanvasKeys = {
  root: React.RefObject<HTMLDivElement | null>;
  readOnly: boolean;
  play: Play;
  look: Pick<Look, 'at' | 'fit' | 'fitSelection' | 'zoomTo' | 'middle'>;
  remove: (ids: readonly string[]) => void;
  tidy: () => void;
  connect: (id: string) => void;
  pickStep: (key: EdgeKey) => void;
};

const arrows: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/**
 * Keys of the canvas. Those with a name in the shortcuts sheet are commands; walking by arrows works only while the
 * focus is in the canvas, and copying follows the browser's own clipboard events, so that it needs no permission.
 */
export function useCanvasKeys(keys: CanvasKeys) {
  const editor = useEditor();
  const acts = useStepActs();
  const latest = useRef(keys);
  latest.current = keys;

  const deleteSelected = useCallback(() => {
    const { selected, selectedEdge } = editor.state;
    if (selected.size > 0) latest.current.remove([...selected]);
    else if (selectedEdge !== null) acts.disconnect(keyOf(selectedEdge));
  }, [editor, acts]);

  const commands = useMemo(() => {
    const group = 'Canvas';
    const chosen = () => [...editor.state.selected];
    const one = (act: (id: string) => void, else_: string) => () => {
      const [only, ...more] = chosen();
      if (only !== undefined && more.length === 0) act(only);
      else editor.say(else_);
    };
    const see = [
      { id: 'canvas fit', label: 'See everything', group, keys: '1', run: () => latest.current.look.fit() },
      {
        id: 'canvas fit selection',
        label: 'See the selected steps',
        group,
        keys: '2',
        run: () => latest.current.look.fitSelection(),
      },
      {
        id: 'canvas life size',
        label: 'Zoom to 100 %',
        group,
        keys: '0',
        run: () => latest.current.look.zoomTo(1),
      },
    ];
    if (keys.readOnly) return see;
    return [
      ...see,
      { id: 'canvas undo', label: 'Undo', group, keys: 'mod+z', run: () => editor.undo() },
      { id: 'canvas redo', label: 'Redo', group, keys: 'mod+y', run: () => editor.redo() },
      {
        id: 'canvas redo mac',
        label: 'Redo',
        group,
        keys: 'mod+shift+z',
        keysOnly: true,
        run: () => editor.redo(),
      },
      {
        id: 'canvas duplicate',
        label: 'Duplicate the selected steps',
        group,
        keys: 'mod+d',
        run: () => acts.duplicate(chosen()),
      },
      {
        id: 'canvas select all',
        label: 'Select every step',
        group,
        keys: 'mod+a',
        run: () => editor.select(editor.state.play.nodes.map((node) => node.id)),
      },
      {
        id: 'canvas connect',
        label: 'Connect the selected step to…',
        group,
        keys: 'c',
        run: one((id) => latest.current.connect(id), 'Select one step first, then connect it'),
      },
      {
        id: 'canvas rename',
        label: 'Name the selected step',
        group,
        keys: 'F2',
        run: one((id) => editor.goTo({ node: id, field: 'title' }), 'Select one step first'),
      },
      {
        id: 'canvas disable',
        label: 'Pass over the selected steps, or not',
        group,
        keys: 'd',
        run: () => acts.toggleDisabled(chosen()),
      },
      {
        id: 'canvas delete',
        label: 'Delete what is selected',
        group,
        keys: 'delete',
        run: deleteSelected,
      },
      { id: 'canvas tidy', label: 'Tidy up', group, keys: 't', run: () => latest.current.tidy() },
    ];
  }, [editor, acts, keys.readOnly, deleteSelected]);
  useCommands(commands);

  useEffect(() => {
    const copy = (event: ClipboardEvent) => {
      if (isElsewhere(event, latest.current.root.current)) return;
      const text = acts.copy();
      if (text === null) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      if (event.type === 'cut' && !latest.current.readOnly) latest.current.remove([...editor.state.selected]);
    };
    const paste = (event: ClipboardEvent) => {
      if (latest.current.readOnly || isElsewhere(event, latest.current.root.current)) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text === '') return;
      event.preventDefault();
      acts.paste(text, latest.current.look.middle());
    };
    document.addEventListener('copy', copy);
    document.addEventListener('cut', copy);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('copy', copy);
      document.removeEventListener('cut', copy);
      document.removeEventListener('paste', paste);
    };
  }, [editor, acts]);

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    const { play, look, readOnly } = latest.current;
    const [current] = editor.state.selected;
    const direction = arrows[event.key];
    if (direction && event.altKey && !readOnly && editor.state.selected.size > 0) {
      event.preventDefault();
      nudge(direction);
    } else if (direction && !event.altKey) {
      event.preventDefault();
      const start = play.nodes.find((node) => nodeKind(node.kind)?.shape === 'trigger') ?? play.nodes[0];
      const next = current === undefined ? start?.id : neighbour(play, current, direction);
      if (next === undefined) return;
      editor.select([next]);
      look.at(next, true);
    } else if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault();
      editor.goTo({ node: current, field: '' });
    } else if (event.key === 'Enter' && editor.state.selectedEdge !== null && !readOnly) {
      event.preventDefault();
      latest.current.pickStep(keyOf(editor.state.selectedEdge));
    } else if (event.key === 'Backspace' && !readOnly) {
      event.preventDefault();
      deleteSelected();
    } else if (event.key === 'Escape') {
      editor.select([]);
      editor.selectEdge(null);
    }
  };

  function nudge(direction: Direction): void {
    const by = { up: [0, -8], down: [0, 8], left: [-8, 0], right: [8, 0] }[direction];
    const { play, selected } = editor.state;
    const to = [...selected].flatMap((id) => {
      const node = nodeOf(play, id);
      return node ? [{ id, x: node.at.x + (by[0] ?? 0), y: node.at.y + (by[1] ?? 0) }] : [];
    });
    if (to.length > 0) editor.do({ op: 'moveNodes', to });
  }

  return { onKeyDown };
}

function keyOf(edge: string): EdgeKey {
  const [from = '', port = ''] = edge.split(' ');
  return { from, port };
}

/** Text fields keep their own keys and clipboard. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input:not([type="checkbox"], [type="radio"]), textarea, [contenteditable="true"]') !==
      null
  );
}

/** A clipboard event that is not about steps: in a field, in a dialog, or with words selected on the page. */
function isElsewhere(event: ClipboardEvent, root: HTMLElement | null): boolean {
  if (isTyping(event.target) || root === null) return true;
  const words = document.getSelection();
  if (words !== null && !words.isCollapsed) return true;
  const active = document.activeElement;
  return active !== null && active !== document.body && active.closest('[role="dialog"]') !== null;
}
