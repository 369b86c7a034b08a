'use client';

import { type RefObject, useEffect, useRef } from 'react';

/**
 * After an answer with mistakes the first field that has one takes the focus.
 * @returns the ref of the form
 */
export function useFirstMistake(
  errors: Readonly<Record<string, string | undefined>>,
): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (Object.values(errors).some((error) => error !== undefined)) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [errors]);
  return form;
}
