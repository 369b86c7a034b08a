import { byHand, end, seedPlay, straightPlay, text, wait } from '#prisma/testing/seed.ts';
import {
  type BenchLead,
  type BenchSystem,
  enrolCrowd,
  importCrowd,
  openBenchSystem,
} from '#scripts/bench/bench-system.ts';
import { count, type Figure, median, type Scale, seconds, wholeMs } from '#scripts/bench/figure.ts';

/**
 * Replies while a crowd waits, ten times as many as the worker keeps cached: from the carrier's taking the lead's text,
 * over its signed webhook, until the lead's row has left the wait. Those who reply were texted before, and came in
 * among the others, whose play only waits: 20,000 texts would say nothing more, and take long.
 */
const CACHED_RUNS = 2_000;
const REPLIES = 20;

const QUIET = straightPlay('Quiet', [byHand, wait('days', 2), text('late', 'Hello. STOP to end.'), end]);
const straight = straightPlay('Asked', [
  byHand,
  text('ask', 'Still keen, {{ lead.firstName }}? STOP to end.'),
  {
    id: 'reply',
    kind: 'waitForReply',
    config: { duration: { value: 2, unit: 'days' }, channels: ['sms'], intents: [], optOut: false },
  },
  wait('days', 2),
  end,
]) as { edges: { from: string; port: string; to: string }[] };
const ASKED = {
  ...straight,
  edges: [
    ...straight.edges.filter((edge) => edge.from !== 'reply'),
    { from: 'reply', port: 'otherwise', to: 'days' },
    { from: 'reply', port: 'noReply', to: 'end' },
  ],
};

export async function* waitingFigures({ isSmall }: Scale): AsyncGenerator<Figure> {
  const many = isSmall ? 400 : 20_000;
  const cached = isSmall ? 40 : CACHED_RUNS;
  const stage = await openBenchSystem({ BATON_MAX_CACHED_RUNS: String(cached) });
  const { db, sender, until } = stage;
  try {
    const quiet = await seedPlay(db, sender, QUIET);
    const asked = await seedPlay(db, sender, ASKED);
    const begunMs = performance.now();
    const repliers: BenchLead[] = [];
    const lot = many / REPLIES;
    for (let from = 0; from < many; from += lot) {
      const leads = await importCrowd(stage, from, lot);
      const [replier] = leads.splice(Math.floor(Math.random() * lot), 1);
      if (replier === undefined) throw new Error('Nobody is there to reply.');
      repliers.push(replier);
      await enrolCrowd(stage, asked.playId, [replier]);
      await enrolCrowd(stage, quiet.playId, leads);
    }
    const where = { status: 'waiting', workspaceId: sender.workspaceId };
    await until('everybody to wait', async () => (await db.read.enrolment.count({ where })) === many);
    const waitingMs = performance.now();
    yield {
      name: `${count(many)} leads imported, enrolled and waiting`,
      is: `after ${seconds(waitingMs - begunMs)}`,
    };
    const tookMs: number[] = [];
    repliers.sort(() => Math.random() - 0.5);
    for (const lead of repliers) tookMs.push(await reply(stage, lead, asked.playId));
    yield {
      name: `reply of one of ${count(many)} waiting leads, ${count(cached)} of them cached, until the row has left its wait`,
      is: `median ${wholeMs(median(tookMs))}, worst ${wholeMs(Math.max(...tookMs))} of ${tookMs.length}`,
      goal: 'worst <= 2 s',
    };
  } finally {
    await stage.close();
  }
}

async function reply(stage: BenchSystem, lead: BenchLead, playId: string): Promise<number> {
  const { db, carrier, sender, until } = stage;
  const row = await db.read.enrolment.findFirstOrThrow({ where: { playId, leadId: lead.id } });
  if (row.nodeId !== 'reply') throw new Error(`A lead waits at ${row.nodeId}.`);
  await carrier.textAsLead({ from: lead.cellPhone, to: sender.smsNumber ?? '', body: 'Yes, tell me more' });
  const acceptedMs = performance.now();
  await until('the row to leave its wait', async () => {
    const now = await db.read.enrolment.findUniqueOrThrow({
      where: { id: row.id },
      select: { nodeId: true },
    });
    return now.nodeId !== 'reply';
  });
  return performance.now() - acceptedMs;
}
