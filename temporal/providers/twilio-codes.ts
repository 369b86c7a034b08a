import type { SendRefusal } from '#workflows/message/send-refusal.ts';
import { DAY_MS, HOUR_MS } from '#workflows/time/duration.ts';
import { nextLocalTimeMs } from '#workflows/time/local-time.ts';

export interface CodeMeaning {
  code: number;
  class: SendRefusal;
  /** For a person: what happened and what to do. Never names the lead. */
  sentence: string;
  /** False for a code not in the table: worth an alert, Twilio adds codes without notice. */
  known: boolean;
}

type Row = readonly [code: number, cls: CodeMeaning['class'], sentence: string];

/** twilio.com/docs/api/errors/<code>. The same table reads answers to a send and codes in status callbacks. */
const ROWS: readonly Row[] = [
  // the account
  [
    10001,
    'senderDown',
    'The Twilio account is not active. Check its balance and status in the Twilio Console.',
  ],
  [
    20003,
    'senderDown',
    'Twilio refuses this account SID and auth token. Enter the current primary auth token.',
  ],
  [
    20005,
    'senderDown',
    'The Twilio account is not active. Check its balance and status in the Twilio Console.',
  ],
  [
    20006,
    'senderDown',
    'Twilio denies these credentials access. Check what they may do in the Twilio Console.',
  ],
  [20008, 'senderDown', 'These are Twilio test credentials, which cannot send. Enter the live ones.'],
  [20404, 'senderDown', 'Twilio does not know this account. Check the account SID.'],
  [30002, 'senderDown', 'Twilio has suspended the account. Its messages wait until it is active again.'],
  [
    30039,
    'senderDown',
    'Twilio stopped a message loop between this number and another machine. Check what answers here.',
  ],
  [
    90010,
    'senderDown',
    'The Twilio account is not active. Check its balance and status in the Twilio Console.',
  ],
  // the number written to
  [
    21211,
    'numberDead',
    'Twilio says this is not a valid phone number. Correct it, or reach the lead another way.',
  ],
  [
    21214,
    'numberDead',
    'Twilio says this number cannot be reached. Correct it, or reach the lead another way.',
  ],
  [
    21217,
    'numberDead',
    'Twilio says this is not a valid phone number. Correct it, or reach the lead another way.',
  ],
  [21266, 'numberDead', 'The number written to is our own. Correct the lead’s number.'],
  [21265, 'numberDead', 'This is a short code, which cannot be texted. Use the lead’s own number.'],
  [21612, 'numberDead', 'Twilio has no way to text this number from ours. Reach the lead another way.'],
  [21614, 'numberDead', 'This number cannot receive texts. Reach the lead another way.'],
  [
    30005,
    'numberDead',
    'The number is unknown to its carrier or no longer in use. Reach the lead another way.',
  ],
  [30011, 'numberDead', 'This number cannot receive what was sent. Reach the lead another way.'],
  [21635, 'landline', 'This is a landline: it takes calls, not texts.'],
  [
    30006,
    'landline',
    'This is a landline or a line its carrier does not text to: it takes calls, not texts.',
  ],
  // opt-outs
  [21610, 'revoked', 'This number has opted out of our texts at the carrier. It is closed for texts now.'],
  [30640, 'revoked', 'This number is on a do-not-contact list of the carrier. It is closed for texts now.'],
  [63014, 'revoked', 'The lead has blocked this sender. The number is closed for texts now.'],
  // the sender's set-up
  [21212, 'config', 'The number we send from is not valid. Correct it in the sender’s settings.'],
  [21408, 'config', 'Texts to this country are switched off in the Twilio account (geo permissions).'],
  [21603, 'config', 'No number to send from is set. Add one in the sender’s settings.'],
  [
    21606,
    'config',
    'The number we send from cannot send texts or belongs to another account. Check the sender’s settings.',
  ],
  [21608, 'config', 'This is a Twilio trial account: it may text verified numbers only. Upgrade it.'],
  [21609, 'config', 'Twilio does not accept our callback address. Check BATON_URL.'],
  [21659, 'config', 'The number we send from is not a Twilio number. Check the sender’s settings.'],
  [
    21660,
    'config',
    'The number we send from belongs to another Twilio account. Check the sender’s settings.',
  ],
  [21661, 'config', 'The number we send from cannot send texts. Check the sender’s settings.'],
  [21701, 'config', 'Twilio does not know this Messaging Service. Check the sender’s settings.'],
  [21703, 'config', 'The Messaging Service has no number to send from. Add one in the Twilio Console.'],
  [
    30024,
    'config',
    'The sender is not set up for this carrier. Check its registration in the Twilio Console.',
  ],
  [
    30032,
    'config',
    'This toll-free number is not verified yet. Complete its verification in the Twilio Console.',
  ],
  [
    30034,
    'config',
    'The number is not registered for texts to US numbers (10DLC). Complete the registration.',
  ],
  [30035, 'config', 'The number’s registration is being changed. Texts can go out when that is done.'],
  // the text
  [21602, 'template', 'The text was empty. Check the message of this step.'],
  [21605, 'template', 'The text is too long for this sender. Shorten the message of this step.'],
  [21617, 'template', 'The text is longer than 1600 characters. Shorten the message of this step.'],
  [30019, 'template', 'The attachment is too large. Use a smaller one.'],
  // blocked
  [30004, 'filtered', 'The message was blocked. Do not send the same again; reach the lead another way.'],
  [
    30007,
    'filtered',
    'Carriers filtered this message as unwanted. Change its wording before sending more of it.',
  ],
  [30450, 'filtered', 'Twilio blocked this message as part of suspicious traffic. Check what is being sent.'],
  // limits
  [
    21611,
    'hold',
    'Too many messages are waiting at this number already. The rest go out later, more slowly.',
  ],
  [
    30001,
    'hold',
    'Too many messages are waiting at this number already. The rest go out later, more slowly.',
  ],
  [30022, 'hold', 'The registered rate of this campaign is reached. The rest go out later, more slowly.'],
  [
    30023,
    'hold',
    'The carrier’s daily limit for this brand is reached. The rest go out after midnight Pacific time.',
  ],
  [63038, 'hold', 'The account’s daily limit of messages is reached. The rest go out tomorrow.'],
  // never left
  [30610, 'replan', 'Twilio did not send it in the lead’s quiet hours. It can go out at the next opening.'],
  [
    30036,
    'replan',
    'The message waited at Twilio beyond its last moment and was not sent. It can go out at the next opening.',
  ],
  // no telling
  [30003, 'soft', 'The phone could not be reached: off, or without coverage.'],
  [30008, 'soft', 'The carrier did not deliver the message and does not say why.'],
  // ours
  [21604, 'bug', 'The message had no number to go to. This is a fault of Baton.'],
  [21624, 'bug', 'The message’s validity period was out of range. This is a fault of Baton.'],
  [90007, 'bug', 'The message’s validity period was out of range. This is a fault of Baton.'],
];

const BY_CODE = new Map(ROWS.map((row) => [row[0], row]));

/** What a Twilio code means. An unknown one is soft: it is neither repeated nor held against the number. */
export function meaningOfTwilioCode(code: number): CodeMeaning {
  const row = BY_CODE.get(code);
  if (row) return { code, class: row[1], sentence: row[2], known: true };
  return {
    code,
    class: 'soft',
    sentence: `Twilio gave error ${code} (twilio.com/docs/api/errors/${code}). The message was not delivered.`,
    known: false,
  };
}

/**
 * When a limit lifts by itself: the carriers' daily one at midnight Pacific time, the account's a day later, rates and
 * full queues within the hour.
 */
export function limitLiftsAtMs(code: string, wallMs: number): number {
  if (code === '30023') return nextLocalTimeMs(wallMs + 1, '00:00', [], 'America/Los_Angeles');
  return wallMs + (code === '63038' ? DAY_MS : HOUR_MS);
}
