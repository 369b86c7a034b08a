import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AFTER_MAX, NODE_KINDS, portsOf } from '#workflows/nodes/registry.ts';
import { EXAMPLES } from '#workflows/nodes/testing/examples.ts';
import { REPLY_INTENTS } from '#workflows/nodes/wait-for-reply.ts';
import { workflowId } from './names.ts';
import { toldByTemporal } from './testing/history.ts';
import { type House, openHouse } from './testing/house.ts';
import { coveringPairs, exampleOf, isPredicted, type Pair, predict } from './testing/pairs.ts';
import {
  type Recorded,
  recorded,
  settledEarly,
  type Told,
  toldByReplay,
  toldByRows,
} from './testing/parity.ts';
import { type Performed, perform } from './testing/performance.ts';
import { scenarioPairs } from './testing/scenarios.ts';
import { openStage } from './testing/stage.ts';

/**
 * Plays and scripts performed for real, all at once, on a moved clock: what Temporal, the database and the carrier did
 * must be what a replay of the recorded answers comes to, and what the simulator said before.
 */

const COVERING = coveringPairs();
const PAIRS = [...COVERING, ...scenarioPairs(COVERING.length)];

let house: House;
let parts: Performed[];
/** Everything that ran: the pairs, and what plays started. */
let enrolmentIds: string[];
beforeAll(async () => {
  house = await openHouse();
  await house.carrier.setSettings({ latencyMs: [0, 0], personasOn: false });
  const stage = await openStage(house);
  parts = await perform(house, stage, PAIRS);
  const where = { workspaceId: stage.workspaceId };
  enrolmentIds = (await house.db.read.enrolment.findMany({ where, select: { id: true } })).map(
    ({ id }) => id,
  );
}, 300_000);
afterAll(() => house?.close());

const idOf = (pair: Pair): string => parts.find((part) => part.pair === pair)?.enrolmentId ?? 'not performed';
const named = (pairs: readonly Pair[]) => pairs.map((pair) => [pair.name, pair] as const);

describe('every real run is what a replay of its recorded answers comes to, to the millisecond', () => {
  it.each(named(PAIRS))('%s', async (_, pair) => {
    const rows = await toldByRows(house.db, idOf(pair));
    const given = await recorded(house.db, idOf(pair));
    expect(toldByReplay(given)).toEqual(rows);
    const { epoch } = await house.db.read.enrolment.findUniqueOrThrow({ where: { id: idOf(pair) } });
    expect(settledEarly(given).length).toBeLessThanOrEqual(epoch - 1);
  });

  it('and so are the runs that plays started', async () => {
    const own = new Set(parts.map((part) => part.enrolmentId));
    const others = enrolmentIds.filter((id) => !own.has(id));
    expect(others.length).toBeGreaterThan(2);
    for (const id of others) {
      expect(toldByReplay(await recorded(house.db, id))).toEqual(await toldByRows(house.db, id));
    }
  });
});

describe('what the simulator says before is what comes', () => {
  it.each(named(PAIRS.filter(isPredicted)))('%s', async (_, pair) => {
    const said = predict(pair);
    const rows = await toldByRows(house.db, idOf(pair));
    const wentOut = rows.messages.filter(({ state }) => state === 'sent' || state === 'unconfirmed');
    expect(wentOut.map(({ node, state }) => `${node} ${state}`)).toEqual(
      said.lines
        .filter(({ kind }) => kind === 'sent' || kind === 'unconfirmed')
        .map(({ node, kind }) => `${node} ${kind}`),
    );
    expect(rows.ended?.label).toBe(said.ended);
    expect(rows.state.messages).toBe(said.messages);
  });
});

it('every kind of step is performed, with every example of it, and left by every port it has', async () => {
  const met = new Set<string>();
  for (const { pair, enrolmentId } of parts) {
    const nodes = new Map(pair.play.nodes.map((node) => [node.id, node]));
    const name = (id: string) => {
      const node = nodes.get(id);
      return node === undefined ? id : `${node.kind} ${exampleOf(node)}`;
    };
    const { leavings, ended } = await toldByRows(house.db, enrolmentId);
    const row = await house.db.read.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } });
    // A trigger is left by entering; a terminal is where a run ended.
    for (const node of pair.play.nodes) if (node.kind === 'trigger') met.add(`${name(node.id)} next`);
    for (const { node, port } of leavings) {
      met.add(`${name(node)} ${port}`);
      met.add(`${nodes.get(node)?.kind} ${port}`);
      if (port === 'anyReply' || port === 'limit') met.add(port);
    }
    if (ended !== null) met.add(`${name(row.nodeId)} ended`);
  }
  const wanted = NODE_KINDS.flatMap(({ kind, shape }) => [
    ...(EXAMPLES[kind] ?? []).flatMap((config, example) => {
      const ports = portsOf({ id: 'step', kind, config, at: { x: 0, y: 0 } });
      return (shape === 'terminal' ? ['ended'] : ports.map(({ id }) => id)).map(
        (port) => `${kind} ${example} ${port}`,
      );
    }),
    ...(shape === 'card' ? [`${kind} ${AFTER_MAX}`] : []),
    ...(kind === 'waitForReply' ? REPLY_INTENTS.map(({ id }) => `${kind} intent-${id}`) : []),
  ]);
  expect(wanted.length).toBeGreaterThan(50);
  expect([...wanted, 'anyReply', 'limit'].filter((one) => !met.has(one))).toEqual([]);
});

