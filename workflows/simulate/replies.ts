import type { OutsideEvent } from '#workflows/engine/event.ts';
import type { Channel } from '#workflows/engine/plan.ts';
import { classify } from '#workflows/intent/classify.ts';
import { type Intent, intentLabel, isIntent } from '#workflows/intent/intents.ts';
import { carrierKeyword } from '#workflows/policy/revocation.ts';
import type { SimAct } from '#workflows/simulate/script.ts';
import { optIn, optOut, type SimWorld, write } from '#workflows/simulate/sim-world.ts';

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq' | 'atMs'> : never;
export type Happening = WithoutSeq<OutsideEvent>;

/** What the lead's or a person's act means for the run, with the words for the trace. */
export type Understood = { events: Happening[]; sentence: string; body?: string; channel: Channel };

/**
 * What happens when somebody acts: words go by the carrier's keywords, then by what they mean, as in life; opt-outs are
 * kept in the world's ledger at once.
 * @param asked the meanings the run waits for, which are favoured
 */
export function understand(
  world: SimWorld,
  act: SimAct,
  channel: Channel,
  asked: readonly string[],
  atMs: number,
): Understood {
  switch (act.act) {
    case 'reply':
      return reply(world, act, channel, asked, atMs);
    case 'stop':
      write(world, channel, atMs);
      return stop(world, [channel], channel, 'Opted out', undefined, atMs);
    case 'start':
      write(world, channel, atMs);
      optIn(world, channel, atMs);
      return { events: [{ type: 'reopen', channel }], sentence: 'Opted in again', channel };
    case 'exit':
      return {
        events: [{ type: 'exit', label: act.label ?? 'exit' }],
        sentence: 'The play is ended for this lead',
        channel,
      };
    case 'pause':
      return { events: [{ type: 'pause' }], sentence: 'A person pauses the play for this lead', channel };
    case 'resume':
      return { events: [{ type: 'resume' }], sentence: 'A person resumes the play', channel };
    case 'skip':
      return { events: [{ type: 'skip' }], sentence: 'A person skips the wait', channel };
    case 'retry':
      return { events: [{ type: 'retry' }], sentence: 'A person lifts the hold', channel };
  }
}

function reply(
  world: SimWorld,
  act: SimAct,
  channel: Channel,
  asked: readonly string[],
  atMs: number,
): Understood {
  const by = channel === 'sms' ? 'by text' : 'by email';
  const wrote = { ...(act.text === undefined ? {} : { body: act.text }), channel };
  const keyword = channel === 'sms' && act.text !== undefined ? carrierKeyword(act.text) : null;
  if (keyword !== null) write(world, channel, atMs);
  const isOut = world.ledger.some((row) => row.act === 'revoke' && row.channel === channel);
  if (keyword?.kind === 'stop')
    return stop(world, [channel], channel, `Replied ${by}: ${keyword.word}`, act.text, atMs);
  if (keyword?.kind === 'help')
    return { ...wrote, events: [], sentence: 'Asked for help; the carrier answers' };
  // YES opts in only who was out; otherwise it is an answer like any other.
  if (keyword?.kind === 'start' && (isOut || keyword.word !== 'YES')) {
    optIn(world, channel, atMs);
    return { ...wrote, events: [{ type: 'reopen', channel }], sentence: `Replied ${by}: opted in again` };
  }
  const last = world.sends.filter((send) => send.channel === channel).at(-1);
  const understood =
    act.intent !== undefined || act.text === undefined
      ? { intent: act.intent ?? 'unclear', refuses: act.intent === 'opt_out' ? [channel] : [] }
      : classify(
          { channel, body: act.text, ...(last === undefined ? {} : { lastMessage: last.body }) },
          asked.filter((id): id is Intent => isIntent(id)),
        );
  const { intent } = understood;
  const sentence = `Replied ${by}: ${intentLabel(intent).toLowerCase()}`;
  const closes = intent === 'wrong_person' ? [channel] : [...understood.refuses];
  // An automatic answer is not the lead's.
  if (keyword === null && intent !== 'out_of_office') write(world, channel, atMs);
  if (intent === 'opt_out') return stop(world, closes, channel, sentence, act.text, atMs);
  const stops = closes.map((closed): Happening => ({ type: 'stop', channel: closed }));
  for (const closed of closes) optOut(world, closed, atMs);
  if (intent === 'out_of_office')
    return { ...wrote, events: stops, sentence: `${sentence}, which is not taken for an answer` };
  return { ...wrote, events: [...stops, { type: 'reply', channel, intent }], sentence };
}

function stop(
  world: SimWorld,
  channels: readonly Channel[],
  channel: Channel,
  sentence: string,
  body: string | undefined,
  atMs: number,
): Understood {
  for (const closed of channels) optOut(world, closed, atMs);
  const events = channels.map((closed): Happening => ({ type: 'stop', channel: closed }));
  const what = channels.includes('sms') ? 'No more texts go to them.' : 'No more emails go to them.';
  return { events, sentence: `${sentence}. ${what}`, channel, ...(body === undefined ? {} : { body }) };
}
