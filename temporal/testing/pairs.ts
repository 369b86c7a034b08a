import { isDeepStrictEqual } from 'node:util';
import { compile } from '#workflows/compile/compile.ts';
import type { Content } from '#workflows/compile/content.ts';
import { context } from '#workflows/compile/testing/context.ts';
import type { Plan } from '#workflows/engine/plan.ts';
import { INTENT_IDS } from '#workflows/intent/intents.ts';
import { REPLIES } from '#workflows/intent/testing/replies.ts';
import { AFTER_MAX, NODE_KINDS, portsOf } from '#workflows/nodes/registry.ts';
import { EXAMPLES } from '#workflows/nodes/testing/examples.ts';
import { REPLY_INTENTS } from '#workflows/nodes/wait-for-reply.ts';
import { Play, type PlayEdge, type PlayNode } from '#workflows/play.ts';
import { GateSettings, type Script, type SimAct, type SimLead } from '#workflows/simulate/script.ts';
import { simulate } from '#workflows/simulate/simulate.ts';
import type { Trace } from '#workflows/simulate/trace.ts';
import { HOUR_MS } from '#workflows/time/duration.ts';

/**
 * Plays and what happens in them. Each is looked through by the simulator first and then performed by a real server:
 * what is predicted must come, and what comes must replay.
 */

/** What the provider does with the nth message that is due. */
export type Weather = {
  message: number;
  /**
   * refused: rejected for good. optedOut: rejected, since the carrier knows of a STOP. busy: 429, with a time to wait.
   * lost: the connection breaks before the message is taken. unlisted, found: it is taken, and the answer is lost; no
   * listing shows it, or one does. suspended: the account is, and its sender is held. leftCalling: a worker died a day
   * ago while it was calling.
   */
  is: 'refused' | 'optedOut' | 'busy' | 'lost' | 'unlisted' | 'found' | 'suspended' | 'leftCalling';
};

export type Pair = {
  name: string;
  play: Play;
  /** With its play's id what decides splits. */
  playId: string;
  leadId: string;
  lead: SimLead;
  acts: SimAct[];
  weather: Weather[];
  /** The lead is in the play "nurture" already, which takes each lead once. */
  isInNurture: boolean;
  /** A person's acts come while the clock moves, not when everything has come to rest. */
  isRacing: boolean;
  /** Its run is lost at the moment at which it wakes first, and built again from its row. */
  isLost: boolean;
  /** A way that the simulator says this pair takes: node and port; null: it is not predicted. */
  takes: { node: string; port: string } | null;
};

export type Compiled = { plan: Plan; hash: string; contents: { hash: string; content: Content }[] };

export function compiled(play: Play): Compiled {
  const done = compile(play, context);
  if (!done.ok) throw new Error(`${play.name} is refused: ${JSON.stringify(done.problems)}`);
  return done;
}

/** The channel of the nth message that is due, as far as the simulator knows. */
export function channelOf(pair: Pair, message: number): 'sms' | 'email' | null {
  const due = predict(pair).lines.filter(
    ({ kind }) => kind === 'sent' || kind === 'notSent' || kind === 'unconfirmed',
  );
  return due[message - 1]?.channel ?? null;
}

/** The gate of the workspace that performs them, in the simulator's words. */
export const GATE = GateSettings.parse({
  sender: {
    name: 'Maya Lindqvist',
    brand: 'Kestrel Yard',
    signature: '',
    postalAddress: '218 N Jefferson St, Chicago IL 60661',
    mainNumber: null,
    country: 'US',
  },
  quietHours: null,
  caps: { perDay: 100, perWeek: 700, minGapMs: 0 },
  timeZone: 'America/Chicago',
});

export const PRACTICE_STARTS_MS = Date.parse('2026-12-03T18:00:00Z');

/** What the simulator says of a pair. */
export function predict(pair: Pair): Trace {
  const { plan, contents } = compiled(pair.play);
  return simulate({
    plan,
    contents,
    lead: pair.lead,
    script: scriptOf(pair),
    startMs: PRACTICE_STARTS_MS,
    gate: GATE,
    seed: `${pair.playId}:${pair.leadId}`,
  });
}

/** Races, and what only the carrier knows, cannot be said before; an email that got no answer is asked for again. */
export function isPredicted(pair: Pair): boolean {
  const isKnown = ({ message, is }: Weather) =>
    is === 'lost' || is === 'unlisted' ? channelOf(pair, message) === 'sms' : is !== 'optedOut';
  return !pair.isRacing && !pair.isLost && pair.weather.every(isKnown);
}

