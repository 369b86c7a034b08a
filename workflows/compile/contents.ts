import { canonicalJson, sha256Hex } from '#workflows/compile/canonical.ts';
import type { Content } from '#workflows/compile/content.ts';

type Addressed = { hash: string; content: Content };

/** Contents are made once a step and asked for at every keystroke; nobody changes them afterwards. */
const addresses = new WeakMap<Content, Addressed>();

function addressed(content: Content): Addressed {
  const known = addresses.get(content);
  if (known !== undefined) return known;
  const text = canonicalJson(content);
  const made = { hash: sha256Hex(text), content: JSON.parse(text) as Content };
  addresses.set(content, made);
  return made;
}

/** Contents beside the plan, each once, under the SHA-256 of its canonical JSON. */
export class ContentStore {
  private readonly byHash = new Map<string, Content>();

  /** Keeps a content and gives its address. */
  add(content: Content): string {
    const { hash, content: kept } = addressed(content);
    this.byHash.set(hash, kept);
    return hash;
  }

  /** In the order of their hashes: which step named one first leaves no trace. */
  list(): Addressed[] {
    return [...this.byHash]
      .map(([hash, content]) => ({ hash, content }))
      .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0));
  }
}
