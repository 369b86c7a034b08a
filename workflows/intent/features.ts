/**
 * A short text as a sparse vector: which words, word pairs and pieces of words it has, weighted by how telling they are
 * (TF-IDF). Pieces of words carry typing errors and endings that were never seen.
 */
export interface SparseVector {
  /** Ascending feature numbers. */
  indices: Int32Array;
  /** Of Euclidean length 1, or empty. */
  values: Float64Array;
}

export interface Vocabulary {
  indexOf: ReadonlyMap<string, number>;
  idf: readonly number[];
}

const PIECE_SIZES = [2, 3, 4, 5];
/** A piece that occurs in one phrase only says more about that phrase than about its meaning. */
const MIN_PHRASES = 2;

/** Lower case, no accents, plain quotes, digits as 0, emails and links as one word each. */
export function normalise(text: string): string {
  return text
    .slice(0, 2_000)
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`]/g, "'")
    .replace(/\S+@\S+\.\S+/g, ' anemail ')
    .replace(/https?:\/\/\S+/g, ' alink ')
    .replace(/\+?\d[\d\s().-]{7,}\d/g, ' aphone ')
    .replace(/\d/g, '0')
    .replace(/n't\b/g, 'nt')
    .replace(/'/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Names of the features a text has, with how often. */
function featuresOf(text: string): Map<string, number> {
  const found = new Map<string, number>();
  const add = (name: string) => found.set(name, (found.get(name) ?? 0) + 1);
  const words = text.match(/[\p{L}\d]+|\p{Extended_Pictographic}|\?/gu) ?? [];
  for (const [i, word] of words.entries()) {
    add(`w ${word}`);
    if (i > 0) add(`p ${words[i - 1]} ${word}`);
    const padded = `_${word}_`;
    for (const size of PIECE_SIZES) {
      for (let at = 0; at + size <= padded.length; at += 1) add(`c ${padded.slice(at, at + size)}`);
    }
  }
  if (words[0] !== undefined) add(`first ${words[0]}`);
  // A one-word answer means something else than the same word in a sentence.
  add(`length ${Math.min(words.length, 12) > 6 ? 'long' : words.length}`);
  return found;
}

/** Learns which features there are and how rare they are. */
export function learnVocabulary(texts: readonly string[]): Vocabulary {
  const phrases = new Map<string, number>();
  for (const text of texts)
    for (const name of featuresOf(normalise(text)).keys()) phrases.set(name, (phrases.get(name) ?? 0) + 1);
  const indexOf = new Map<string, number>();
  const idf: number[] = [];
  for (const [name, count] of phrases) {
    if (count < MIN_PHRASES && name.startsWith('c ')) continue;
    indexOf.set(name, idf.length);
    idf.push(Math.log((1 + texts.length) / (1 + count)) + 1);
  }
  return { indexOf, idf };
}

/** The vector of one text; features outside the vocabulary are ignored. */
export function vectorOf(text: string, vocabulary: Vocabulary): SparseVector {
  const entries: [number, number][] = [];
  for (const [name, count] of featuresOf(normalise(text))) {
    const index = vocabulary.indexOf.get(name);
    if (index === undefined) continue;
    // Pieces are many and say the same thing several times.
    const weight = name.startsWith('c ') ? 0.5 : 1;
    entries.push([index, weight * (1 + Math.log(count)) * (vocabulary.idf[index] ?? 0)]);
  }
  entries.sort((a, b) => a[0] - b[0]);
  const length = Math.hypot(...entries.map(([, value]) => value));
  return {
    indices: Int32Array.from(entries, ([index]) => index),
    values: Float64Array.from(entries, ([, value]) => value / (length || 1)),
  };
}

/** The words and word pairs of a text that the vocabulary knows. */
export function wordFeatures(text: string, vocabulary: Vocabulary): { word: string; index: number }[] {
  const found: { word: string; index: number }[] = [];
  for (const name of featuresOf(normalise(text)).keys()) {
    const index = vocabulary.indexOf.get(name);
    if (index !== undefined && (name.startsWith('w ') || name.startsWith('p ')))
      found.push({ word: name.slice(2), index });
  }
  return found;
}
