import { answerSignal } from '#app/api/v1/signals/answer-signal.ts';
import { RateLimit } from '#app/rate-limit.ts';
import { database } from '#prisma/database.ts';

/** Ten a second of one key, for a minute: a CRM that catches up after a night waits and tries again. */
const limit = new RateLimit({ most: 600, windowMs: 60_000 });

/** Another program reports an event of a lead. */
export function POST(request: Request): Promise<Response> {
  return answerSignal(database(), request, limit);
}
