'use client';

import './canvas.css';
import {
  Background,
  BackgroundVariant,
  type Connection,
  type FinalConnectionState,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Viewport,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { CanvasActsProvider } from '#components/canvas/canvas-acts.ts';
import { CanvasHud } from '#components/canvas/canvas-hud.tsx';
import { ConnectDialog } from '#components/canvas/connect-dialog.tsx';
import { ConnectionLine } from '#components/canvas/connection-line.tsx';
import type { PlayCounts } from '#components/canvas/counts.ts';
import {
  boxesFrom,
  changedSteps,
  type Drawing,
  draw,
  type StepNode,
  type WireEdge,
} from '#components/canvas/flow.ts';
import { GhostStart } from '#components/canvas/ghost-start.tsx';
import { STEP_DRAG_TYPE } from '#components/canvas/palette.tsx';
import { RemovalDialog } from '#components/canvas/removal-dialog.tsx';
import { StepCard } from '#components/canvas/step-card.tsx';
import { StepPicker } from '#components/canvas/step-picker.tsx';
import { useAddStep, useRemove, useStepActs } from '#components/canvas/use-acts.ts';
import { useCanvasKeys } from '#components/canvas/use-canvas-keys.ts';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { fitViewport, keepViewport, keptViewport, sees } from '#components/canvas/viewport.ts';
import { WireLine } from '#components/canvas/wire.tsx';
import { whyNotConnect } from '#workflows/edit/connect-rules.ts';
import type { EdgeKey } from '#workflows/edit/graph.ts';
import { nodeOf } from '#workflows/edit/graph.ts';
import { tidyMoves } from '#workflows/edit/layout.ts';
import { boxesOf } from '#workflows/edit/place.ts';
import { nameOf } from '#workflows/edit/ports.ts';
import { type AnyNodeKind, nodeKind } from '#workflows/nodes/registry.ts';
import type { Play } from '#workflows/play.ts';

// Stable, or every card would be mounted again at each render.
const nodeTypes = { step: StepCard };
const edgeTypes = { wire: WireLine };
const STILL: ReadonlyMap<string, Point> = new Map();
const NO_PROBLEMS: never[] = [];
const GRID: [number, number] = [4, 4];
/** From this many cards on, those out of sight are not in the page. */
const CULL_FROM = 100;

type Point = { x: number; y: number };

export type StageProps = {
  live: Play | null;
  counts: PlayCounts | null;
  /** Looked at, not changed: while simulating, or in a version of the past. */
  locked: boolean;
  /** Told once, so that palette and keys outside the canvas can add steps in its middle. */
  onReady: (stage: StageHandle) => void;
};

export type StageHandle = {
  addAfterSelected: (kind: AnyNodeKind) => void;
  tidy: () => void;
  connectTo: () => void;
};

export function Stage(props: StageProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

type Picking = { title: string; at: Point; take: (kind: AnyNodeKind) => void };

function Canvas({ live, counts, locked, onReady }: StageProps) {
  const editor = useEditor();
  const flow = useReactFlow<StepNode, WireEdge>();
  const root = useRef<HTMLDivElement>(null);
  const shown = useEditorState((state) => state.shown);
  const own = useEditorState((state) => state.play);
  const play = shown?.play ?? own;
  const problems = useEditorState((state) => (state.shown ? NO_PROBLEMS : state.compiled.problems));
  const selected = useEditorState((state) => state.selected);
  const selectedEdge = useEditorState((state) => state.selectedEdge);
  const readOnly = locked || shown !== null || !editor.setting.mayEdit;

  const [dragged, setDragged] = useState(STILL);
  const [picking, setPicking] = useState<Picking | null>(null);
  const [connecting, setConnecting] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<{ at: Point; words: string } | null>(null);
  const [isLost, setLost] = useState(false);
  const addStep = useAddStep();
  const acts = useStepActs();
  const { remove, asked, dismiss } = useRemove();

  const changed = useMemo(() => (shown ? new Set<string>() : changedSteps(play, live)), [play, live, shown]);
  const previous = useRef<Drawing | null>(null);
  const drawing = useMemo(
    () =>
      draw(
        {
          play,
          problems,
          counts: shown ? null : counts,
          changed,
          selected,
          selectedEdge,
          dragged,
          editable: !readOnly,
        },
        previous.current,
      ),
    [play, problems, counts, changed, selected, selectedEdge, dragged, readOnly, shown],
  );
  useEffect(() => {
    previous.current = drawing;
  }, [drawing]);

  // ---- where one looks ----
  const size = useCallback(() => {
    const box = root.current?.getBoundingClientRect();
    return { width: box?.width ?? 800, height: box?.height ?? 600 };
  }, []);
  const boxes = useCallback(() => [...boxesFrom(drawing.cards, STILL).values()], [drawing.cards]);
  const mark = useCallback(({ zoom }: Viewport) => {
    const element = root.current;
    if (element === null) return;
    element.style.setProperty('--zoom', String(zoom));
    element.dataset.detail = zoom < 0.4 ? 'tick' : zoom < 0.75 ? 'short' : 'full';
  }, []);
  const look = useCallback(
    (viewport: Viewport, glide = true) => {
      const still = !glide || matchMedia('(prefers-reduced-motion: reduce)').matches;
      void flow.setViewport(viewport, { duration: still ? 0 : 200 });
      mark(viewport);
    },
    [flow, mark],
  );
  const fit = useCallback(() => look(fitViewport(boxes(), size())), [look, boxes, size]);
  const lookFirst = useCallback(() => {
    const isPast = editor.state.shown !== null;
    const all = boxesOf(editor.state.shown?.play ?? editor.state.play);
    const kept = isPast ? null : keptViewport(editor.setting.playId);
    look(kept && sees(kept, size(), all) ? kept : fitViewport(all, size()), false);
  }, [editor, look, size]);
  const shownWords = shown?.words ?? null;
  const drawnWords = useRef(shownWords);
  useEffect(() => {
    if (drawnWords.current === shownWords) return;
    drawnWords.current = shownWords;
    lookFirst();
  }, [shownWords, lookFirst]);

  const bringIntoSight = useCallback(
    (id: string, focus: boolean) => {
      // Of the document now: a step that was just added is not drawn yet.
      const box = boxesOf(editor.state.shown?.play ?? editor.state.play).find((each) => each.id === id);
      if (box === undefined) return;
      const viewport = flow.getViewport();
      const { width, height } = size();
      const left = box.x * viewport.zoom + viewport.x;
      const top = box.y * viewport.zoom + viewport.y;
      const isIn =
        left >= 0 &&
        top >= 0 &&
        left + box.width * viewport.zoom <= width &&
        top + box.height * viewport.zoom <= height;
      if (!isIn) {
        look({
          zoom: viewport.zoom,
          x: width / 2 - (box.x + box.width / 2) * viewport.zoom,
          y: height / 2 - (box.y + box.height / 2) * viewport.zoom,
        });
      }
      if (focus) {
        requestAnimationFrame(() =>
          root.current
            ?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"].react-flow__node`)
            ?.focus({ preventScroll: true }),
        );
      }
    },
    [editor, flow, look, size],
  );
  const lookAtSelected = useCallback(
    (focus: boolean) => {
      const [only] = editor.state.selected;
      if (only !== undefined) requestAnimationFrame(() => bringIntoSight(only, focus));
    },
    [editor, bringIntoSight],
  );

  const wish = useEditorState((state) => state.wish);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each wish
  useEffect(() => {
    if (wish?.node) bringIntoSight(wish.node, false);
  }, [wish?.turn]);

  // ---- what the person does ----
  const middle = useCallback((): Point => {
    const box = root.current?.getBoundingClientRect();
    if (box === undefined) return { x: 0, y: 0 };
    return flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 3 });
  }, [flow]);

  const tidy = useCallback(() => {
    const to = tidyMoves(editor.state.play);
    const element = root.current;
    element?.setAttribute('data-gliding', '');
    setTimeout(() => element?.removeAttribute('data-gliding'), 240);
    if (to.length > 0) editor.do({ op: 'tidy', to });
    editor.say(to.length === 0 ? 'The play is tidy already' : 'Tidied up');
  }, [editor]);

  useEffect(() => {
    onReady({
      addAfterSelected: (kind) => {
        if (addStep.after(kind, middle())) lookAtSelected(false);
      },
      tidy,
      connectTo: () => {
        const [only] = editor.state.selected;
        if (editor.state.selected.size === 1 && only) setConnecting(only);
        else editor.say('Select one step first, then connect it');
      },
    });
  }, [onReady, addStep, middle, tidy, editor, lookAtSelected]);

  const insertInto = useCallback(
    (key: EdgeKey, at: Point) => {
      const from = nodeOf(editor.state.play, key.from);
      setPicking({
        title: from ? `Step after ${nameOf(from)}` : 'Step to put here',
        at,
        take: (kind) => addStep.onPort(kind, key),
      });
    },
    [editor, addStep],
  );

  const canvasActs = useMemo(
    () => ({
      readOnly,
      duplicate: acts.duplicate,
      toggleDisabled: acts.toggleDisabled,
      remove: (ids: readonly string[]) => remove(ids),
      insertInto,
      goTo: (id: string) => {
        editor.select([id]);
        bringIntoSight(id, true);
      },
    }),
    [readOnly, acts, remove, insertInto, editor, bringIntoSight],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      let chosen: Set<string> | null = null;
      const moves: [string, Point][] = [];
      for (const change of changes) {
        if (change.type === 'select') {
          chosen ??= new Set(editor.state.selected);
          if (change.selected) chosen.add(change.id);
          else chosen.delete(change.id);
        } else if (change.type === 'position' && change.position && change.dragging) {
          moves.push([change.id, { x: Math.round(change.position.x), y: Math.round(change.position.y) }]);
        }
      }
      if (chosen) editor.select(chosen);
      if (moves.length > 0) setDragged((now) => new Map([...now, ...moves]));
    },
    [editor],
  );

  const onDragStop = useCallback(() => {
    setDragged((now) => {
      if (now.size > 0) {
        const to = [...now].map(([id, at]) => ({ id, ...at }));
        queueMicrotask(() => editor.do({ op: 'moveNodes', to }));
      }
      return STILL;
    });
  }, [editor]);

  const why = useCallback(
    (connection: Connection | WireEdge) =>
      whyNotConnect(editor.state.play, {
        from: connection.source,
        port: connection.sourceHandle ?? '',
        to: connection.target,
      }),
    [editor],
  );
  const refuse = useCallback(
    (at: Point, words: string) => {
      setRefusal({ at, words });
      editor.say(words);
    },
    [editor],
  );
  useEffect(() => {
    if (refusal === null) return;
    const timer = setTimeout(() => setRefusal(null), 5_000);
    return () => clearTimeout(timer);
  }, [refusal]);

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      root.current?.removeAttribute('data-connecting');
      const at = pointOf(event);
      const { fromNode, fromHandle, toNode } = state;
      if (state.isValid || fromNode === null || fromHandle === null) return;
      const key = { from: fromNode.id, port: fromHandle.id ?? '' };
      if (toNode) {
        const reason = why({
          source: key.from,
          sourceHandle: key.port,
          target: toNode.id,
          targetHandle: null,
        });
        // Back on its own card is a change of mind, not a loop.
        if (reason && toNode.id !== key.from) refuse(at, reason);
        return;
      }
      if (isOutside(root.current, at)) return;
      insertInto(key, at);
    },
    [why, refuse, insertInto],
  );

  const { onKeyDown } = useCanvasKeys({
    root,
    readOnly,
    play,
    bringIntoSight,
    remove,
    fit,
    zoomTo: (zoom) => {
      const now = flow.getViewport();
      const { width, height } = size();
      const by = zoom / now.zoom;
      look({ zoom, x: width / 2 - (width / 2 - now.x) * by, y: height / 2 - (height / 2 - now.y) * by });
    },
    fitSelection: () => {
      const some = boxes().filter((box) => editor.state.selected.has(box.id));
      if (some.length > 0) look(fitViewport(some, size()));
    },
    tidy,
    connect: setConnecting,
    insertInto: (key) => {
      const box = root.current?.getBoundingClientRect();
      insertInto(key, { x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + 80 });
    },
    middle,
  });

  return (
    <CanvasActsProvider value={canvasActs}>
      {/* biome-ignore lint/a11y/useSemanticElements: a canvas has no element of its own */}
      <div
        ref={root}
        role="group"
        aria-label="Canvas. Arrow keys walk from step to step, Enter opens one."
        className="canvas relative h-full w-full bg-sunken"
        {...(readOnly ? { 'data-readonly': '' } : {})}
        onKeyDown={onKeyDown}
        onDragOver={(event) => {
          if (readOnly || !event.dataTransfer.types.includes(STEP_DRAG_TYPE)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = 'copy';
        }}
        onDrop={(event) => {
          const kind = nodeKind(event.dataTransfer.getData(STEP_DRAG_TYPE));
          if (readOnly || kind === undefined) return;
          event.preventDefault();
          addStep.at(
            kind,
            flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false }),
          );
        }}
      >
        <ReactFlow<StepNode, WireEdge>
          nodes={drawing.nodes}
          edges={drawing.edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onNodeDragStop={onDragStop}
          onSelectionDragStop={onDragStop}
          onConnectStart={() => root.current?.setAttribute('data-connecting', '')}
          onConnect={({ source, sourceHandle, target }) =>
            editor.do({ op: 'connect', edge: { from: source, port: sourceHandle ?? '', to: target } })
          }
          onConnectEnd={onConnectEnd}
          onReconnectStart={() => root.current?.setAttribute('data-connecting', '')}
          onReconnect={(edge, { source, sourceHandle, target }) => {
            if (target === edge.target) return;
            editor.do({ op: 'connect', edge: { from: source, port: sourceHandle ?? '', to: target } });
          }}
          onReconnectEnd={(event, edge, _, state) => {
            root.current?.removeAttribute('data-connecting');
            const reason =
              state.toNode && state.toNode.id !== edge.target && !state.isValid
                ? why({ ...edge, target: state.toNode.id })
                : null;
            if (reason) refuse(pointOf(event), reason);
          }}
          isValidConnection={(connection) => why(connection) === null}
          onEdgeClick={(_, edge) => editor.selectEdge(edge.id)}
          onPaneClick={() => {
            editor.select([]);
            editor.selectEdge(null);
          }}
          onNodeDoubleClick={(_, node) => editor.goTo({ node: node.id, field: 'title' })}
          onInit={lookFirst}
          onMove={(_, viewport) => mark(viewport)}
          onMoveEnd={(_, viewport) => {
            setLost(!sees(viewport, size(), boxes()));
            if (shown === null) keepViewport(editor.setting.playId, viewport);
          }}
          connectionLineComponent={ConnectionLine}
          connectionRadius={24}
          snapToGrid
          snapGrid={GRID}
          minZoom={0.1}
          maxZoom={2}
          nodesDraggable={!readOnly}
          nodesConnectable={!readOnly}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable
          elevateNodesOnSelect={false}
          elevateEdgesOnSelect={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          multiSelectionKeyCode={MULTI_KEYS}
          panOnScroll
          zoomOnDoubleClick={false}
          nodeDragThreshold={2}
          onlyRenderVisibleElements={drawing.nodes.length >= CULL_FROM}
        >
          <Background
            variant={BackgroundVariant.Dots}
            gap={20}
            size={1.4}
            color="var(--dot)"
            bgColor="var(--sunken)"
          />
          <CanvasHud drawing={drawing} onFit={fit} {...(readOnly ? {} : { onTidy: tidy })} isLost={isLost} />
        </ReactFlow>
        {play.nodes.length === 0 && !readOnly ? <GhostStart middle={middle} /> : null}
        {refusal ? <Refusal {...refusal} within={root.current} /> : null}
        <StepPicker
          at={picking?.at ?? null}
          title={picking?.title ?? ''}
          onClose={() => setPicking(null)}
          onPick={(kind) => {
            picking?.take(kind);
            setPicking(null);
            lookAtSelected(true);
          }}
        />
        <ConnectDialog
          from={connecting}
          onClose={() => {
            setConnecting(null);
            if (connecting) bringIntoSight(connecting, true);
          }}
        />
        <RemovalDialog
          asked={asked}
          onKeep={(keep) => asked && remove([asked.node], keep)}
          onClose={dismiss}
        />
      </div>
    </CanvasActsProvider>
  );
}

const MULTI_KEYS = ['Meta', 'Control', 'Shift'];

function pointOf(event: MouseEvent | TouchEvent): Point {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}

function isOutside(element: HTMLElement | null, at: Point): boolean {
  const box = element?.getBoundingClientRect();
  return box === undefined || at.x < box.left || at.x > box.right || at.y < box.top || at.y > box.bottom;
}

/** Why a wire was not drawn, where it was dropped. Read out by the editor's live region. */
function Refusal({ at, words, within }: { at: Point; words: string; within: HTMLElement | null }) {
  const box = within?.getBoundingClientRect();
  return (
    <p
      data-testid="refusal"
      className="pop pointer-events-none absolute z-10 w-60 px-3 py-2 text-ui text-late"
      style={{
        left: Math.max(8, Math.min(at.x - (box?.left ?? 0) + 12, (box?.width ?? 400) - 248)),
        top: Math.max(8, Math.min(at.y - (box?.top ?? 0) + 12, (box?.height ?? 400) - 80)),
      }}
    >
      {words}
    </p>
  );
}
