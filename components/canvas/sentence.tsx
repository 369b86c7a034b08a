import type { SentencePart } from '#workflows/node.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { PlayNode } from '#workflows/play.ts';

/** The words on a card. A step with a name of its own says that instead of its kind's first words. */
export function sentenceOf(node: PlayNode): SentencePart[] {
  const kind = nodeKind(node.kind);
  if (kind === undefined)
    return [
      { kind: 'strong', text: 'Unknown step ' },
      { kind: 'own', text: node.kind },
    ];
  const parts = kind.sentence(node.config);
  if (node.title === undefined) return parts;
  const rest = parts[0]?.kind === 'strong' ? parts.slice(1) : parts;
  return [{ kind: 'strong', text: rest.length === 0 ? node.title : `${node.title}: ` }, ...rest];
}

const classes = {
  strong: 'font-semibold text-1',
  plain: '',
  own: 'text-1',
  merge: 'merge-field',
  gap: 'rounded-field border border-dashed border-late px-1 font-medium text-late',
};

/** A sentence with its merge fields as chips and its missing values as gaps. */
export function Sentence({ parts }: { parts: readonly SentencePart[] }) {
  return parts.map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity of their own and keep no state
    <span key={i} className={classes[part.kind]}>
      {part.text}
    </span>
  ));
}
