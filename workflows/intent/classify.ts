import { automaticEmail, type Headers, ownWords, tapback } from '#workflows/intent/envelope.ts';
import { INTENT_IDS, type Intent, intentLabel } from '#workflows/intent/intents.ts';
import { type Model, predict, tellingWords, train } from '#workflows/intent/model.ts';
import { PHRASES } from '#workflows/intent/phrases.ts';
import { applyRules } from '#workflows/intent/rules.ts';
import type { Channel } from '#workflows/policy/consent.ts';

/** A reply as it came in. */
export interface Reply {
  channel: Channel;
  body: string;
  /** The last message the lead had on this channel: decides what a bare "yes" means. */
  lastMessage?: string | null;
  subject?: string | null;
  /** Of an email; names in lower case. */
  headers?: Headers;
}

export interface Understood {
  intent: Intent;
  /** 0 to 1. Below `SURE` the intent is `unclear`, and `top` holds the guesses. */
  confidence: number;
  /** Why, in words for the inbox. */
  evidence: string;
  /** The likeliest meanings, for a person to choose from. Empty where a rule decided. */
  top: readonly { intent: Intent; probability: number }[];
  /** Channels the lead wants to end: not always the one they wrote on. */
  refuses: readonly Channel[];
}

/** Probability times nearness to a known phrase from which on a meaning is acted upon. Chosen by cross-validation. */
const SURE = 0.2;
/**
 * From which probability on a reply counts as a refusal although another meaning is likelier: a wrong yes costs a
 * conversation, a wrong no is an infraction. Nearness keeps it from firing on texts about nothing known.
 */
const REFUSAL_DOUBT = 0.35;
/** A meaning that the branch asks about is this much likelier than one it does not. */
const ASKED_FOR = 1.8;

let trained: Model<Intent> | null = null;

function model(): Model<Intent> {
  trained ??= train(
    INTENT_IDS,
    PHRASES.map(({ intent, text }) => ({ label: intent, text })),
  );
  return trained;
}

/** Trains the model now (under half a second), so that nobody's reply waits for it. */
export function warmClassifier(): void {
  model();
}

/**
 * What a reply means. Rules first (automatic answers, refusals, bare answers to what was asked), then a small model that
 * knows when it does not know. `allowed` are the meanings the waiting branch tells apart: they are favoured, never forced.
 * The first call trains the model (under half a second).
 */
export function classify(reply: Reply, allowed: readonly Intent[] = []): Understood {
  const plainly = (intent: Intent, confidence: number, evidence: string): Understood => ({
    intent,
    confidence,
    evidence,
    top: [],
    refuses: [],
  });
  if (reply.channel === 'email') {
    const automatic = automaticEmail(reply);
    if (automatic !== null)
      return plainly(automatic.kind === 'auto-reply' ? 'out_of_office' : 'unclear', 1, automatic.why);
  }
  const reaction = tapback(reply.body);
  if (reaction !== null) return plainly('unclear', 1, `A reaction to a message (${reaction}), not an answer`);
  const text = ownWords(reply.body, reply.channel);
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}?]/u.test(text))
    return plainly('unclear', 1, 'There are no words in it');
  const rule = applyRules({ text, channel: reply.channel, lastMessage: reply.lastMessage ?? null });
  if (rule !== null) return { ...rule, top: [] };
  return byModel(text, reply.channel, allowed);
}

function byModel(text: string, channel: Channel, allowed: readonly Intent[]): Understood {
  const { ranked, nearness } = predict(model(), text);
  const weighted = ranked.map(({ label, probability }) => ({
    intent: label,
    probability: probability * (allowed.includes(label) ? ASKED_FOR : 1),
  }));
  const total = weighted.reduce((sum, { probability }) => sum + probability, 0);
  const top = weighted
    .map(({ intent, probability }) => ({ intent, probability: round(probability / total) }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 3);
  const best = top[0];
  const refusal = ranked.find(({ label }) => label === 'opt_out')?.probability ?? 0;
  // Who asks for texts does not refuse them, however alike the words are.
  const asksForTexts = best?.intent === 'prefer_sms' && channel === 'sms';
  if ((best?.intent === 'opt_out' || refusal >= REFUSAL_DOUBT) && nearness >= 0.3 && !asksForTexts) {
    const evidence = `Reads like a wish that messages end (${evidenceWords(text, 'opt_out')})`;
    return { intent: 'opt_out', confidence: round(refusal), evidence, top, refuses: [channel] };
  }
  if (best === undefined || best.probability * nearness < SURE) {
    const guess =
      best === undefined || best.intent === 'unclear' ? '' : `, perhaps “${intentLabel(best.intent)}”`;
    return {
      intent: 'unclear',
      confidence: round(1 - (best?.probability ?? 0) * nearness),
      evidence: `Not like anything known${guess}`,
      top,
      refuses: [],
    };
  }
  return {
    intent: best.intent,
    confidence: best.probability,
    evidence: evidenceWords(text, best.intent),
    top,
    refuses: [],
  };
}

function evidenceWords(text: string, intent: Intent): string {
  const words = tellingWords(model(), text, intent);
  return words.length === 0 ? 'By the shape of its words' : words.map((word) => `“${word}”`).join(', ');
}

function round(probability: number): number {
  return Math.round(probability * 1000) / 1000;
}

/** One reply in, one JSON line out: the pure part of `baton classify`. */
export function classifyLine(line: string): string {
  const { intent, confidence, evidence, top, refuses } = classify({ channel: 'sms', body: line });
  return JSON.stringify({ text: line, intent, confidence, evidence, top, refuses });
}
