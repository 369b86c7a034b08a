import { describe, it } from 'vitest';
import { FAILPOINTS } from '#prisma/failpoint.ts';
import { flightOfTests } from '#tests/faults/flight.ts';
import { KILLED, keepFlying, kill, strikeAt, untilCalling } from '#tests/faults/kill.ts';
import { enrolMore } from '#tests/testing/crowd.ts';

const flight = flightOfTests();

describe('with at least a hundred leads in flight nothing is sent twice and nothing is lost', () => {
  it('when a process dies at each of the named points', async () => {
    const { whole, crowd } = flight;
    for (const [i, name] of FAILPOINTS.entries()) {
      await strikeAt(whole, crowd, name, ((i * 5) % 12) / 12);
    }
    await flight.nothingTwiceNothingLost();
  }, 420_000);

  it('when worker, web, Temporal and supervisor are killed', async () => {
    const { whole, crowd } = flight;
    for (const part of KILLED) {
      await keepFlying(whole, crowd);
      await untilCalling(whole, crowd);
      await kill(whole, part);
    }
    await flight.nothingTwiceNothingLost();
  }, 420_000);

  it.each(['send-after-claim', 'send-after-call'] as const)(
    'when a worker freezes at %s, another takes its attempts over, and the first wakes up again',
    async (point) => {
      const { whole, crowd } = flight;
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
      await flight.nothingTwiceNothingLost();
      second.kill('SIGTERM');
    },
    300_000,
  );
});
