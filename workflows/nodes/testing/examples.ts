import type { z } from 'zod';

type Json = z.core.util.JSONType;

/** Finished configs of every kind: what tests draw plays of. A new kind needs at least one that uses all its ports. */
export const EXAMPLES: Record<string, Record<string, Json>[]> = {
  trigger: [
    { by: 'hand' },
    { by: 'import' },
    { by: 'import', tag: 'webinar' },
    { by: 'form', form: 'request-a-demo', noOlderThan: { value: 2, unit: 'days' } },
    { by: 'signal', signal: 'meetingBooked' },
  ],
  sendSms: [
    {
      role: 'promptDecision',
      text: 'Hi {{ lead.firstName | default: "there" }}, {{ sender.brand }} here. Still keen? Up to 4 msgs/month. Msg & data rates may apply. HELP for help, STOP to end.',
      purpose: 'marketing',
      giveUp: { value: 1, unit: 'days' },
    },
    {
      role: 'confirm',
      text: '{{ sender.brand }}: see you then. Reply STOP to opt out.',
      purpose: 'informational',
      giveUp: { value: 20, unit: 'hours' },
    },
  ],
  sendEmail: [
    {
      subject: 'Gate wait times at {{ lead.company | default: "your site" }}',
      body: {
        type: 'doc',
        content: [
          {
            type: 'paragraph',
            content: [
              { type: 'text', text: 'Hi ' },
              { type: 'mergeField', attrs: { field: 'lead.firstName', fallback: 'there' } },
              { type: 'text', text: ', would a 15-minute look be useful this week?' },
            ],
          },
        ],
      },
      purpose: 'marketing',
      giveUp: { value: 2, unit: 'days' },
    },
  ],
  waitForReply: [
    {
      duration: { value: 2, unit: 'days' },
      channels: ['sms', 'email'],
      intents: ['interested', 'not_now'],
      optOut: true,
    },
    { duration: { value: 3, unit: 'days' }, channels: ['sms'], intents: [], optOut: false },
  ],
  wait: [
    { mode: 'duration', duration: { value: 1, unit: 'days' } },
    { mode: 'localTime', time: '09:30', weekdays: [1, 2, 3, 4, 5] },
    { mode: 'dateField', field: 'decidesBy', offsetDays: -2, time: '09:00', maxDays: 90 },
  ],
  branch: [
    {
      cases: [
        { id: 'hot', condition: { field: 'score', operator: 'atLeast', value: 50 } },
        { id: 'docks', label: 'Has docks', condition: { field: 'custom.docks', operator: 'isSet' } },
        { id: 'tag', condition: { field: 'tags', operator: 'hasTag', value: 'vip' } },
      ],
    },
  ],
  split: [
    {
      arms: [
        { id: 'a', label: 'A', percent: 33.33 },
        { id: 'b', label: 'B', percent: 66.67 },
      ],
    },
  ],
  set: [{ fields: [{ field: 'stage', value: 'working' }], addTags: ['contacted'], removeTags: ['new'] }],
  outcome: [{ label: 'Interested' }],
  startPlay: [{ play: 'nurture', name: 'Nurture' }],
  end: [{}],
};
