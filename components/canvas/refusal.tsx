'use client';

type RefusalProps = {
  /** Where the wire was dropped, in px of the window. */
  at: { x: number; y: number };
  words: string;
  within: HTMLElement | null;
};

/** Why a wire was not drawn, where it was dropped. Read out by the editor's live region. */
export function Refusal({ at, words, within }: RefusalProps) {
  const box = within?.getBoundingClientRect();
  const left = at.x - (box?.left ?? 0) + 12;
  const top = at.y - (box?.top ?? 0) + 12;
  return (
    <p
      data-testid="refusal"
      className="pop pointer-events-none absolute z-10 w-60 px-3 py-2 text-ui text-late"
      style={{
        left: Math.max(8, Math.min(left, (box?.width ?? 400) - 248)),
        top: Math.max(8, Math.min(top, (box?.height ?? 400) - 80)),
      }}
    >
      {words}
    </p>
  );
}