const FATES: Record<Weather['is'], Script['sends'][number]['outcome'] | null> = {
  refused: 'notSent',
  optedOut: 'notSent',
  busy: null,
  lost: 'inDoubt',
  unlisted: 'inDoubt',
  found: 'sent',
  suspended: 'held',
  leftCalling: 'inDoubt',
};

function scriptOf(pair: Pair): Script {
  return {
    acts: pair.acts,
    sends: pair.weather.flatMap(({ message, is }) => {
      const outcome = FATES[is];
      return outcome === null ? [] : [{ message, outcome }];
    }),
    refusedPlays: pair.isInNurture ? ['nurture'] : [],
  };
}

const at = { x: 0, y: 0 };

/** A lead of Illinois who has agreed to everything; `n` makes their addresses theirs alone. */
export function leadOf(n: number, more: { fields?: SimLead['fields']; tags?: string[] } = {}): SimLead {
  return {
    fields: {
      firstName: 'Dana',
      lastName: `Lead ${n}`,
      company: 'Harbor Freightways',
      email: `dana.${n}@example.org`,
      cellPhone: `+1773${String(2_000_000 + n)}`,
      region: 'IL',
      country: 'US',
      ...more.fields,
    },
    tags: more.tags ?? [],
    timeZone: 'America/Chicago',
    consents: [{ channel: 'sms', basis: 'written', purpose: 'marketing' }],
    optedOut: [],
  };
}

/** The step under test, behind a text, an email and an hour, so that a lead can have something to say. */
function playAround(name: string, step: PlayNode, ports: readonly string[], loop: boolean): Play {
  const node = (id: string, kind: string, config: PlayNode['config'] = EXAMPLES[kind]?.[0] ?? {}) => ({
    id,
    kind,
    config,
    at,
  });
  const ends = ports.map((port, i) => node(`o${i}`, 'outcome', { label: port }));
  const edges: PlayEdge[] = [
    { from: 'start', port: 'next', to: 'hello' },
    { from: 'hello', port: 'sent', to: 'mail' },
    { from: 'mail', port: 'sent', to: 'hour' },
    { from: 'hour', port: 'next', to: step.id },
    ...ports.map((port, i) => ({ from: step.id, port, to: `o${i}` })),
  ];
  const nodes: PlayNode[] = [
    node('start', 'trigger', { by: 'hand' }),
    node('hello', 'sendSms'),
    node('mail', 'sendEmail'),
    node('hour', 'wait', { mode: 'duration', duration: { value: 1, unit: 'hours' } }),
    step,
    ...ends,
  ];
  if (loop) {
    // Every way out but the last leads back through a wait.
    nodes.push(node('again', 'wait'));
    edges.push({ from: 'again', port: 'next', to: step.id });
    for (const edge of edges) if (edge.from === step.id && edge.port !== AFTER_MAX) edge.to = 'again';
    const used = new Set(edges.map((edge) => edge.to));
    nodes.splice(0, nodes.length, ...nodes.filter(({ id }) => id === 'start' || used.has(id)));
  }
  return Play.parse({ format: 'baton.play', version: 1, name, nodes, edges });
}

type Draft = Pick<Pair, 'lead' | 'acts' | 'weather' | 'isInNurture'>;

/** Something a lead writes two hours after the second message. */
const says = (text: string, channel: 'sms' | 'email' = 'sms'): SimAct => ({
  afterMessage: 2,
  waitMs: 2 * HOUR_MS,
  act: 'reply',
  channel,
  text,
});

/** What a lead may write, one for each meaning. */
export const WORDS: readonly { intent: string; text: string }[] = INTENT_IDS.flatMap((intent) => {
  const found = REPLIES.find(([meaning]) => meaning === intent);
  return found === undefined ? [] : [{ intent, text: found[1] }];
});

/** Leads and happenings, the plainest first, among which there is one for every way out of a step. */
function attempts(n: number, channel: 'sms' | 'email'): Draft[] {
  const plain: Draft = { lead: leadOf(n), acts: [], weather: [], isInNurture: false };
  const decidesBy = new Date(PRACTICE_STARTS_MS + 20 * 24 * HOUR_MS).toISOString().slice(0, 10);
  return [
    plain,
    { ...plain, lead: leadOf(n, { fields: { score: 80 } }) },
    { ...plain, lead: leadOf(n, { fields: { 'custom.docks': 4 } }) },
    { ...plain, lead: leadOf(n, { tags: ['vip'] }) },
    { ...plain, lead: leadOf(n, { fields: { decidesBy } }) },
    { ...plain, isInNurture: true },
    ...WORDS.map(({ text }) => ({ ...plain, acts: [says(text)] })),
    { ...plain, acts: [says('STOP')] },
    { ...plain, weather: [{ message: 3, is: 'refused' as const }] },
    // An email is asked for again under its key, so that only a dead worker leaves one in doubt.
    { ...plain, weather: [{ message: 3, is: channel === 'sms' ? 'lost' : 'leftCalling' }] },
  ];
}

