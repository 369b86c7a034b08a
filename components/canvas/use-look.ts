'use client';

import { useReactFlow, type Viewport } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Editor } from '#components/canvas/editor.ts';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { FULL_DETAIL, fitViewport, keepViewport, keptViewport, sees } from '#components/canvas/viewport.ts';
import { type Box, boxesOf } from '#workflows/edit/place.ts';

type Point = { x: number; y: number };
type Flow = Pick<ReturnType<typeof useReactFlow>, 'setViewport' | 'getViewport' | 'screenToFlowPosition'>;
type Root = React.RefObject<HTMLDivElement | null>;

/** Below this zoom a card is only a tick of its colour. */
const TICK_BELOW = 0.4;

/** Where one looks on the canvas: fitting, bringing a step into sight, and coming back to where one was. */
export function useLook(root: Root) {
  const editor = useEditor();
  const flow = useReactFlow();
  const [isLost, setLost] = useState(false);
  const look = useMemo(() => lookOf(editor, flow, root), [editor, flow, root]);

  // Another document is shown, or the draft again: it is looked at from its own place.
  const shownWords = useEditorState((state) => state.shown?.words ?? null);
  const drawnWords = useRef(shownWords);
  useEffect(() => {
    if (drawnWords.current === shownWords) return;
    drawnWords.current = shownWords;
    look.first();
  }, [shownWords, look]);

  const wish = useEditorState((state) => state.wish);
  useEffect(() => {
    if (wish?.node) look.at(wish.node, false);
  }, [wish, look]);

  return {
    ...look,
    isLost,
    onMove: (viewport: Viewport) => look.mark(viewport),
    onMoveEnd: (viewport: Viewport) => {
      setLost(!sees(viewport, look.size(), look.boxes()));
      if (editor.state.shown === null) keepViewport(editor.setting.playId, viewport);
    },
  };
}

export type Look = ReturnType<typeof useLook>;

function lookOf(editor: Editor, flow: Flow, root: Root) {
  const size = () => {
    const box = root.current?.getBoundingClientRect();
    return { width: box?.width ?? 800, height: box?.height ?? 600 };
  };
  // Of the document now: a step that was just added is not drawn yet.
  const boxes = (): Box[] => boxesOf(editor.state.shown?.play ?? editor.state.play);

  /** The level of detail follows the zoom by an attribute: no card is drawn again for it. */
  const mark = ({ zoom }: Viewport) => {
    const element = root.current;
    if (element === null) return;
    element.style.setProperty('--zoom', String(zoom));
    element.dataset.detail = zoom < TICK_BELOW ? 'tick' : zoom < FULL_DETAIL ? 'short' : 'full';
  };
  const go = (viewport: Viewport, glide = true) => {
    const still = !glide || matchMedia('(prefers-reduced-motion: reduce)').matches;
    void flow.setViewport(viewport, { duration: still ? 0 : 200 });
    mark(viewport);
  };
  const isIn = (box: Box): boolean => {
    const { x, y, zoom } = flow.getViewport();
    const { width, height } = size();
    const [left, top] = [box.x * zoom + x, box.y * zoom + y];
    return left >= 0 && top >= 0 && left + box.width * zoom <= width && top + box.height * zoom <= height;
  };
  const at = (id: string, focus: boolean) => {
    const box = boxes().find((each) => each.id === id);
    if (box === undefined) return;
    const { zoom } = flow.getViewport();
    const { width, height } = size();
    if (!isIn(box)) {
      go({
        zoom,
        x: width / 2 - (box.x + box.width / 2) * zoom,
        y: height / 2 - (box.y + box.height / 2) * zoom,
      });
    }
    if (!focus) return;
    const selector = `[data-id="${CSS.escape(id)}"].react-flow__node`;
    requestAnimationFrame(() =>
      root.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true }),
    );
  };

  return {
    size,
    boxes,
    mark,
    at,
    /** On opening: where this person last looked, else the whole play. */
    first: () => {
      const all = boxes();
      const kept = editor.state.shown === null ? keptViewport(editor.setting.playId) : null;
      go(kept && sees(kept, size(), all) ? kept : fitViewport(all, size()), false);
    },
    fit: () => go(fitViewport(boxes(), size())),
    fitSelection: () => {
      const some = boxes().filter((box) => editor.state.selected.has(box.id));
      if (some.length > 0) go(fitViewport(some, size()));
    },
    /** Keeps the middle of what is in sight where it is. */
    zoomTo: (zoom: number) => {
      const now = flow.getViewport();
      const { width, height } = size();
      const by = zoom / now.zoom;
      go({ zoom, x: width / 2 - (width / 2 - now.x) * by, y: height / 2 - (height / 2 - now.y) * by });
    },
    atSelected: (focus: boolean) => {
      const [only] = editor.state.selected;
      if (only !== undefined) requestAnimationFrame(() => at(only, focus));
    },
    /** The point of the canvas in the middle of what is in sight, a third down: where new things are put. */
    middle: (down = 1 / 3): Point => {
      const box = root.current?.getBoundingClientRect();
      if (box === undefined) return { x: 0, y: 0 };
      return flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height * down });
    },
  };
}
