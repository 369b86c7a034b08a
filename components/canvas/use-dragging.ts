'use client';

import type { NodeChange } from '@xyflow/react';
import { useMemo, useRef, useState } from 'react';
import type { StepNode } from '#components/canvas/flow.ts';
import { useEditor } from '#components/canvas/use-editor.ts';

type Places = ReadonlyMap<string, { x: number; y: number }>;
const STILL: Places = new Map();

/**
 * Selecting and dragging, as React Flow reports them. While cards are dragged their places live here; the document learns
 * of them once, when they are dropped, so that a drag is one step to undo.
 */
export function useDragging() {
  const editor = useEditor();
  const [dragged, setDragged] = useState(STILL);
  const latest = useRef(STILL);

  const handlers = useMemo(() => {
    const set = (places: Places) => {
      latest.current = places;
      setDragged(places);
    };
    return {
      onNodesChange: (changes: NodeChange<StepNode>[]) => {
        const chosen = new Set(editor.state.selected);
        const moves: [string, { x: number; y: number }][] = [];
        for (const change of changes) {
          if (change.type === 'select') {
            if (change.selected) chosen.add(change.id);
            else chosen.delete(change.id);
          } else if (change.type === 'position' && change.position && change.dragging) {
            moves.push([change.id, { x: Math.round(change.position.x), y: Math.round(change.position.y) }]);
          }
        }
        if (changes.some((change) => change.type === 'select')) editor.select(chosen);
        if (moves.length > 0) set(new Map([...latest.current, ...moves]));
      },
      onDragStop: () => {
        const to = [...latest.current].map(([id, at]) => ({ id, ...at }));
        if (to.length > 0) editor.do({ op: 'moveNodes', to });
        set(STILL);
      },
    };
  }, [editor]);

  return { dragged, ...handlers };
}
