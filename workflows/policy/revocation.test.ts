import { describe, expect, it } from 'vitest';
import { carrierKeyword, isWrongNumber, readRevocation } from '#workflows/policy/revocation.ts';
import { NOT_REFUSALS, REFUSALS } from '#workflows/policy/testing/refusals.ts';

describe('carrier keywords', () => {
  it('are exact: one word, in any case, but for outer spaces', () => {
    for (const word of [
      'STOP',
      'stop',
      ' Stop ',
      'STOPALL',
      'unsubscribe',
      'Cancel',
      'END',
      'quit',
      'revoke',
      'OptOut',
      'ARRÊT',
      'alto',
    ]) {
      expect(carrierKeyword(word), word).toMatchObject({ kind: 'stop' });
    }
    for (const word of ['START', 'yes', 'Unstop'])
      expect(carrierKeyword(word)).toMatchObject({ kind: 'start' });
    for (const word of ['HELP', 'info']) expect(carrierKeyword(word)).toMatchObject({ kind: 'help' });
    for (const word of ['STOP!', 'please stop', 'yes please', 'helpful', ''])
      expect(carrierKeyword(word)).toBeNull();
  });

  it('are confirmed by the carrier, other wordings by us (A1-10)', () => {
    expect(readRevocation('STOP', 'sms')).toMatchObject({ how: 'carrier-keyword', confirm: false });
    expect(readRevocation('Stop!', 'sms')).toMatchObject({ how: 'per-se', confirm: true });
    expect(readRevocation('please stop texting me', 'sms')).toMatchObject({ how: 'wording', confirm: true });
    expect(readRevocation('STOP', 'email')).toMatchObject({ channels: ['email'], confirm: true });
  });
});

describe('the seven per-se words (A1-6)', () => {
  const words = ['stop', 'quit', 'end', 'revoke', 'opt out', 'cancel', 'unsubscribe'];
  const spellings: [string, (word: string) => string][] = [
    ['capitals', (word) => word.toUpperCase()],
    ['a full stop', (word) => `${word}.`],
    ['exclamation marks', (word) => `${word}!!`],
    ['outer spaces', (word) => `  ${word}  `],
    ['spaced letters', (word) => [...word.replace(' ', '')].join(' ')],
    ['dotted letters', (word) => [...word.replace(' ', '').toUpperCase()].join('.')],
    ['quotes', (word) => `"${word}"`],
    ['courtesy', (word) => `please ${word}, thank you`],
    ['repetition', (word) => `${word} ${word}`],
  ];

  it.each(words)('%s is found in every spelling', (word) => {
    for (const [name, spell] of spellings)
      expect(readRevocation(spell(word), 'sms'), `${word} with ${name}`).not.toBeNull();
  });
});

describe('other wordings (A1-7, F)', () => {
  it('are found: at least 97 in 100', () => {
    const missed = REFUSALS.filter((text) => readRevocation(text, 'sms') === null);
    expect(missed).toEqual([]);
  });

  it('are not seen where nobody refused: at most 5 in 100', () => {
    const seen = NOT_REFUSALS.filter((text) => readRevocation(text, 'sms') !== null);
    expect(seen).toEqual([]);
  });
});

describe('a long email', () => {
  it('is read in a few milliseconds, whatever it says', () => {
    const texts = [
      'please '.repeat(3_000),
      "don't ".repeat(3_000),
      'no more '.repeat(3_000),
      'a'.repeat(20_000),
      'take me '.repeat(3_000),
      's.t.'.repeat(3_000),
    ];
    const started = performance.now();
    for (const text of texts) readRevocation(text, 'email');
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('what a refusal ends', () => {
  it('is the channel it came by, the one it names, or everything', () => {
    expect(readRevocation('leave my phone alone, stop texting me', 'sms')?.channels).toEqual(['sms']);
    expect(readRevocation('please stop texting me', 'email')?.channels).toEqual(['sms']);
    expect(readRevocation('stop emailing me', 'sms')?.channels).toEqual(['email']);
    expect(readRevocation('unsubscribe', 'email')?.channels).toEqual(['email']);
    expect(readRevocation('do not contact me at all', 'sms')?.channels).toEqual(['sms', 'email']);
    expect(readRevocation('stop texting and emailing me', 'sms')?.channels).toEqual(['sms', 'email']);
    expect(readRevocation('stop texting, email me instead', 'sms')?.channels).toEqual(['sms']);
  });

  it('says which words said it', () => {
    expect(readRevocation('Hi, not for us. Please take me off your list', 'sms')).toMatchObject({
      matched: 'take me off your',
      language: 'en',
    });
    expect(readRevocation('no me envíen más mensajes', 'sms')).toMatchObject({ language: 'es' });
    expect(readRevocation('ne me contactez plus', 'sms')).toMatchObject({ language: 'fr' });
  });
});

describe('a wrong number', () => {
  it('is told apart from a refusal (A1-16)', () => {
    for (const text of [
      'wrong number',
      'You have the wrong number',
      "this isn't Dana",
      'This is not Dana anymore',
      'no one here by that name',
      "I don't know who Dana is",
      'Sorry, wrong person',
      'just got this number last week',
      'número equivocado',
    ]) {
      expect(isWrongNumber(text), text).toBe(true);
    }
    for (const text of [
      'yes this is Dana',
      'what is the number to call?',
      'the price is wrong',
      "I don't know yet",
      'this is not what I need',
    ]) {
      expect(isWrongNumber(text), text).toBe(false);
    }
  });
});
