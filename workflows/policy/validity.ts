/** Twilio's largest ValidityPeriod: it may queue a text this long. */
const MAX_VALIDITY_S = 36_000;

/**
 * For how many seconds a provider may still deliver a text that leaves now, so that what is sent at 20:59 does not arrive
 * at 23:00. `closesAtMs` is the verdict's; null: no window applies.
 */
export function validitySeconds(closesAtMs: number | null, nowMs: number): number {
  if (closesAtMs === null) return MAX_VALIDITY_S;
  return Math.min(MAX_VALIDITY_S, Math.max(1, Math.floor((closesAtMs - nowMs) / 1000)));
}
