'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Editor, EditorState } from '#components/canvas/editor.ts';

const EditorContext = createContext<Editor | null>(null);
export const EditorProvider = EditorContext.Provider;

/** The open play, for acts. It never changes, so using it draws nothing again. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error('useEditor is called outside a play');
  return editor;
}

/** One value of the open play. The selector must answer the same object for the same state. */
export function useEditorState<Value>(select: (state: EditorState) => Value): Value {
  const editor = useEditor();
  const read = () => select(editor.state);
  return useSyncExternalStore(editor.subscribe, read, read);
}
