import { allShownPorts, type ShownPort, sentenceWords, shownPorts } from '#workflows/edit/ports.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { Play, PlayNode } from '#workflows/play.ts';

/**
 * How big a card is, known without drawing it: on the server, in tests, and for the cards that are off screen.
 * Numbers in px; the step card of the design.
 */

export const CARD_WIDTH = 200;
/** Ports of a wide card are this far apart, and so are the columns of a tidy play. */
export const PORT_PITCH = 112;
export const ROW_GAP = 40;
export const COLUMN_GAP = 24;
/** Every position is a multiple of this. */
export const GRID = 4;

const PORT_ROW_HEIGHT = 32;
const LINE_HEIGHT = 18;
const PADDING = 24;
export const TERMINAL = { width: 96, height: 32 };
/** An outcome with a long name. */
const WIDE_TERMINAL = { width: 152, height: 32 };
const TERMINAL_CHARACTERS = 7;
/** The dashed pill that stands for a wire that would climb. */
export const JUMP = { width: PORT_PITCH, height: 28 };

export type Size = { width: number; height: number };

export type CardShape = {
  shape: 'card' | 'trigger' | 'terminal';
  /** Lines of the sentence on a card of one column. */
  lines: number;
  /** Ports that show on the card. */
  ports: number;
  /** What a terminal says; only its length counts here. */
  words?: string;
};

export function cardSize({ shape, lines, ports, words = '' }: CardShape): Size {
  if (shape === 'terminal') return words.length > TERMINAL_CHARACTERS ? WIDE_TERMINAL : TERMINAL;
  const body = roundUp(PADDING + LINE_HEIGHT * sentenceLines(lines, ports), 8);
  return {
    width: ports >= 3 ? PORT_PITCH * ports : CARD_WIDTH,
    height: body + (ports >= 2 ? PORT_ROW_HEIGHT : 0),
  };
}

/** A wide card holds the same words in fewer lines. */
export function sentenceLines(lines: number, ports: number): number {
  return ports >= 3 ? Math.min(lines, 2) : lines;
}

export function cardShape(node: PlayNode, ports: number): CardShape {
  const kind = nodeKind(node.kind);
  if (kind?.shape === 'terminal') return { shape: 'terminal', lines: 1, ports, words: sentenceWords(node) };
  return { shape: kind?.shape ?? 'card', lines: kind?.lines ?? 2, ports };
}

export type Card = { node: PlayNode; ports: ShownPort[]; size: Size };

/** Every step with its shown ports and its size, by id, in document order. */
export function cardsOf(play: Play): Map<string, Card> {
  const ports = allShownPorts(play);
  return new Map(
    play.nodes.map((node) => {
      const shown = ports.get(node.id) ?? [];
      return [node.id, { node, ports: shown, size: cardSize(cardShape(node, shown.length)) }];
    }),
  );
}

export function sizeOf(play: Play, node: PlayNode): Size {
  return cardSize(cardShape(node, shownPorts(play, node).length));
}

/** Where the wire of port `index` of `count` leaves a card: its x from the card's left edge. */
export function portX(index: number, count: number, width: number): number {
  return count <= 1 ? width / 2 : (width / count) * (index + 0.5);
}

export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

export function onGrid(value: number): number {
  return Math.round(value / GRID) * GRID;
}