/** A split is drawn by ids: this many are tried for each arm. */
const IDS_TRIED = 40;

/**
 * For every example of every kind, and every port of it, a pair that leaves by that port; for every kind that can close
 * a loop, one that has gone round as often as it may; and for every meaning that a reply can go by, one that does.
 * @throws when nothing here makes a lead leave by some port: give it a lead or a happening above
 */
export function coveringPairs(): Pair[] {
  const pairs: Pair[] = [];
  for (const kind of NODE_KINDS) {
    for (const [example, config] of (EXAMPLES[kind.kind] ?? []).entries()) {
      const name = `${kind.kind} ${example}`;
      if (kind.shape === 'trigger') {
        const play = playAround(name, { id: 'step', kind: 'end', config: {}, at }, [], false);
        pairs.push(pairOf(pairs.length, enteredBy(play, config), { node: 'start', port: 'next' }));
        continue;
      }
      const step: PlayNode = { id: 'step', kind: kind.kind, config, at };
      if (kind.shape === 'terminal') {
        pairs.push(pairOf(pairs.length, playAround(name, step, [], false), null));
        continue;
      }
      const ports = portsOf(step).map((port) => port.id);
      for (const port of ports) {
        const play = playAround(`${name} ${port}`, step, ports, false);
        pairs.push(found(pairs.length, play, { node: 'step', port }));
      }
      if (example > 0) continue;
      const loop = playAround(`${name} ${AFTER_MAX}`, { ...step, maxVisits: 2 }, [...ports, AFTER_MAX], true);
      pairs.push(found(pairs.length, loop, { node: 'step', port: AFTER_MAX }));
      const off = playAround(`${name} switched off`, { ...step, disabled: true }, ports, false);
      pairs.push(pairOf(pairs.length, off, null));
    }
  }
  for (const { id } of REPLY_INTENTS) {
    const config = { ...EXAMPLES.waitForReply?.[0], intents: [id], optOut: false };
    const step: PlayNode = { id: 'step', kind: 'waitForReply', config, at };
    const ports = portsOf(step).map((port) => port.id);
    const play = playAround(`waitForReply means ${id}`, step, ports, false);
    pairs.push(found(pairs.length, play, { node: 'step', port: `intent-${id}` }));
  }
  return pairs;
}

function enteredBy(play: Play, config: PlayNode['config']): Play {
  return { ...play, nodes: play.nodes.map((node) => (node.id === 'start' ? { ...node, config } : node)) };
}

export function pairOf(n: number, play: Play, takes: Pair['takes'], draft: Partial<Pair> = {}): Pair {
  return {
    name: play.name,
    play,
    playId: `parity-${n}`,
    leadId: `parity-lead-${n}`,
    lead: leadOf(n),
    acts: [],
    weather: [],
    isInNurture: false,
    isRacing: false,
    isLost: false,
    takes,
    ...draft,
  };
}

function found(n: number, play: Play, takes: { node: string; port: string }): Pair {
  const tries = play.nodes.some((node) => node.kind === 'split') ? IDS_TRIED : 1;
  const channel = play.nodes.some(({ id, kind }) => id === takes.node && kind === 'sendEmail')
    ? 'email'
    : 'sms';
  for (const draft of attempts(n, channel)) {
    for (let i = 0; i < tries; i++) {
      const pair = pairOf(n, play, takes, { ...draft, playId: `parity-${n}-${i}` });
      if (doesTake(pair, takes)) return pair;
    }
  }
  throw new Error(
    `Nothing in temporal/testing/pairs.ts makes a lead leave "${play.name}" by "${takes.port}".`,
  );
}

/** Whether the simulated lead leaves the node by the port: its outcome, or the loop, is what tells. */
function doesTake(pair: Pair, takes: { node: string; port: string }): boolean {
  const trace = predict(pair);
  return trace.ended === takes.port;
}

/** The examples of a kind are known by their config: the same one may stand in many plays. */
export function exampleOf(node: PlayNode): number {
  return (EXAMPLES[node.kind] ?? []).findIndex((config) => isDeepStrictEqual(config, node.config));
}
