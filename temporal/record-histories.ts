/**
 * `node temporal/record-histories.ts` performs plays for real and stores their histories in `histories/`, in place of
 * those that stand there. Until the first tagged release that is done whenever the engine or the loop round it changes its commands;
 * from then on old ones stay, and new ones are recorded beside them.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { systemCaller } from '#prisma/caller.ts';
import { enrolByHand } from '#prisma/enrolments.ts';
import { NO_REPLY_PLAY, seedLeads, seedPlay } from '#prisma/testing/seed.ts';
import { workflowId } from '#temporal/names.ts';
import { rebuildRun } from '#temporal/runs.ts';
import { type House, openHouse } from '#temporal/testing/house.ts';
import { coveringPairs, type Pair, pairOf } from '#temporal/testing/pairs.ts';
import { perform } from '#temporal/testing/performance.ts';
import { scenario } from '#temporal/testing/scenarios.ts';
import { openStage, type Stage } from '#temporal/testing/stage.ts';
import { HISTORIES, printHistory, storedHistories } from '#temporal/testing/stored-history.ts';
import { draw } from '#workflows/compile/testing/draw.ts';
import type { SimAct } from '#workflows/simulate/script.ts';
import { DAY_MS, MINUTE_MS } from '#workflows/time/duration.ts';

const KEPT = [
  'sendSms 0 sent',
  'sendSms 0 notSent',
  'sendSms 0 unconfirmed',
  'sendSms 0 afterMax',
  'sendEmail 0 notSent',
  'sendEmail 0 unconfirmed',
  'waitForReply 0 intent-interested',
  'waitForReply 0 otherwise',
  'waitForReply 0 optOut',
  'waitForReply 0 noReply',
  'wait 1 next',
  'wait 2 next',
  'wait 2 noDate',
  'branch 0 case-hot',
  'branch 0 otherwise',
  'split 0 arm-a',
  'set 0 next',
  'startPlay 0 started',
  'startPlay 0 notStarted',
  'any reply: says yes, and asks at once',
  'no reply: says yes',
  'no reply: is paused and resumed',
  'no reply: is taken out',
  'every kind: is hurried',
  'no reply: provider busy',
  'no reply: taken and listed',
  'no reply: sender suspended, and mended',
  'no reply: says STOP, then START',
  'few messages: silence',
  'short stay: silence',
  'any reply: everybody at once',
];

/** Each pause and resumption is a dozen events; the loop continues as new after 400. */
const PAUSES = 36;

function longRun(n: number): Pair {
  const play = draw({ hi: 'sendSms', days: 'wait', bye: 'end' }, ['start hi', 'hi.sent days', 'days bye']);
  const acts = Array.from(
    { length: PAUSES * 2 },
    (_, i): SimAct => ({
      afterMessage: 1,
      waitMs: (i + 1) * MINUTE_MS,
      act: i % 2 === 0 ? 'pause' : 'resume',
    }),
  );
  return { ...pairOf(n, play, null), name: 'continued as new', acts };
}

function pairsToPerform(): Pair[] {
  const covering = coveringPairs();
  const kept = KEPT.map((name, i): Pair => {
    const pair = covering.find((one) => one.name === name);
    return pair ?? scenario(covering.length + i, name);
  });
  return [...kept, longRun(covering.length + KEPT.length)];
}

const slug = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

function store(name: string, history: Parameters<typeof printHistory>[0]): void {
  writeFileSync(join(HISTORIES, `${slug(name)}.json`), printHistory(history));
}

/** The history of a run, and of what it continued. */
async function storeChain(house: House, name: string, enrolmentId: string): Promise<void> {
  const row = await house.db.read.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } });
  const of = (runId?: string) => house.client.workflow.getHandle(workflowId(row), runId).fetchHistory();
  const history = await of();
  store(name, history);
  const before = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  if (before) store(`${name} before`, await of(before));
}

/** A run that is lost in its wait, built again from its row. */
async function storeRebuilt(house: House, { workspaceId, sender }: Stage): Promise<void> {
  const [lead] = await seedLeads(house.db, workspaceId, 1);
  const { playId } = await seedPlay(house.db, sender, NO_REPLY_PLAY);
  const request = { playId, leadIds: [lead?.id ?? ''], wallMs: Date.now() };
  const { entered } = await enrolByHand(house.db, systemCaller(workspaceId), request);
  const [id = ''] = entered;
  const row = await house.until('the first wait', async () => {
    const found = await house.db.read.enrolment.findUniqueOrThrow({ where: { id } });
    return found.status === 'waiting' ? found : null;
  });
  await house.client.workflow.getHandle(workflowId(row)).terminate('lost');
  await rebuildRun(house.db, house.client, id);
  await house.advance(workspaceId, 4 * DAY_MS);
  store('rebuilt', await house.client.workflow.getHandle(workflowId(row)).fetchHistory());
}

Runtime.install({ logger: new DefaultLogger('WARN') });
const house = await openHouse();
try {
  await house.carrier.setSettings({ latencyMs: [0, 0], personasOn: false });
  const stage = await openStage(house);
  const parts = await perform(house, stage, pairsToPerform());
  for (const { name } of storedHistories()) rmSync(join(HISTORIES, `${name}.json`));
  for (const { pair, enrolmentId } of parts) await storeChain(house, pair.name, enrolmentId);
  await storeRebuilt(house, stage);
} finally {
  await house.close();
}
console.info(`Stored ${storedHistories().length} histories in ${HISTORIES}`);
