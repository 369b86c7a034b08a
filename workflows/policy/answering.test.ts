import { describe, expect, it } from 'vitest';
import { answering, type Wrote } from '#workflows/policy/answering.ts';
import { MINUTE_MS } from '#workflows/time/duration.ts';

const CELL = '+12535550142';
const text: Wrote = { channel: 'sms', fromAddress: CELL, atMs: 100 * MINUTE_MS };
const mail: Wrote = { channel: 'email', fromAddress: 'dana@example.org', atMs: 104 * MINUTE_MS };

describe('a text', () => {
  const sms = (dueMinute: number, wrote: readonly Wrote[], address = CELL) =>
    answering({ channel: 'sms', address, dueAtMs: dueMinute * MINUTE_MS }, wrote);

  it('answers a text from the number it goes to, when it is due within a quarter of an hour', () => {
    expect(sms(100, [text])).toEqual({ lastInboundAtMs: text.atMs, isAnswer: true });
    expect(sms(114, [text]).isAnswer).toBe(true);
    expect(sms(115, [text])).toEqual({ lastInboundAtMs: text.atMs, isAnswer: false });
  });

  it('that was due before the lead wrote answers nothing', () => {
    expect(sms(99, [text]).isAnswer).toBe(false);
  });

  it('answers no email, and no text from another number', () => {
    expect(sms(105, [mail])).toEqual({ lastInboundAtMs: null, isAnswer: false });
    expect(sms(105, [text], '+12065550100')).toEqual({ lastInboundAtMs: null, isAnswer: false });
  });
});

describe('an email', () => {
  const email = (dueMinute: number, wrote: readonly Wrote[]) =>
    answering({ channel: 'email', address: 'dana@example.org', dueAtMs: dueMinute * MINUTE_MS }, wrote);

  it('answers whatever the lead wrote last, on any channel and from anywhere', () => {
    expect(email(105, [text])).toEqual({ lastInboundAtMs: text.atMs, isAnswer: true });
    expect(email(105, [{ ...mail, fromAddress: 'private@example.org' }, text])).toEqual({
      lastInboundAtMs: mail.atMs,
      isAnswer: true,
    });
  });

  it('answers nobody who never wrote', () => {
    expect(email(105, [])).toEqual({ lastInboundAtMs: null, isAnswer: false });
  });
});
