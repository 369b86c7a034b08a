import { difference, isEmptyPatch } from '#workflows/edit/difference.ts';
import type { Operation, Patch } from '#workflows/edit/operation.ts';
import type { Play } from '#workflows/play.ts';

/** What one person did and may take back. Lives in the editor, beside the document, never in it. */
export type History = { done: Step[]; undone: Step[] };

export type Step = {
  /** What was done, for people: "Changed wait from 1 day to 2 days". */
  words: string;
  undo: Patch;
  redo: Patch;
  atMs: number;
  /** Steps of one group that follow each other closely are one: the letters of a word, the moves of a drag. */
  group: string | null;
  /** The document before the first operation of the step, kept as long as others may still join it. */
  before: Play;
};

export const EMPTY_HISTORY: History = { done: [], undone: [] };

/** Typing that pauses longer than this starts a new step. */
export const JOIN_MS = 600;
const LONGEST = 200;

/**
 * The history after an operation made `after` of `before`. `words` is asked again for a joined step with the document
 * from before its first operation, so that "from" names the value the person started with.
 */
export function record(
  history: History,
  step: { before: Play; after: Play; group: string | null; atMs: number; words: (before: Play) => string },
): History {
  const last = history.done.at(-1);
  const joins =
    last !== undefined &&
    history.undone.length === 0 &&
    step.group !== null &&
    last.group === step.group &&
    step.atMs - last.atMs <= JOIN_MS;
  const before = joins ? last.before : step.before;
  const redo = difference(before, step.after);
  const earlier = joins ? history.done.slice(0, -1) : history.done;
  // A word typed and deleted again within one step leaves nothing to take back.
  if (isEmptyPatch(redo)) return { done: earlier, undone: joins ? [] : history.undone };
  return {
    done: [
      ...earlier.slice(-(LONGEST - 1)),
      {
        words: step.words(before),
        undo: difference(step.after, before),
        redo,
        atMs: step.atMs,
        group: step.group,
        before,
      },
    ],
    undone: [],
  };
}

export type Taken = { history: History; operation: Patch; words: string };

/** The patch that takes the last step back, or undefined when there is none. */
export function undo(history: History): Taken | undefined {
  const step = history.done.at(-1);
  if (step === undefined) return undefined;
  return {
    history: { done: history.done.slice(0, -1), undone: [...history.undone, { ...step, group: null }] },
    operation: step.undo,
    words: step.words,
  };
}

export function redo(history: History): Taken | undefined {
  const step = history.undone.at(-1);
  if (step === undefined) return undefined;
  return {
    history: { done: [...history.done, step], undone: history.undone.slice(0, -1) },
    operation: step.redo,
    words: step.words,
  };
}

/** Which operations may join into one step. */
export function groupOf(operation: Operation): string | null {
  switch (operation.op) {
    case 'setConfig':
      return `config ${operation.id} ${operation.path}`;
    case 'setTitle':
      return `title ${operation.id}`;
    case 'setMaxVisits':
      return `visits ${operation.id}`;
    case 'renamePlay':
    case 'setLimits':
    case 'setReentry':
      return operation.op;
    case 'moveNodes':
      return `move ${operation.to.map(({ id }) => id).join(' ')}`;
    case 'together':
      return operation.ops[0] === undefined ? null : groupOf(operation.ops[0]);
    default:
      return null;
  }
}
