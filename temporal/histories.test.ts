import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, test } from 'vitest';
import { ENGINE_VERSION, type Instruction } from '#workflows/engine/plan.ts';
import { toldByTemporal } from './testing/history.ts';
import { type History, readHistory, storedHistories } from './testing/stored-history.ts';

const MEGABYTE = 1_000_000;
const STORED = storedHistories();

let replay: (histories: readonly { name: string; history: History }[]) => Promise<Map<string, Error | null>>;
/** What the current code has against each; null: it comes to the same commands. */
let objections: Map<string, Error | null>;
beforeAll(async () => {
  // A history that does not replay is an answer here, not news.
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  const workflowsPath = fileURLToPath(new URL('./workflows.ts', import.meta.url));
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  replay = async (histories) => {
    const found = new Map<string, Error | null>();
    const all = (async function* () {
      for (const { name, history } of histories) yield { workflowId: name, history };
    })();
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, all)) {
      found.set(workflowId, error ?? null);
    }
    return found;
  };
  objections = await replay(STORED);
}, 180_000);

describe('a stored history of a real run replays in the current code, command by command', () => {
  test.each(STORED.map(({ name }) => name))('%s', (name) => {
    expect(objections.get(name)).toBeNull();
  });
});

test('together they hold every question with every answer, every event, every instruction, and a run in two parts', () => {
  const met = new Set<string>();
  for (const { history } of STORED) {
    const told = toldByTemporal(history);
    for (const { kind } of told.asked) met.add(kind);
    for (const { outcome } of told.results) met.add(outcome.kind);
    for (const { outside } of told.signals) for (const { type } of outside) met.add(type);
    for (const { op } of told.input?.plan.code ?? []) met.add(op);
    for (const { eventType } of history.events ?? []) met.add(String(eventType));
    expect(told.input?.engine).toBe(ENGINE_VERSION);
  }
  const OPS: Record<Instruction['op'], true> = {
    send: true,
    wait: true,
    waitUntil: true,
    awaitReply: true,
    branch: true,
    split: true,
    act: true,
    read: true,
    count: true,
    end: true,
  };
  const wanted = [
    ...['send', 'check', 'act', 'read', 'unheard', 'record'],
    ...['done', 'refused', 'sent', 'notSent', 'unconfirmed', 'inDoubt', 'defer', 'hold'],
    ...['reply', 'stop', 'reopen', 'exit', 'pause', 'resume', 'skip', 'retry'],
    ...Object.keys(OPS),
  ];
  expect(wanted.filter((one) => !met.has(one))).toEqual([]);
  const continued = STORED.flatMap(({ history }) =>
    (history.events ?? []).filter((event) => event.workflowExecutionContinuedAsNewEventAttributes),
  );
  expect(continued.length).toBeGreaterThan(0);
});

describe('a history that the current code would not have made is refused', () => {
  const named = (name: string): string => STORED.find((one) => one.name === name)?.json ?? '';
  const altered = (json: string, from: string, to: string): History => {
    expect(json).toContain(from);
    return readHistory(json.replace(from, to));
  };
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  test('another activity was asked for', async () => {
    const history = altered(
      named('sendsms-0-sent'),
      '"activityType":{"name":"send"}',
      '"activityType":{"name":"act"}',
    );
    const found = await replay([{ name: 'altered', history }]);
    expect(found.get('altered')).toBeInstanceOf(DeterminismViolationError);
  });

  test('an answer leads somewhere else', async () => {
    const history = readHistory(named('sendsms-0-sent'));
    const answers = (history.events ?? []).flatMap(
      (event) => event.activityTaskCompletedEventAttributes?.result?.payloads ?? [],
    );
    const [first] = answers;
    if (!first?.data) throw new Error('The history has no answer.');
    const answer = Buffer.from(first.data).toString();
    first.data = Buffer.from(answer.replace('"kind":"sent"', '"kind":"inDoubt"'));
    expect(base64(answer)).not.toBe(Buffer.from(first.data).toString('base64'));
    const found = await replay([{ name: 'altered', history }]);
    expect(found.get('altered')).toBeInstanceOf(DeterminismViolationError);
  });
});

test('they hold nothing personal, and are small', () => {
  expect(STORED.reduce((sum, { json }) => sum + json.length, 0)).toBeLessThan(MEGABYTE);
  for (const { name, json } of STORED) {
    // Payloads are base64 in Temporal's JSON.
    const data = json.matchAll(/"data":"([^"]*)"/g);
    const words = [json, ...[...data].map(([, text = '']) => Buffer.from(text, 'base64').toString())].join(
      '\n',
    );
    for (const personal of [
      'Dana',
      'Lead ',
      'Harbor',
      'Kestrel',
      'Maya',
      'example.org',
      '+1773',
      'STOP to end',
    ]) {
      expect(words.includes(personal), `${name} holds "${personal}"`).toBe(false);
    }
  }
});
