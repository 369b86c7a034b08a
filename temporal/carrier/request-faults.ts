import type { Carrier } from '#temporal/carrier/carrier.ts';
import { between, newUuid } from '#temporal/carrier/chance.ts';
import { type Meeting, meet } from '#temporal/carrier/faults.ts';
import type { Fault } from '#temporal/carrier/records.ts';
import { type Answer, pause } from '#temporal/carrier/wire.ts';

/** Before a request is looked at: the usual latency, and what a latency fault adds. */
export function latency(carrier: Carrier, meeting: Meeting): Promise<void> {
  return pause(
    between(carrier.book.settings.latencyMs, newUuid()) + (meet(carrier, ['latency'], meeting)?.ms ?? 0),
  );
}

export interface FaultShapes {
  tooMany(fault: Fault): Answer;
  serverError(fault: Fault): Answer;
  unauthorized(): Answer;
  reject(fault: Fault): Answer;
}

/** The answer of a fault that keeps the request from being processed at all, or null. A hang waits, then lets it pass. */
export async function faultBefore(
  carrier: Carrier,
  meeting: Meeting,
  shapes: FaultShapes,
): Promise<Answer | null> {
  if (meet(carrier, ['unauthorized'], meeting)) return shapes.unauthorized();
  const tooMany = meet(carrier, ['tooMany'], meeting);
  if (tooMany) return shapes.tooMany(tooMany);
  const reject = meet(carrier, ['reject'], meeting);
  if (reject) return shapes.reject(reject);
  const cut = meetAt(carrier, 'before', meeting);
  if (cut?.kind === 'serverError') return shapes.serverError(cut);
  if (cut?.kind === 'reset') return { status: 0, cut: true };
  // The caller may be long gone when the message is accepted after all.
  if (cut?.kind === 'hang') await pause(cut.ms);
  return null;
}

/** What becomes of the answer to a message that was accepted; `told` is the status for the witness, 0 = nothing came. */
export function faultAfter(
  carrier: Carrier,
  meeting: Meeting,
  answer: Answer,
  shapes: FaultShapes,
): { answer: Answer; told: number; waitMs: number } {
  const cut = meetAt(carrier, 'after', meeting);
  if (cut?.kind === 'serverError')
    return { answer: shapes.serverError(cut), told: cut.httpStatus, waitMs: 0 };
  if (cut?.kind === 'reset') return { answer: { status: 0, cut: true }, told: 0, waitMs: 0 };
  return { answer, told: cut ? 0 : answer.status, waitMs: cut?.ms ?? 0 };
}

function meetAt(carrier: Carrier, when: Fault['when'], meeting: Meeting): Fault | null {
  return meet(carrier, ['serverError', 'reset', 'hang'], meeting, (fault) => fault.when === when);
}
