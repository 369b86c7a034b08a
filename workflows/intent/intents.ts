/** What a reply can mean, as plays branch on it and as people see it. The order is that of lists on screen. */
export const INTENTS = [
  { id: 'interested', label: 'Interested', help: 'Wants to go on: yes, tell me more, sounds good.' },
  { id: 'confirm', label: 'Confirms', help: 'Says that a time, a number or a fact is right.' },
  {
    id: 'question_pricing',
    label: 'Asks about price',
    help: 'Cost, discounts, contracts, terms of payment.',
  },
  {
    id: 'question_other',
    label: 'Asks something else',
    help: 'A question about the product, the meeting or the company.',
  },
  { id: 'reschedule', label: 'Wants another time', help: 'The meeting should move, or they propose when.' },
  {
    id: 'decline_meeting',
    label: 'Declines the meeting',
    help: 'No to the meeting or call; not to everything.',
  },
  { id: 'not_now', label: 'Not now', help: 'Later: next month, after the budget, when things calm down.' },
  { id: 'not_interested', label: 'Not interested', help: 'A no to the offer. They may still be written to.' },
  {
    id: 'already_customer',
    label: 'Already a customer',
    help: 'Has it, bought it, or is already in touch with us.',
  },
  { id: 'wrong_person', label: 'Wrong person', help: 'Somebody else’s number, or not the one who decides.' },
  { id: 'prefer_email', label: 'Prefers email', help: 'Wants to go on by email.' },
  { id: 'prefer_sms', label: 'Prefers texts', help: 'Wants to go on by text.' },
  { id: 'prefer_phone', label: 'Prefers a call', help: 'Wants to be called.' },
  { id: 'human_request', label: 'Wants a person', help: 'Asks for a human, or whether this is one.' },
  { id: 'out_of_office', label: 'Out of office', help: 'An automatic answer, or away for a while.' },
  { id: 'opt_out', label: 'Opts out', help: 'Wants messages to end. Handled before any step of a play.' },
  { id: 'unclear', label: 'Not understood', help: 'No meaning was sure enough: a person should read it.' },
] as const;

export type Intent = (typeof INTENTS)[number]['id'];

export const INTENT_IDS: readonly Intent[] = INTENTS.map((intent) => intent.id);

export function isIntent(id: string): id is Intent {
  return INTENT_IDS.some((known) => known === id);
}

/** "Asks about price"; an id that is not known is shown as it is. */
export function intentLabel(id: string): string {
  return INTENTS.find((intent) => intent.id === id)?.label ?? id;
}
