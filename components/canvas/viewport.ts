import { z } from 'zod';
import type { Box } from '#workflows/edit/place.ts';

export type View = { x: number; y: number; zoom: number };
type Size = { width: number; height: number };

const PADDING = 32;
/** Never larger than life: a play of two steps does not fill the screen with them. */
const LARGEST = 1;
const SMALLEST = 0.1;
/** From this zoom on cards show all they have. */
export const FULL_DETAIL = 0.75;

/** The map and zoom in the lower left corner (`canvas-hud.tsx`), with the room round it. */
const HUD = { width: 200, height: 160 };

/**
 * Where to look so that all boxes are in sight, from sizes that are known without drawing; beside the map in the corner
 * when that costs little.
 */
export function fitViewport(boxes: readonly Box[], size: Size): View {
  const whole = fitWithin(boxes, size, 0);
  const isCovered = boxes.some(
    (box) =>
      box.x * whole.zoom + whole.x < HUD.width &&
      (box.y + box.height) * whole.zoom + whole.y > size.height - HUD.height,
  );
  if (!isCovered) return whole;
  const beside = fitWithin(boxes, size, HUD.width - PADDING);
  // Not at the price of cards that show less.
  const isDear = beside.zoom < 0.85 * whole.zoom || (beside.zoom < FULL_DETAIL && whole.zoom >= FULL_DETAIL);
  return isDear ? whole : beside;
}

/** `left`: px kept free at the left edge. */
function fitWithin(boxes: readonly Box[], { width, height }: Size, left: number): View {
  if (boxes.length === 0) return { x: width / 2, y: 80, zoom: 1 };
  const from = Math.min(...boxes.map((box) => box.x));
  const to = Math.max(...boxes.map((box) => box.x + box.width));
  const top = Math.min(...boxes.map((box) => box.y));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  const room = Math.min((width - left - 2 * PADDING) / (to - from), (height - 2 * PADDING) / (bottom - top));
  const zoom = Math.min(LARGEST, Math.max(SMALLEST, room));
  const isShort = (bottom - top) * zoom < height - 2 * PADDING;
  return {
    zoom,
    x: left + (width - left) / 2 - ((from + to) / 2) * zoom,
    // A play hangs from its start: what is left over stays below.
    y: isShort ? PADDING - top * zoom : height / 2 - ((top + bottom) / 2) * zoom,
  };
}

/** Whether any box is in sight. */
export function sees({ x, y, zoom }: View, { width, height }: Size, boxes: readonly Box[]): boolean {
  if (boxes.length === 0) return true;
  return boxes.some(
    (box) =>
      box.x * zoom + x < width &&
      (box.x + box.width) * zoom + x > 0 &&
      box.y * zoom + y < height &&
      (box.y + box.height) * zoom + y > 0,
  );
}

const Kept = z.object({ x: z.number(), y: z.number(), zoom: z.number().min(0.05).max(4) });
const keyOf = (playId: string) => `baton.view.${playId}`;

/** Where this person last looked at this play, in this browser. */
export function keptViewport(playId: string): View | null {
  try {
    return Kept.parse(JSON.parse(localStorage.getItem(keyOf(playId)) ?? ''));
  } catch {
    // Nothing kept, or not by us: the whole play is shown.
    return null;
  }
}

export function keepViewport(playId: string, view: View): void {
  try {
    localStorage.setItem(keyOf(playId), JSON.stringify(view));
  } catch {
    // No room, or storage switched off: the next visit shows the whole play.
  }
}
