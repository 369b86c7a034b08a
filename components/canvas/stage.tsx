'use client';

import './canvas.css';
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { CanvasActsProvider } from '#components/canvas/canvas-acts.ts';
import { CanvasHud } from '#components/canvas/canvas-hud.tsx';
import { ConnectDialog } from '#components/canvas/connect-dialog.tsx';
import { ConnectionLine } from '#components/canvas/connection-line.tsx';
import type { PlayCounts } from '#components/canvas/counts.ts';
import { changedSteps, type Drawing, draw, type StepNode, type WireEdge } from '#components/canvas/flow.ts';
import { GhostStart } from '#components/canvas/ghost-start.tsx';
import { STEP_DRAG_TYPE } from '#components/canvas/palette.tsx';
import { Refusal } from '#components/canvas/refusal.tsx';
import { RemovalDialog } from '#components/canvas/removal-dialog.tsx';
import { StepCard } from '#components/canvas/step-card.tsx';
import { StepPicker } from '#components/canvas/step-picker.tsx';
import { useAddStep, useRemove, useStepActs } from '#components/canvas/use-acts.ts';
import { useCanvasKeys } from '#components/canvas/use-canvas-keys.ts';
import { useDragging } from '#components/canvas/use-dragging.ts';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { useLook } from '#components/canvas/use-look.ts';
import { useWiring } from '#components/canvas/use-wiring.ts';
import { WireLine } from '#components/canvas/wire.tsx';
import { type EdgeKey, nodeOf } from '#workflows/edit/graph.ts';
import { tidyMoves } from '#workflows/edit/layout.ts';
import { nameOf } from '#workflows/edit/ports.ts';
import { type AnyNodeKind, nodeKind } from '#workflows/nodes/registry.ts';
import type { Play } from '#workflows/play.ts';

// Stable, or every card would be mounted again at each render.
const nodeTypes = { step: StepCard };
const edgeTypes = { wire: WireLine };
const MULTI_KEYS = ['Meta', 'Control', 'Shift'];
const GRID: [number, number] = [4, 4];
const NO_PROBLEMS: never[] = [];
const NO_STEPS: ReadonlySet<string> = new Set();
/** From this many cards on, those out of sight are not in the page. */
const CULL_FROM = 100;

type Point = { x: number; y: number };

type StageProps = {
  live: Play | null;
  counts: PlayCounts | null;
  /** Looked at, not changed: while simulating, or in a version of the past. */
  locked: boolean;
  /** Told once, so that palette and keys outside the canvas can add steps in its middle. */
  onReady: (stage: StageHandle) => void;
};

export type StageHandle = { addAfterSelected: (kind: AnyNodeKind) => void; connectTo: () => void };

