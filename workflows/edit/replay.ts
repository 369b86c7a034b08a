import { apply } from '#workflows/edit/apply.ts';
import type { Operation } from '#workflows/edit/operation.ts';
import { operationWords } from '#workflows/edit/words.ts';
import type { Play } from '#workflows/play.ts';

export type Replayed = {
  play: Play;
  /** How many operations found their place. */
  done: number;
  /** What could not be done again, in words, with the reason. */
  refused: { words: string; reason: string }[];
};

/** Does operations again that were made on an older draft: after being offline, or when somebody else saved first. */
export function replay(play: Play, operations: readonly Operation[]): Replayed {
  let next = play;
  let done = 0;
  const refused: Replayed['refused'] = [];
  for (const operation of operations) {
    const applied = apply(next, operation);
    if (applied.ok) {
      next = applied.play;
      done += 1;
    } else refused.push({ words: operationWords(operation, next, next), reason: applied.reason });
  }
  return { play: next, done, refused };
}
