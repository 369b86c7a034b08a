import { hash32, pick } from '#temporal/carrier/chance.ts';

export interface Line {
  /** One of these, chosen by the hash of the message answered. */
  texts: readonly string[];
  pace: 'quick' | 'normal' | 'slow';
  /** An auto-responder's words: email carries `Auto-Submitted`. */
  auto?: boolean;
}

export interface Persona {
  id: string;
  name: string;
  /** What to expect of them, for the list on the sandbox page. */
  about: string;
  /** Share among those who get a persona by hash. */
  weight: number;
  /** The n-th delivered message is answered by the n-th line; after the last line they fall silent. */
  sms: readonly (Line | null)[];
  email: readonly (Line | null)[];
  /** What happens to messages sent to them, when it is not delivery. */
  fate?: {
    sms?: { status: 'undelivered' | 'failed'; code: string };
    email?: { status: 'bounced'; code: string };
  };
}

const YES_THANKS: Line = { texts: ['Thanks!', 'Great, thank you', 'Perfect, talk then'], pace: 'normal' };

export const PERSONAS: readonly Persona[] = [
  {
    id: 'yes-please',
    name: 'Yes please',
    about: 'Keen: says yes, then names a time.',
    weight: 18,
    sms: [
      { texts: ['Yes please', 'Yes! Still interested', 'Yes, that would be great'], pace: 'normal' },
      {
        texts: ['Thursday afternoon works for me', 'Tomorrow after 2 is good', 'Monday morning?'],
        pace: 'normal',
      },
      YES_THANKS,
    ],
    email: [
      {
        texts: [
          'Yes please, I would like to hear more.',
          'Hi, yes, we are still interested. What are the next steps?',
        ],
        pace: 'normal',
      },
      { texts: ['Thursday afternoon would work for us.', 'Could we do Monday at 10?'], pace: 'normal' },
    ],
  },
  {
    id: 'how-much',
    name: 'How much?',
    about: 'Asks the price before anything else.',
    weight: 12,
    sms: [
      {
        texts: ['How much is it?', 'Depends, how much would it cost us?', 'whats the price'],
        pace: 'normal',
      },
      { texts: ['Hm ok. Can you send me something in writing?', 'And for 20 people?'], pace: 'normal' },
    ],
    email: [
      {
        texts: ['Before we go any further: what does it cost?', 'Could you send me your prices?'],
        pace: 'normal',
      },
    ],
  },
  {
    id: 'texts-only',
    name: 'Prefers texts',
    about: 'Answers email by asking to be texted.',
    weight: 8,
    sms: [{ texts: ['Yes thats me, text is best', 'Yes this is the right number'], pace: 'quick' }],
    email: [{ texts: ['Text me please, you have my cell.', 'Texting is easiest for me.'], pace: 'normal' }],
  },
  {
    id: 'email-only',
    name: 'Prefers email',
    about: 'Answers texts by asking for email, without forbidding texts.',
    weight: 6,
    sms: [{ texts: ['Can you email me instead?', 'Email is better for me'], pace: 'normal' }],
    email: [
      {
        texts: ['Email is fine. What do you need from me?', 'Yes, let us keep this on email.'],
        pace: 'normal',
      },
    ],
  },
  {
    id: 'call-me',
    name: 'Call me',
    about: 'Wants a person on the phone.',
    weight: 8,
    sms: [{ texts: ['Just call me', 'Can someone call me this afternoon?'], pace: 'quick' }],
    email: [
      {
        texts: ['Please give me a call, that is faster.', 'Can somebody ring me tomorrow morning?'],
        pace: 'normal',
      },
    ],
  },
  {
    id: 'not-now',
    name: 'Not now',
    about: 'Interested later: names a month.',
    weight: 8,
    sms: [{ texts: ['Not right now, maybe in the spring', 'Try me again in January'], pace: 'slow' }],
    email: [{ texts: ['The timing is wrong for us. Please come back to me next quarter.'], pace: 'slow' }],
  },
  {
    id: 'no-thanks',
    name: 'No thanks',
    about: 'Declines politely. Not an opt-out.',
    weight: 7,
    sms: [{ texts: ['No thanks, we went with someone else', 'Not interested, sorry'], pace: 'normal' }],
    email: [{ texts: ['Thank you, but we have chosen another supplier.'], pace: 'normal' }],
  },
  {
    id: 'stop',
    name: 'STOP',
    about: 'Opts out with the keyword.',
    weight: 4,
    sms: [{ texts: ['STOP', 'Stop', 'stop'], pace: 'quick' }],
    email: [{ texts: ['Unsubscribe', 'Please take me off your list.'], pace: 'normal' }],
  },
  {
    id: 'stop-in-words',
    name: 'Stop, in their own words',
    about: 'Opts out in a sentence no carrier recognises.',
    weight: 3,
    sms: [
      {
        texts: ['please dont text me anymore', 'Take me off this list', 'how do I make these stop'],
        pace: 'normal',
      },
    ],
    email: [{ texts: ['Stop texting me. Email is fine.', 'Do not contact me again.'], pace: 'normal' }],
  },
  {
    id: 'wrong-number',
    name: 'Wrong number',
    about: 'The number belongs to somebody else.',
    weight: 4,
    sms: [{ texts: ['Wrong number', 'Who is this? I think you have the wrong number'], pace: 'normal' }],
    email: [{ texts: ['I am afraid you have the wrong person.'], pace: 'normal' }],
  },
  {
    id: 'out-of-office',
    name: 'Out of office',
    about: 'A machine answers, nobody else does.',
    weight: 4,
    sms: [
      {
        texts: ["I'm driving right now. I'll get back to you later. (Auto reply)"],
        pace: 'quick',
        auto: true,
      },
    ],
    email: [
      {
        texts: [
          'I am out of the office until Monday with no access to email. In urgent cases please contact my colleagues.',
        ],
        pace: 'quick',
        auto: true,
      },
    ],
  },
  {
    id: 'slow',
    name: 'Slow',
    about: 'Answers, but takes a long time.',
    weight: 5,
    sms: [
      { texts: ['Sorry for the late reply. Yes, still interested', 'Just saw this, yes'], pace: 'slow' },
      YES_THANKS,
    ],
    email: [{ texts: ['Sorry, I only saw this now. Yes, please tell me more.'], pace: 'slow' }],
  },
  {
    id: 'second-try',
    name: 'Second try',
    about: 'Silent at first, answers the second message.',
    weight: 5,
    sms: [
      null,
      {
        texts: ['Hi, yes I got your first one too. What do you suggest?', 'ok tell me more'],
        pace: 'normal',
      },
    ],
    email: [null, { texts: ['Thanks for following up. Yes, let us talk.'], pace: 'normal' }],
  },
  {
    id: 'silence',
    name: 'Silence',
    about: 'Reads everything, answers nothing.',
    weight: 22,
    sms: [],
    email: [],
  },
  {
    id: 'dead-line',
    name: 'Dead line',
    about: 'A landline and an abandoned mailbox: nothing arrives.',
    weight: 2,
    sms: [],
    email: [],
    fate: { sms: { status: 'undelivered', code: '30006' }, email: { status: 'bounced', code: 'Permanent' } },
  },
];

const BY_ID = new Map(PERSONAS.map((persona) => [persona.id, persona]));
const TOTAL_WEIGHT = PERSONAS.reduce((sum, persona) => sum + persona.weight, 0);

export function personaById(id: string): Persona | null {
  return BY_ID.get(id) ?? null;
}

/** The persona an address has by nature: always the same one for the same address. */
export function personaByHash(address: string): Persona {
  let left = hash32(`persona:${address}`) % TOTAL_WEIGHT;
  for (const persona of PERSONAS) {
    left -= persona.weight;
    if (left < 0) return persona;
  }
  throw new Error('persona weights do not add up');
}

export function lineText(line: Line, messageId: string): string {
  return pick(line.texts, messageId) ?? '';
}

/** Waiting times of people, ms, before the speed setting divides them. */
export const PACE_MS: Record<Line['pace'], [number, number]> = {
  quick: [3_000, 8_000],
  normal: [8_000, 40_000],
  slow: [150_000, 300_000],
};
