'use client';

import type { Connection, FinalConnectionState } from '@xyflow/react';
import { useEffect, useMemo, useState } from 'react';
import type { WireEdge } from '#components/canvas/flow.ts';
import { useEditor } from '#components/canvas/use-editor.ts';
import { whyNotConnect } from '#workflows/edit/connect-rules.ts';
import type { EdgeKey } from '#workflows/edit/graph.ts';

type Point = { x: number; y: number };
type Root = React.RefObject<HTMLDivElement | null>;

/** How long the reason of a refusal stands on the canvas. */
const REFUSAL_MS = 5_000;

/**
 * Drawing wires with a pointer: from a port to a card, from a port to empty ground (which asks for a step), and a wire's
 * end to another card. What is refused says why, on the canvas and aloud.
 */
export function useWiring(root: Root, pickStep: (key: EdgeKey, at: Point) => void) {
  const editor = useEditor();
  const [refusal, setRefusal] = useState<{ at: Point; words: string } | null>(null);
  useEffect(() => {
    if (refusal === null) return;
    const timer = setTimeout(() => setRefusal(null), REFUSAL_MS);
    return () => clearTimeout(timer);
  }, [refusal]);

  const handlers = useMemo(() => {
    const why = ({
      source,
      sourceHandle,
      target,
    }: Pick<Connection, 'source' | 'target'> & { sourceHandle?: string | null }) =>
      whyNotConnect(editor.state.play, { from: source, port: sourceHandle ?? '', to: target });
    const connect = ({ source, sourceHandle, target }: Connection) =>
      editor.do({ op: 'connect', edge: { from: source, port: sourceHandle ?? '', to: target } });
    const refuse = (at: Point, words: string) => {
      setRefusal({ at, words });
      editor.say(words);
    };
    /** While a wire is drawn the whole card takes it (canvas.css). */
    const begin = () => root.current?.setAttribute('data-connecting', '');
    const end = () => root.current?.removeAttribute('data-connecting');
    /** While a wire's end is moved: React Flow tells of the end of that as of a new wire's too, and first. */
    let isMoved = false;

    return {
      isValidConnection: (connection: Connection | WireEdge) => why(connection) === null,
      onConnectStart: begin,
      onConnect: connect,
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        if (isMoved) return;
        end();
        const { fromNode, fromHandle } = state;
        if (state.isValid || fromNode === null || fromHandle === null) return;
        const at = pointOf(event);
        const key = { from: fromNode.id, port: fromHandle.id ?? '' };
        const target = cardAt(at);
        if (target === null) {
          if (isInside(root.current, at)) pickStep(key, at);
          return;
        }
        const reason = why({ source: key.from, sourceHandle: key.port, target });
        // Back on its own card is a change of mind, not a loop.
        if (reason && target !== key.from) refuse(at, reason);
      },
      onReconnectStart: () => {
        isMoved = true;
        begin();
      },
      onReconnect: (edge: WireEdge, connection: Connection) => {
        if (connection.target !== edge.target) connect(connection);
      },
      onReconnectEnd: (
        event: MouseEvent | TouchEvent,
        edge: WireEdge,
        _: unknown,
        state: FinalConnectionState,
      ) => {
        isMoved = false;
        end();
        const at = pointOf(event);
        const target = cardAt(at);
        if (state.isValid || target === null || target === edge.target) return;
        const reason = why({ ...edge, target });
        if (reason) refuse(at, reason);
      },
    };
  }, [editor, root, pickStep]);

  return { refusal, handlers };
}

function pointOf(event: MouseEvent | TouchEvent): Point {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}

/** The step under a point of the window; a start has no place that takes wires, but is one all the same. */
function cardAt({ x, y }: Point): string | null {
  return document.elementFromPoint(x, y)?.closest('.react-flow__node')?.getAttribute('data-id') ?? null;
}

function isInside(element: HTMLElement | null, at: Point): boolean {
  const box = element?.getBoundingClientRect();
  return box !== undefined && at.x >= box.left && at.x <= box.right && at.y >= box.top && at.y <= box.bottom;
}
