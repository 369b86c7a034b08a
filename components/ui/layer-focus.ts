/**
 * Where the focus goes when a layer (dialog, sheet, palette) opens and closes. Radix gives it back to a trigger only; ours are
 * often opened by a key, a menu or a row, which have none.
 */

const cameFrom = new WeakMap<EventTarget, HTMLElement>();

/** For `onOpenAutoFocus`: remembers who had the focus, and leaves the rest to Radix. */
export function rememberFocus(event: Event): void {
  const { activeElement } = document;
  if (!event.currentTarget || !(activeElement instanceof HTMLElement)) return;
  // A menu is gone by the time the layer closes; its button is still there.
  const menu = activeElement.closest('[role="menu"]');
  const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : activeElement;
  if (opener) cameFrom.set(event.currentTarget, opener);
}

/**
 * For `onOpenAutoFocus`: as above, and the first thing to fill in takes the focus, else the layer itself; never the cross in its
 * corner, which comes first in the page. `data-first-focus` overrules.
 */
export function focusFirst(event: Event): void {
  rememberFocus(event);
  const layer = event.currentTarget;
  if (!(layer instanceof HTMLElement)) return;
  event.preventDefault();
  const wanted = layer.querySelector<HTMLElement>(
    '[data-first-focus], input:not([type="hidden"], [tabindex="-1"], :disabled), textarea:not(:disabled), [role="combobox"]:not(:disabled)',
  );
  (wanted ?? layer).focus();
}

/** For `onCloseAutoFocus`: back to where the focus came from, if that is still on the page. */
export function focusBack(event: Event): void {
  const opener = event.currentTarget ? cameFrom.get(event.currentTarget) : undefined;
  if (!opener?.isConnected) return;
  event.preventDefault();
  opener.focus();
}
