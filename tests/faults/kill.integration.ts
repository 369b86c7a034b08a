import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAILPOINTS } from '#prisma/failpoint.ts';
import { KILLED, keepFlying, kill, openFlight, strikeAt, untilCalling } from '#tests/faults/kill.ts';
import { accountFor, type Crowd, enrolMore, everythingRests } from '#tests/testing/crowd.ts';
import { openWholeSystem, type WholeSystem } from '#tests/testing/whole-system.ts';

let whole: WholeSystem;
let crowd: Crowd;
beforeAll(async () => {
  whole = await openWholeSystem();
  crowd = await openFlight(whole);
}, 300_000);
afterAll(() => whole?.close());

async function nothingTwiceNothingLost(): Promise<void> {
  await everythingRests(whole, crowd);
  const account = await accountFor(whole, crowd);
  console.log(JSON.stringify({ ...account, twice: account.twice.length, lost: account.lost.length }));
  expect(account.twice).toEqual([]);
  expect(account.lost).toEqual([]);
}

describe('with at least a hundred leads in flight nothing is sent twice and nothing is lost', () => {
  it('when a process dies at each of the named points', async () => {
    for (const [i, name] of FAILPOINTS.entries()) {
      await strikeAt(whole, crowd, name, ((i * 5) % 12) / 12);
    }
    await nothingTwiceNothingLost();
  }, 420_000);

  it('when worker, web, Temporal and supervisor are killed', async () => {
    for (const part of KILLED) {
      await keepFlying(whole, crowd);
      await untilCalling(whole, crowd);
      await kill(whole, part);
    }
    await nothingTwiceNothingLost();
  }, 420_000);

  it.each(['send-after-claim', 'send-after-call'] as const)(
    'when a worker freezes at %s, another takes its attempts over, and the first wakes up again',
    async (point) => {
      const second = await whole.secondWorker();
      // One lead alone: a process that freezes inside a transaction would keep everybody else from writing.
      whole.arm(point, 1, 'SIGSTOP');
      const [lead] = await enrolMore(whole, crowd, 1);
      await whole.until(`${point} to freeze a worker`, async () => !whole.isArmed(point));
      await enrolMore(whole, crowd, 100);
      // Its heartbeat has been missed; what it was calling is asked about by the other.
      const where = { leadId: lead?.id ?? '', nodeId: 'first', state: { not: 'calling' } };
      await whole.until('its attempt to be taken over', () => whole.db.read.message.findFirst({ where }));
      whole.system.signal('worker', 'SIGCONT');
      second.kill('SIGCONT');
      await nothingTwiceNothingLost();
      second.kill('SIGTERM');
    },
    300_000,
  );
});