export function Stage(props: StageProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ live, counts, locked, onReady }: StageProps) {
  const editor = useEditor();
  const { screenToFlowPosition } = useReactFlow();
  const root = useRef<HTMLDivElement>(null);
  const isShown = useEditorState((state) => state.shown !== null);
  const play = useEditorState((state) => state.shown?.play ?? state.play);
  const readOnly = locked || isShown || !editor.setting.mayEdit;
  const look = useLook(root);
  const { dragged, onNodesChange, onDragStop } = useDragging();
  const drawing = useDrawing({ play, live, counts, dragged, editable: !readOnly });

  const [picking, setPicking] = useState<{ title: string; key: EdgeKey; at: Point } | null>(null);
  const [connecting, setConnecting] = useState<string | null>(null);
  const addStep = useAddStep();
  const acts = useStepActs();
  const { remove, asked, dismiss } = useRemove();

  const pickStep = useCallback(
    (key: EdgeKey, at: Point) => {
      const from = nodeOf(editor.state.play, key.from);
      setPicking({ title: from ? `Step after ${nameOf(from)}` : 'Step to put here', key, at });
    },
    [editor],
  );
  const { refusal, handlers } = useWiring(root, pickStep);

  const tidy = useCallback(() => {
    const to = tidyMoves(editor.state.play);
    const element = root.current;
    element?.setAttribute('data-gliding', '');
    setTimeout(() => element?.removeAttribute('data-gliding'), 240);
    if (to.length > 0) editor.do({ op: 'tidy', to });
    editor.say(to.length === 0 ? 'The play is tidy already' : 'Tidied up');
  }, [editor]);

  const { middle, at: lookAt, atSelected } = look;
  useEffect(() => {
    onReady({
      addAfterSelected: (kind) => {
        if (addStep.after(kind, middle())) atSelected(false);
      },
      connectTo: () => {
        const [only] = editor.state.selected;
        if (editor.state.selected.size === 1 && only) setConnecting(only);
        else editor.say('Select one step first, then connect it');
      },
    });
  }, [onReady, addStep, middle, atSelected, editor]);

  const canvasActs = useMemo(
    () => ({
      readOnly,
      duplicate: acts.duplicate,
      toggleDisabled: acts.toggleDisabled,
      remove: (ids: readonly string[]) => remove(ids),
      insertInto: pickStep,
      goTo: (id: string) => {
        editor.select([id]);
        lookAt(id, true);
      },
    }),
    [readOnly, acts, remove, pickStep, editor, lookAt],
  );

  const { onKeyDown } = useCanvasKeys({
    root,
    readOnly,
    play,
    look,
    remove,
    tidy,
    connect: setConnecting,
    pickStep: (key) => {
      const box = root.current?.getBoundingClientRect();
      pickStep(key, { x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + 80 });
    },
  });

  const onDrop = (event: React.DragEvent) => {
    const kind = nodeKind(event.dataTransfer.getData(STEP_DRAG_TYPE));
    if (readOnly || kind === undefined) return;
    event.preventDefault();
    addStep.at(kind, screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false }));
  };

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
        onDrop={onDrop}
      >
        <ReactFlow<StepNode, WireEdge>
          nodes={drawing.nodes}
          edges={drawing.edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onNodeDragStop={onDragStop}
          onSelectionDragStop={onDragStop}
          {...handlers}
          onEdgeClick={(_, edge) => editor.selectEdge(edge.id)}
          onPaneClick={() => {
            editor.select([]);
            editor.selectEdge(null);
          }}
          onNodeDoubleClick={(_, node) => editor.goTo({ node: node.id, field: 'title' })}
          onInit={look.first}
          onMove={(_, viewport) => look.onMove(viewport)}
          onMoveEnd={(_, viewport) => look.onMoveEnd(viewport)}
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
          <CanvasHud
            isEmpty={drawing.nodes.length === 0}
            onFit={look.fit}
            {...(readOnly ? {} : { onTidy: tidy })}
            isLost={look.isLost}
          />
        </ReactFlow>
        {play.nodes.length === 0 && !readOnly ? <GhostStart place={() => middle(0.12)} /> : null}
        {refusal ? <Refusal {...refusal} within={root.current} /> : null}
        <StepPicker
          at={picking?.at ?? null}
          title={picking?.title ?? ''}
          onClose={() => setPicking(null)}
          onPick={(kind) => {
            if (picking && addStep.onPort(kind, picking.key)) atSelected(true);
            setPicking(null);
          }}
        />
        <ConnectDialog
          from={connecting}
          onClose={() => {
            setConnecting(null);
            if (connecting) lookAt(connecting, true);
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

type DrawingOf = {
  play: Play;
  live: Play | null;
  counts: PlayCounts | null;
  dragged: ReadonlyMap<string, Point>;
  editable: boolean;
};

/** The document as React Flow draws it; what did not change since the last time is the same object. */
function useDrawing({ play, live, counts, dragged, editable }: DrawingOf): Drawing {
  const isShown = useEditorState((state) => state.shown !== null);
  const problems = useEditorState((state) => (state.shown ? NO_PROBLEMS : state.compiled.problems));
  const selected = useEditorState((state) => state.selected);
  const selectedEdge = useEditorState((state) => state.selectedEdge);
  const way = useEditorState((state) => state.way);
  const changed = useMemo(() => (isShown ? NO_STEPS : changedSteps(play, live)), [play, live, isShown]);
  const previous = useRef<Drawing | null>(null);
  const drawing = useMemo(
    () =>
      draw(
        {
          play,
          problems,
          counts: isShown ? null : counts,
          changed,
          selected,
          selectedEdge,
          dragged,
          editable,
          way,
        },
        previous.current,
      ),
    [play, problems, counts, changed, selected, selectedEdge, dragged, editable, way, isShown],
  );
  useEffect(() => {
    previous.current = drawing;
  }, [drawing]);
  return drawing;
}
