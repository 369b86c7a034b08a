import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailParty, replyAddress, replyToken } from '#temporal/hooks/email-address.ts';

describe('reply addresses', () => {
  it('give their token back whatever case and display name a mail program made of them', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9._-]{1,50}$/), (token) => {
        const address = replyAddress(token, 'inbound.brand.example');
        expect(replyToken([address])).toBe(token);
        expect(replyToken(['x@y.example', `"Sales, Team" <${address.toUpperCase()}>`])).toBe(token);
      }),
    );
    expect(replyToken(['sales@brand.example', 'reply@brand.example'])).toBeNull();
  });

  it('refuse tokens that would not survive', () => {
    expect(() => replyAddress('UPPER', 'd.example')).toThrow();
    expect(() => replyAddress('a'.repeat(51), 'd.example')).toThrow();
  });

  it('read names and bare addresses', () => {
    expect(emailParty('"Reyes, Dana" <Dana@X.example>')).toEqual({
      address: 'dana@x.example',
      name: 'Reyes, Dana',
    });
    expect(emailParty('dana@x.example')).toEqual({ address: 'dana@x.example', name: '' });
    expect(emailParty('<dana@x.example>')).toEqual({ address: 'dana@x.example', name: '' });
  });
});
