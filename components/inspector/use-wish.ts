'use client';

import { useEffect } from 'react';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';

/** Whether a problem's field is this one, or a value inside it. */
export function isAbout(problemField: string | undefined, path: string): boolean {
  return problemField !== undefined && (problemField === path || problemField.startsWith(`${path}.`));
}

/**
 * Puts the focus where a problem or a key asked for it: in the step's name ("title"), in a field, or, when none is
 * named, in the first. Fields carry `data-field`. A field whose control is still on its way gets the focus when the
 * control arrives, unless the person has gone elsewhere meanwhile. Once for each wish.
 * @param id the step that is shown; '' for the play itself
 */
export function useWish(id: string, body: React.RefObject<HTMLElement | null>): void {
  const editor = useEditor();
  const wish = useEditorState((state) => state.wish);
  useEffect(() => {
    const shown = body.current;
    if (wish === null || wish.node !== id || shown === null) return;
    if (wish.field === 'title') {
      const name = shown.querySelector<HTMLInputElement>('[data-step-name]');
      name?.focus();
      name?.select();
      editor.fulfil();
      return;
    }
    const field = fieldOf(shown, wish.field);
    if (field === undefined) {
      editor.fulfil();
      return;
    }
    field.scrollIntoView({ block: 'nearest' });
    if (focusControl(field)) {
      editor.fulfil();
      return;
    }
    const arrival = new MutationObserver(() => {
      const now = fieldOf(shown, wish.field);
      if (now && focusControl(now)) editor.fulfil();
    });
    arrival.observe(shown, { childList: true, subtree: true, attributes: true });
    const goElsewhere = () => editor.fulfil();
    document.addEventListener('pointerdown', goElsewhere);
    document.addEventListener('keydown', goElsewhere);
    return () => {
      arrival.disconnect();
      document.removeEventListener('pointerdown', goElsewhere);
      document.removeEventListener('keydown', goElsewhere);
    };
  }, [wish, id, body, editor]);
}

function fieldOf(shown: HTMLElement, wanted: string): HTMLElement | undefined {
  const fields = [...shown.querySelectorAll<HTMLElement>('[data-field]')];
  return (
    fields.find((field) => isAbout(wanted, field.dataset.field ?? '')) ??
    (wanted === '' ? fields[0] : undefined)
  );
}

/** False while the control has not arrived. */
function focusControl(field: HTMLElement): boolean {
  if (field.querySelector('[data-loading]') !== null) return false;
  const control = field.querySelector<HTMLElement>(
    '[contenteditable="true"], input:not([tabindex="-1"]), textarea, [role="combobox"], [role="radio"][tabindex="0"]',
  );
  control?.focus();
  return control !== null && document.activeElement === control;
}
