import { appendFileSync } from 'node:fs';

/**
 * Named places at which a test may kill the process, as a power cut would. One of the three seams tests have (with the
 * workspace clock and the carrier's faults). Without BATON_FAILPOINT nothing happens.
 *
 * `BATON_FAILPOINT=name` or `name:3` (the third time); `BATON_FAILPOINT_LOG` names a file that gets a line when it strikes.
 */
export const FAILPOINTS = [
  'outbox-before-delivery',
  'outbox-after-delivery',
  'send-before-claim',
  'send-after-claim',
  'send-after-call',
  'send-after-record',
  'check-after-find',
  'act-after-record',
  'record-after-commit',
  'job-before-handling',
  'job-after-handling',
  'hook-after-commit',
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

const [armed, nth] = (process.env['BATON_FAILPOINT'] ?? '').split(':');
let left = Number(nth ?? '1');

export function failpoint(name: Failpoint): void {
  if (armed !== name) return;
  left -= 1;
  if (left !== 0) return;
  const log = process.env['BATON_FAILPOINT_LOG'];
  if (log !== undefined) appendFileSync(log, `${name} ${process.pid}\n`);
  process.kill(process.pid, 'SIGKILL');
}
