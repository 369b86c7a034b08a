/** Units a person chooses a length of time in, shortest first. */
export type DurationUnit = 'minutes' | 'hours' | 'days';

const unitMs: Record<DurationUnit, number> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** Milliseconds -> the amount in the largest unit that holds it whole: 172,800,000 -> 2 days, 5,400,000 -> 90 minutes. */
export function splitDuration(
  ms: number,
  units: readonly DurationUnit[],
): { amount: number; unit: DurationUnit } {
  const [smallest = 'minutes'] = units;
  const unit = [...units].reverse().find((each) => ms > 0 && ms % unitMs[each] === 0) ?? smallest;
  return { amount: ms / unitMs[unit], unit };
}

export function joinDuration(amount: number, unit: DurationUnit): number {
  return Math.round(amount * unitMs[unit]);
}
