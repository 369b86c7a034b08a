import { byHand, end, seedPlay, straightPlay, text, wait } from '#prisma/testing/seed.ts';
import { enrolCrowd, importCrowd, openBenchSystem } from '#scripts/bench/bench-system.ts';
import { count, type Figure, type Scale, seconds } from '#scripts/bench/figure.ts';

/** Leads put into a play all at once, on the whole system: until their runs are started, and until each is in its wait. */
const PLAY = straightPlay('Starts', [byHand, wait('days', 2), text('hello', 'Hello. STOP to end.'), end]);

export async function* startsFigures({ isSmall }: Scale): AsyncGenerator<Figure> {
  const many = isSmall ? 200 : 5_000;
  const stage = await openBenchSystem();
  const { db, sender, until } = stage;
  try {
    const leads = await importCrowd(stage, 0, many);
    const { playId } = await seedPlay(db, sender, PLAY);
    const begunMs = performance.now();
    await enrolCrowd(stage, playId, leads);
    const writtenMs = performance.now();
    const leftAtWritten = await db.read.outbox.count();
    await until('every run to be started', async () => (await db.read.outbox.count()) === 0);
    const startedMs = performance.now();
    const where = { playId, status: 'waiting' };
    await until('every run to wait', async () => (await db.read.enrolment.count({ where })) === many);
    const waitingMs = performance.now();
    yield {
      name: `${count(many)} enrolments, rows written`,
      is: `${seconds(writtenMs - begunMs)} (${count((many * 1_000) / (writtenMs - begunMs))}/s)`,
    };
    yield {
      name: `${count(many)} enrolments, runs started`,
      is:
        `${count((many * 1_000) / (startedMs - begunMs))}/s over all (${seconds(startedMs - begunMs)} from the first row), ` +
        `${count((leftAtWritten * 1_000) / (startedMs - writtenMs))}/s for the ${count(leftAtWritten)} left when the rows were written; ` +
        `all in their wait after ${seconds(waitingMs - begunMs)}`,
      goal: '>= 100/s',
    };
  } finally {
    await stage.close();
  }
}
