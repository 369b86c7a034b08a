'use client';

import { createContext, useContext } from 'react';
import type { EdgeKey } from '#workflows/edit/graph.ts';

/** What cards and wires can ask for. One stable object: a card is not drawn again because an act changed. */
export type CanvasActs = {
  readOnly: boolean;
  duplicate: (ids: readonly string[]) => void;
  toggleDisabled: (ids: readonly string[]) => void;
  remove: (ids: readonly string[]) => void;
  /** Asks for a step to put into a wire; the place is where the person pointed. */
  insertInto: (edge: EdgeKey, at: { x: number; y: number }) => void;
  /** Selects a step and brings it into sight. */
  goTo: (id: string) => void;
};

const CanvasActsContext = createContext<CanvasActs | null>(null);
export const CanvasActsProvider = CanvasActsContext.Provider;

export function useCanvasActs(): CanvasActs {
  const acts = useContext(CanvasActsContext);
  if (acts === null) throw new Error('useCanvasActs is called outside the canvas');
  return acts;
}
