import type { CheckContext } from '#workflows/node.ts';

/** What compiling needs to know of the workspace: plain data and one rule, read before. */
export type CompileContext = Omit<CheckContext, 'node' | 'mergeFields' | 'isFirstText'> & {
  /** The play's own id, when it is stored; a circle of plays that start each other is seen by it. */
  playId?: string;
  /** Pauses before each look whether a text of unknown fate was accepted: a setting of the workspace. */
  doubtMs?: readonly number[];
};
