import type { Intent } from '#workflows/intent/intents.ts';
import type { Channel } from '#workflows/policy/consent.ts';
import { carrierKeyword, isWrongNumber, readRevocation } from '#workflows/policy/revocation.ts';

/** What is certain enough to be said without a model, in the order in which it is asked. */
export interface RuleHit {
  intent: Intent;
  confidence: number;
  evidence: string;
  /** Channels that the lead wants to end. */
  refuses: readonly Channel[];
}

export interface RuleInput {
  /** What the lead wrote, without history and signature. */
  text: string;
  channel: Channel;
  /** The last message they had on this channel: what a bare "yes" answers. */
  lastMessage: string | null;
}

/** What the last message asked for. */
type Asked = 'channel' | 'identity' | 'time' | 'interest';

const ASKS: readonly { asked: Asked; says: RegExp }[] = [
  {
    asked: 'channel',
    says: /\b(?:e-?mail|text|phone|call)\b[^?.]{0,30}\bor\b[^?.]{0,30}\b(?:e-?mail|text|phone|call)\b[^?]*\?|\b(?:how|which|what)\b[^?]{0,60}\b(?:prefer|reach you|contact(?:ed)?|best way)\b[^?]*\?/i,
  },
  {
    asked: 'identity',
    says: /\b(?:right|correct|good|best) (?:number|email|address|person)\b|\bis (?:this|that) [A-Z]?[\w ]{1,30}\?|\bam i (?:speaking|texting) (?:with|to)\b|\bconfirm (?:your|this|the) (?:number|email|address)\b/i,
  },
  {
    asked: 'time',
    says: /\bconfirm\b|\bsee you\b|\b(?:appointment|meeting|visit|demo|call|booked|scheduled|reminder)\b[^?]*\b(?:at|on|tomorrow|today|mon|tues?|wed|thu|fri|sat|sun)\w*\b|\b(?:does|would|will|is|are|can)\b[^?]*\b(?:work|okay|ok|good|make it|free|available|still on|still coming)\b[^?]*\?|\b\d{1,2}(?::\d\d)? ?(?:am|pm)\b/i,
  },
  { asked: 'interest', says: /\?/ },
];

const YES =
  /^(?:yes|y|yep|yup|yeah|ya|yea|yes+|si|oui|sure|sure thing|of course|absolutely|definitely|correct|right|that'?s right|affirmative|indeed|yes it is|it is|i am|i do|we are|we do|please do|yes please|ok|okay|k|kk|ok sure|sounds good|great|perfect|1|👍+|👌+|✅)(?:[ ,]*(?:please|thanks|thank you|thx|ok|sir|maam|👍))*$/;
const YES_BY_ITSELF =
  /^(?:yes|y|yep|yup|yeah|ya|yea|yes+|si|oui|sure|of course|absolutely|definitely|yes please|please do)/;
const NO =
  /^(?:no|n|nope|nah|na|no+|not really|no sorry|i'?m not|it is not|it'?s not|it isn'?t|no it'?s not|no it isn'?t|2|👎+|❌)(?:[ ,]*(?:thanks|thank you|thx|sorry|sir|maam))*$/;

/** The first rule that knows, or null. */
export function applyRules(input: RuleInput): RuleHit | null {
  return refusal(input) ?? wrongNumber(input) ?? keyword(input) ?? bareAnswer(input) ?? namedChannel(input);
}

function refusal({ text, channel }: RuleInput): RuleHit | null {
  const found = readRevocation(text, channel);
  if (found === null) return null;
  const what =
    found.channels.length === 2 ? 'texts and emails' : found.channels[0] === 'sms' ? 'texts' : 'emails';
  const certain = found.how === 'wording' ? 0.95 : 1;
  // "Stop emailing me", said by text: the text stays open, and is what they want.
  if (channel === 'sms' && !found.channels.includes('sms')) {
    return {
      intent: 'prefer_sms',
      confidence: certain,
      evidence: `Wants no ${what}: "${found.matched}"`,
      refuses: found.channels,
    };
  }
  return {
    intent: 'opt_out',
    confidence: certain,
    evidence: `Wants no ${what}: "${found.matched}"`,
    refuses: found.channels,
  };
}

function wrongNumber({ text }: RuleInput): RuleHit | null {
  return isWrongNumber(text) ? hit('wrong_person', 0.9, 'Says that the number is somebody else’s') : null;
}

function keyword({ text }: RuleInput): RuleHit | null {
  const kind = carrierKeyword(text)?.kind;
  return kind === 'help' ? hit('question_other', 0.9, 'Asked the carrier for help') : null;
}

function bareAnswer({ text, lastMessage }: RuleInput): RuleHit | null {
  const plain = text
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/(?:[.!,\s]|\ufe0f)+$/u, '')
    .replace(/\s+/g, ' ')
    .trim();
  const asked =
    lastMessage === null ? null : (ASKS.find(({ says }) => says.test(lastMessage))?.asked ?? null);
  const words = (question: string) => `A bare "${plain}" to a message that asks ${question}`;
  if (YES.test(plain)) {
    if (asked === 'time' || asked === 'identity')
      return hit('confirm', 0.9, words(asked === 'time' ? 'about a time' : 'whether it is them'));
    if (asked === 'interest') return hit('interested', 0.85, words('for interest'));
    // With nothing asked, "ok" may only mean that it was read.
    if (asked === null && YES_BY_ITSELF.test(plain)) return hit('interested', 0.7, `A bare "${plain}"`);
    return hit('unclear', 0.5, `A bare "${plain}" that answers no question`);
  }
  if (NO.test(plain)) {
    if (asked === 'identity') return hit('wrong_person', 0.8, words('whether it is them'));
    if (asked === 'time')
      return hit(
        /\bstill\b|\bconfirm\b/i.test(lastMessage ?? '') ? 'decline_meeting' : 'reschedule',
        0.6,
        words('about a time'),
      );
    if (asked === 'channel') return hit('unclear', 0.5, words('which channel they prefer'));
    return hit('not_interested', asked === 'interest' ? 0.85 : 0.7, `A bare "${plain}"`);
  }
  return null;
}

const CHANNEL_WORDS: readonly { intent: Intent; says: RegExp }[] = [
  { intent: 'prefer_email', says: /\be-?mails?\b|\S+@\S+\.\S+/i },
  { intent: 'prefer_sms', says: /\b(?:text|texts|texting|sms|txt)\b/i },
  { intent: 'prefer_phone', says: /\b(?:phone|call|calls|ring)\b/i },
];

/** Asked "email, text or phone?", the one that is named is the answer, unless something is denied. */
function namedChannel({ text, lastMessage }: RuleInput): RuleHit | null {
  if (lastMessage === null || ASKS[0]?.says.test(lastMessage) !== true) return null;
  const named = CHANNEL_WORDS.filter(({ says }) => says.test(text));
  const only = named[0];
  if (
    only === undefined ||
    named.length > 1 ||
    /\b(?:not|no|don'?t|dont|never|without|instead of|rather than|over)\b/i.test(text) ||
    text.includes('?')
  )
    return null;
  return hit(only.intent, 0.95, 'Named it when asked how to be reached');
}

function hit(intent: Intent, confidence: number, evidence: string): RuleHit {
  return { intent, confidence, evidence, refuses: [] };
}
