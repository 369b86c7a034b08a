import { environment } from '#prisma/environment.ts';
import { temporalClient } from '#temporal/client/connection.ts';

type Made = ReturnType<typeof temporalClient>;
const KEY = Symbol.for('baton.temporal');
const shared = globalThis as typeof globalThis & { [KEY]?: Made };

/** The site's one client of Temporal, for looking; made at the first use, and it connects when it is needed. */
export function temporal(): Made['client'] {
  shared[KEY] ??= temporalClient(environment().temporal);
  return shared[KEY].client;
}
