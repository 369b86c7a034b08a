import { describe, expect, it } from 'vitest';
import { readPhone, readPhones } from '#workflows/leads/phone.ts';

describe('a phone number (B4)', () => {
  it('is read as people write it, in its country', () => {
    for (const text of [
      '504-621-8927',
      '(504) 621 8927',
      '1-504-621-8927',
      '+1 504 621 8927',
      '5046218927',
      'tel:+15046218927',
      '٥٠٤٦٢١٨٩٢٧',
    ]) {
      expect(readPhone(text, 'US'), text).toEqual({
        ok: true,
        e164: '+15046218927',
        country: 'US',
        kind: 'either',
      });
    }
    expect(readPhone('0412 345 678', 'AU')).toMatchObject({ e164: '+61412345678', kind: 'mobile' });
    expect(readPhone('020 7946 0018', 'GB')).toMatchObject({ kind: 'landline' });
    expect(readPhone('0044 20 7946 0018', 'US')).toMatchObject({ country: 'GB' });
  });

  it('takes its country from its own code, not from "+1" or the default: Jamaica, Guernsey', () => {
    expect(readPhone('+1 876 555 0100', 'US')).toMatchObject({ country: 'JM' });
    expect(readPhone('+44 7911 123456', 'GB')).toMatchObject({ country: 'GG' });
  });

  it.each([
    ['an extension', '(212) 555-0100 x123'],
    ['a toll-free number', '800-555-0199'],
    ['a number of nobody’s', '000-000-0000'],
    ['seven digits', '555-0100'],
    ['too few digits', '12345'],
    ['an exchange that cannot be', '+1 911 555 1234'],
    ['a personal number', '+1 500 555 0006'],
    ['words', 'ask her'],
  ])('is refused with a reason: %s', (_name, text) => {
    expect(readPhone(text, 'US')).toMatchObject({ ok: false, reason: expect.stringContaining('"') });
  });

  it('comes out of a field that holds two', () => {
    expect(readPhones('415.555.2671 / 415.555.2672', 'US').map((phone) => phone.ok && phone.e164)).toEqual([
      '+14155552671',
      '+14155552672',
    ]);
    expect(
      readPhones('home: 415 555 2671 or cell: 415 555 2672', 'US').filter((phone) => phone.ok),
    ).toHaveLength(2);
    expect(readPhones('', 'US')).toEqual([]);
    expect(readPhones('n/a', 'US')).toMatchObject([{ ok: false }]);
  });
});
