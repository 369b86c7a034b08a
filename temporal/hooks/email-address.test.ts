import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emailFrom,
  emailParty,
  messageOfReplyToken,
  replyAddress,
  replyToken,
  replyTokenOf,
} from '#temporal/hooks/email-address.ts';

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

  it('find their message again, in whatever case they come back', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{22}$/), (messageId) => {
        const address = replyAddress(replyTokenOf(messageId) ?? '', 'brand.example');
        const token = replyToken([address.toUpperCase()]);
        expect(messageOfReplyToken(token ?? '')).toBe(messageId);
      }),
    );
    for (const other of ['', 'abc', 'zz', 'ff00', '2e2e']) expect(messageOfReplyToken(other)).toBeNull();
  });
});

describe('a sender’s address', () => {
  it('keeps its name readable, whatever is in it', () => {
    expect(emailFrom('Maya Lindqvist', 'maya@brand.example')).toBe('Maya Lindqvist <maya@brand.example>');
    expect(emailFrom('Lindqvist, Maya', 'maya@brand.example')).toBe('"Lindqvist, Maya" <maya@brand.example>');
    expect(emailFrom('  ', 'maya@brand.example')).toBe('maya@brand.example');
    expect(emailFrom('Maya\r\nBcc: all@x.example', 'maya@brand.example')).toBe(
      '"Maya Bcc: all@x.example" <maya@brand.example>',
    );
    fc.assert(
      fc.property(fc.string(), (name) => {
        const from = emailFrom(name, 'maya@brand.example');
        expect(from).not.toMatch(/[\r\n]/);
        expect(emailParty(from).address).toBe('maya@brand.example');
      }),
    );
  });
});
