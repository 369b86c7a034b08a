import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

/** Our own names in `app/globals.css`, so that the merger knows `text-ui` for a size and `text-3` for a colour. */
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['micro', 'meta', 'ui', 'card', 'body', 'head', 'title', 'figure'],
      radius: ['field', 'tag', 'control', 'card', 'bubble'],
      shadow: ['pop'],
      breakpoint: ['wide', 'desk'],
    },
  },
});

/** Joins class names; of two that set the same property the later wins, so a caller's `className` overrides ours. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
