import {
  learnVocabulary,
  type SparseVector,
  type Vocabulary,
  vectorOf,
  wordFeatures,
} from '#workflows/intent/features.ts';

/** Multinomial logistic regression over sparse text vectors. Deterministic: the same phrases always give the same model. */
export interface Model<Label extends string> {
  labels: readonly Label[];
  vocabulary: Vocabulary;
  /** Row per feature: one weight a label. */
  weights: Float64Array;
  bias: Float64Array;
  /** Per feature, the examples that have it and how much: finds the nearest one without asking all. */
  postings: readonly { example: number; value: number }[][];
  examples: number;
}

export interface Prediction<Label extends string> {
  /** Every label, likeliest first; probabilities sum to 1. */
  ranked: readonly { label: Label; probability: number }[];
  /** Cosine to the nearest example: how far the model is on known ground, 0 to 1. */
  nearness: number;
}

const EPOCHS = 12;
const LEARNING_RATE = 0.6;
const L2 = 2e-5;
/** Errors this small no longer move a weight that matters. */
const NEGLIGIBLE = 1e-3;

/** Trains on examples. About a quarter of a second for a thousand phrases; do it once. */
export function train<Label extends string>(
  labels: readonly Label[],
  phrases: readonly { label: Label; text: string }[],
): Model<Label> {
  const vocabulary = learnVocabulary(phrases.map((phrase) => phrase.text));
  const examples = phrases.map(({ label, text }) => ({ label, vector: vectorOf(text, vocabulary) }));
  const size = labels.length;
  const weights = new Float64Array(vocabulary.idf.length * size);
  const bias = new Float64Array(size);
  // AdaGrad: rare features keep a large step, common ones settle.
  const seen = new Float64Array(weights.length).fill(1e-3);
  const seenBias = new Float64Array(size).fill(1e-3);
  // Rare meanings weigh as much as common ones.
  const counts = new Map<Label, number>();
  for (const { label } of phrases) counts.set(label, (counts.get(label) ?? 0) + 1);
  const evenShare = phrases.length / Math.max(1, counts.size);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const at of interleaved(examples.length, epoch)) {
      const example = examples[at];
      if (example === undefined) continue;
      const { indices, values } = example.vector;
      const probabilities = softmax(scores(example.vector, weights, bias));
      const truth = labels.indexOf(example.label);
      const importance = evenShare / (counts.get(example.label) ?? evenShare);
      for (let k = 0; k < size; k += 1) {
        const error = importance * ((probabilities[k] ?? 0) - (k === truth ? 1 : 0));
        if (Math.abs(error) < NEGLIGIBLE) continue;
        const forBias = (seenBias[k] ?? 0) + error * error;
        seenBias[k] = forBias;
        bias[k] = (bias[k] ?? 0) - (LEARNING_RATE * error) / Math.sqrt(forBias);
        for (let i = 0; i < indices.length; i += 1) {
          const cell = (indices[i] ?? 0) * size + k;
          const weight = weights[cell] ?? 0;
          const gradient = error * (values[i] ?? 0) + L2 * weight;
          const total = (seen[cell] ?? 0) + gradient * gradient;
          seen[cell] = total;
          weights[cell] = weight - (LEARNING_RATE * gradient) / Math.sqrt(total);
        }
      }
    }
  }
  const postings: { example: number; value: number }[][] = vocabulary.idf.map(() => []);
  for (const [example, { vector }] of examples.entries()) {
    for (const [i, index] of vector.indices.entries())
      postings[index]?.push({ example, value: vector.values[i] ?? 0 });
  }
  return { labels, vocabulary, weights, bias, postings, examples: examples.length };
}

/** What a text means, with how sure the model is and how near it is to what it knows. */
export function predict<Label extends string>(model: Model<Label>, text: string): Prediction<Label> {
  const vector = vectorOf(text, model.vocabulary);
  const probabilities = softmax(scores(vector, model.weights, model.bias));
  const ranked = model.labels
    .map((label, k) => ({ label, probability: probabilities[k] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
  const cosines = new Float64Array(model.examples);
  for (const [i, index] of vector.indices.entries()) {
    const value = vector.values[i] ?? 0;
    for (const posting of model.postings[index] ?? [])
      cosines[posting.example] = (cosines[posting.example] ?? 0) + value * posting.value;
  }
  const nearness = cosines.reduce((highest, cosine) => Math.max(highest, cosine), 0);
  return { ranked, nearness };
}

/** The words of a text that speak most for a label, at most three, as written. */
export function tellingWords<Label extends string>(
  model: Model<Label>,
  text: string,
  label: Label,
): string[] {
  const k = model.labels.indexOf(label);
  const size = model.labels.length;
  const vector = vectorOf(text, model.vocabulary);
  const words = wordFeatures(text, model.vocabulary)
    .map(({ word, index }) => {
      const at = vector.indices.indexOf(index);
      return { word, speaks: at < 0 ? 0 : (vector.values[at] ?? 0) * (model.weights[index * size + k] ?? 0) };
    })
    .filter(({ speaks }) => speaks > 0.05)
    .sort((a, b) => b.speaks - a.speaks);
  return [...new Set(words.map(({ word }) => word))].slice(0, 3);
}

function scores(vector: SparseVector, weights: Float64Array, bias: Float64Array): Float64Array {
  const sums = Float64Array.from(bias);
  for (let i = 0; i < vector.indices.length; i += 1) {
    const row = (vector.indices[i] ?? 0) * sums.length;
    const value = vector.values[i] ?? 0;
    for (let k = 0; k < sums.length; k += 1) sums[k] = (sums[k] ?? 0) + value * (weights[row + k] ?? 0);
  }
  return sums;
}

function softmax(sums: Float64Array): Float64Array {
  const highest = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - highest));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

/** Every number below `length` once, in an order that mixes labels and differs by epoch: a walk with a step prime to it. */
function* interleaved(length: number, epoch: number): Generator<number> {
  if (length === 0) return;
  let step = Math.max(1, Math.floor(length * 0.618) + epoch * 7);
  while (gcd(step, length) !== 1) step += 1;
  for (let i = 0, at = (epoch * 31) % length; i < length; i += 1, at = (at + step) % length) yield at;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
