import type { Channel } from '#workflows/policy/consent.ts';
import { MINUTE_MS } from '#workflows/time/duration.ts';

/** Something that the lead wrote. What a machine answers in their place is not theirs. */
export interface Wrote {
  channel: Channel;
  /** E.164, or an email address. */
  fromAddress: string;
  atMs: number;
}

/** A step that becomes due this soon after the lead wrote is the play's answer to it: the run came from a reply, not a wait. */
const ANSWER_MS = 15 * MINUTE_MS;

/**
 * What of all that the lead wrote a message may answer, and whether it does. A text answers what came from that very
 * number: only an incoming text lifts the hours and caps of texts and opens a conversation by text (CTIA 2023, exhibit
 * II). An email may answer whatever the lead wrote, and where: no law gives it hours.
 */
export function answering(
  message: { channel: Channel; address: string; dueAtMs: number },
  wrote: readonly Wrote[],
): { lastInboundAtMs: number | null; isAnswer: boolean } {
  const answerable = wrote.filter(
    ({ channel, fromAddress }) =>
      message.channel === 'email' || (channel === 'sms' && fromAddress === message.address),
  );
  if (answerable.length === 0) return { lastInboundAtMs: null, isAnswer: false };
  const lastInboundAtMs = Math.max(...answerable.map(({ atMs }) => atMs));
  const sinceMs = message.dueAtMs - lastInboundAtMs;
  return { lastInboundAtMs, isAnswer: sinceMs >= 0 && sinceMs < ANSWER_MS };
}
