import type { Db } from '#prisma/client.ts';
import { jobHandlers } from '#temporal/job-handlers.ts';
import type { JobHandlers } from '#temporal/job-pump.ts';
import { senderProviders } from '#temporal/sender-providers.ts';

/** The worker's jobs over a trial carrier, by a clock of the test's own, where no run is to be looked after. */
export function trialJobs(
  db: Db,
  on: { secret: Uint8Array; carrierUrl: string; wallMs: () => number; signal: AbortSignal },
): JobHandlers {
  return jobHandlers({
    db,
    wallMs: on.wallMs,
    secret: on.secret,
    providersOf: senderProviders(on),
    linkBase: () => 'http://127.0.0.1:9',
    callbackUrl: () => null,
    lookAfterRuns: async () => {
      throw new Error('Nothing runs here.');
    },
    signal: on.signal,
  });
}
