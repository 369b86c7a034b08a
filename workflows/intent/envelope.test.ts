import { describe, expect, it } from 'vitest';
import { automaticEmail, ownWords, tapback } from '#workflows/intent/envelope.ts';

describe('ownWords', () => {
  it.each([
    [
      'On ... wrote:',
      'Yes please\n\nOn Tue, Nov 24, 2026 at 10:00 AM Maya Ortiz <m@n.example> wrote:\n> Still keen?',
    ],
    [
      'On ... wrote: over two lines',
      'Yes please\n\nOn Tue, Nov 24, 2026 at 10:00 AM Maya Ortiz\n<maya.ortiz@northline.example> wrote:\n> Still keen?',
    ],
    [
      'Outlook',
      'Yes please\n\n________________________________\nFrom: Maya Ortiz\nSent: Tuesday\nTo: Dana\nSubject: x\n\nnot interested?',
    ],
    [
      'Outlook without the line',
      'Yes please\n\nFrom: Maya Ortiz <m@n.example>\nSent: Tuesday, 24 November\nTo: Dana\n\nStop',
    ],
    ['original message', 'Yes please\n-----Original Message-----\nFrom: x\nunsubscribe'],
    ['quoted lines only', 'Yes please\n> are you\n> interested'],
    ['French', 'Yes please\n\nLe mar. 24 nov. 2026 à 10:00, Maya a écrit :\n> STOP'],
    ['signature', 'Yes please\n-- \nDana Whitfield\n(253) 555-0142'],
    ['closing', 'Yes please\n\nBest regards,\nDana Whitfield\nHead of Operations\n253 555 0142'],
    ['phone', 'Yes please\n\nSent from my iPhone'],
    ['CRLF', 'Yes please\r\n\r\nSent from my iPhone\r\n'],
  ])('takes off what was not written now: %s', (_name, body) => {
    expect(ownWords(body, 'email')).toBe('Yes please');
  });

  it('keeps a mail that is a closing and nothing else, and is empty when all is quoted', () => {
    expect(ownWords('Thanks,\nDana', 'email')).toBe('Thanks,\nDana');
    expect(ownWords('> all of it\n> quoted', 'email')).toBe('');
  });

  it('leaves a text as it is', () => {
    expect(ownWords(' From: me\nSent: now ', 'sms')).toBe('From: me\nSent: now');
  });
});

describe('automaticEmail', () => {
  it('knows machines by their headers and subjects (RFC 3834)', () => {
    expect(automaticEmail({ headers: { 'auto-submitted': 'auto-replied' } })?.kind).toBe('auto-reply');
    expect(automaticEmail({ headers: { 'auto-submitted': 'no' } })).toBeNull();
    expect(automaticEmail({ headers: { precedence: 'bulk' } })?.kind).toBe('auto-reply');
    expect(automaticEmail({ headers: { 'list-id': '<news.example>' } })?.kind).toBe('list');
    expect(automaticEmail({ headers: { 'return-path': '<>' } })?.kind).toBe('bounce');
    expect(automaticEmail({ from: 'MAILER-DAEMON@mail.example' })?.kind).toBe('bounce');
    expect(automaticEmail({ subject: 'Undeliverable: Hi' })?.kind).toBe('bounce');
    for (const subject of [
      'Automatic reply: Hi',
      'Out of Office',
      'Re: Out of office until Monday',
      'Réponse automatique : x',
      'Abwesenheitsnotiz',
    ]) {
      expect(automaticEmail({ subject })?.kind, subject).toBe('auto-reply');
    }
    expect(automaticEmail({ subject: 'Re: Your demo', from: 'dana@example.com', headers: {} })).toBeNull();
  });
});

describe('tapback', () => {
  it('is a reaction and not an answer', () => {
    expect(tapback('Liked “See you at 10”')).toBe('liked');
    expect(tapback('Disliked "Reply STOP to opt out"')).toBe('disliked');
    expect(tapback('👍 to “See you at 10”')).toBe('reacted');
    expect(tapback('Reacted 😂 to "hi"')).toBe('reacted');
    expect(tapback('Loved an image')).toBe('loved');
    expect(tapback('Liked your demo')).toBeNull();
    expect(tapback('👍')).toBeNull();
  });
});
