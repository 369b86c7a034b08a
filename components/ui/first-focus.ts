/**
 * For `onOpenAutoFocus` of a layer: the first thing to fill in takes the focus, else the layer itself; never the cross in its
 * corner, which comes first in the page. `data-first-focus` overrules.
 */
export function focusFirst(event: Event): void {
  const layer = event.currentTarget;
  if (!(layer instanceof HTMLElement)) return;
  event.preventDefault();
  const wanted = layer.querySelector<HTMLElement>(
    '[data-first-focus], input:not([type="hidden"], [tabindex="-1"], :disabled), textarea:not(:disabled), [role="combobox"]:not(:disabled)',
  );
  (wanted ?? layer).focus();
}
