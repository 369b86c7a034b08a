import type { Play } from '#workflows/play.ts';

/** Start -> text -> wait for a reply -> (interested) outcome, (anything else and no reply) end. Tidy. */
export const smallPlay: Play = {
  format: 'baton.play',
  version: 1,
  name: 'Speed to lead',
  nodes: [
    { id: 'start', kind: 'trigger', config: { by: 'hand' }, at: { x: 400, y: 0 } },
    {
      id: 'text',
      kind: 'sendSms',
      config: {
        role: 'promptDecision',
        text: 'Hi {{ lead.firstName }}',
        purpose: 'marketing',
        giveUp: { value: 2, unit: 'days' },
      },
      at: { x: 400, y: 104 },
    },
    {
      id: 'reply',
      kind: 'waitForReply',
      config: {
        duration: { value: 1, unit: 'days' },
        channels: ['sms'],
        intents: ['interested'],
        optOut: false,
      },
      at: { x: 332, y: 224 },
    },
    { id: 'won', kind: 'outcome', config: { label: 'Interested' }, at: { x: 312, y: 360 } },
    { id: 'end', kind: 'end', config: {}, at: { x: 488, y: 360 } },
  ],
  edges: [
    { from: 'start', port: 'next', to: 'text' },
    { from: 'text', port: 'sent', to: 'reply' },
    { from: 'reply', port: 'intent-interested', to: 'won' },
    { from: 'reply', port: 'otherwise', to: 'end' },
    { from: 'reply', port: 'noReply', to: 'end' },
  ],
};