it('what was recorded is what the run got from Temporal, and it armed its timers for the recorded waits', async () => {
  let timers = 0;
  for (const id of enrolmentIds) {
    const row = await house.db.read.enrolment.findUniqueOrThrow({ where: { id } });
    const handle = house.client.workflow.getHandle(workflowId(row));
    const temporal = toldByTemporal(await handle.fetchHistory());
    const { recording } = await recorded(house.db, id);
    // A run that was built again goes on where the lost one stood.
    const begins = temporal.results[0]?.id ?? 0;
    expect(
      temporal.results.map(({ id: number, atMs, outcome, facts, events }) => ({
        number,
        atMs,
        outcome,
        facts: facts ?? [],
        heard: events.map(({ seq }) => seq),
      })),
    ).toEqual(
      recording.answers
        .filter(({ number }) => number >= begins)
        .map(({ number, atMs, outcome, facts, askedSeq, heardSeq }) => ({
          number,
          atMs,
          outcome,
          facts,
          heard: recording.events.flatMap(({ seq }) => (seq > askedSeq && seq <= heardSeq ? [seq] : [])),
        })),
    );
    const { stood } = await toldByRows(house.db, id);
    const waits = stood.map(({ untilMs }) => untilMs);
    for (const armedMs of temporal.timersMs) {
      if (armedMs === null) continue;
      timers += 1;
      // In order: what was armed once is looked for behind it.
      const timersMs = temporal.timersMs.join();
      expect(waits, `${id} armed ${timersMs} and stood ${JSON.stringify(stood)}`).toContain(armedMs);
      waits.splice(0, waits.indexOf(armedMs));
    }
  }
  expect(timers).toBeGreaterThan(200);
});

it('the carrier took what the rows say, and nothing twice', async () => {
  const { totals } = await house.carrier.witness({ by: 'key' });
  expect(totals.duplicated).toBe(0);
  for (const { pair } of parts) {
    const phone = String(pair.lead.fields.cellPhone);
    const thread = await house.carrier.phone(phone).catch(() => null);
    const taken = (thread?.messages ?? []).filter((one) => one.direction === 'outbound-api').length;
    const where = { leadId: pair.leadId, channel: 'sms', direction: 'out' };
    const accepted = await house.db.read.message.count({ where: { ...where, state: 'accepted' } });
    const unknown = await house.db.read.message.count({ where: { ...where, state: 'unconfirmed' } });
    expect(taken, pair.name).toBeGreaterThanOrEqual(accepted);
    expect(taken, pair.name).toBeLessThanOrEqual(accepted + unknown);
  }
});

describe('a recording that is not what happened is noticed', () => {
  const answered = (): Pair =>
    PAIRS.find(({ name }) => name === 'waitForReply 0 intent-interested') ?? (PAIRS[0] as Pair);
  const altered = async (alter: (given: Recorded['recording']) => unknown): Promise<[unknown, Told]> => {
    const given = structuredClone(await recorded(house.db, idOf(answered())));
    alter(given.recording);
    return [toldByReplay(given), await toldByRows(house.db, idOf(answered()))];
  };

  it.each<[string, (given: Recorded['recording']) => unknown]>([
    ['an answer a millisecond later', ({ answers }) => later(at(answers, 1), 'atMs')],
    ['a question a millisecond later', ({ answers }) => later(at(answers, 2), 'askedMs')],
    ['a message that was not sent', ({ answers }) => Object.assign(at(answers, 1), { outcome: NOT_SENT })],
    ['an answer left out', ({ answers }) => answers.splice(1, 1)],
    ['the last answer left out', ({ answers }) => answers.pop()],
    ['a reply left out', ({ events }) => events.pop()],
    ['a reply with another meaning', ({ events }) => Object.assign(at(events, 0), { intent: 'not_now' })],
    ['a reply a millisecond later', ({ events }) => later(at(events, 0), 'atMs')],
  ])('%s', async (_, alter) => {
    const [replay, rows] = await altered(alter);
    expect(replay).not.toEqual(rows);
  });

  it('and rows that tell something else are', async () => {
    const [replay, rows] = await altered(() => undefined);
    expect(replay).toEqual(rows);
    for (const change of [
      (told: Told) => told.messages.pop(),
      (told: Told) => later(at(told.stood, 1), 'untilMs'),
      (told: Told) => later(at(told.leavings, 0), 'atMs'),
    ]) {
      const other = structuredClone(rows);
      change(other);
      expect(replay).not.toEqual(other);
    }
  });
});

const NOT_SENT = { kind: 'notSent', why: 'Altered.' };

function later<Key extends string>(what: { [key in Key]: number | null }, key: Key): void {
  what[key] = (what[key] ?? 0) + 1;
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`Nothing stands at ${index}.`);
  return found;
}
