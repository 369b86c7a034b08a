import { dateOfDayNumber, dayNumber, type Weekday, weekdayOf } from '#workflows/time/local-time.ts';

// United States federal holidays. Source: 5 USC 6103(a) (dates) and Executive Order 11582 (observed days: a holiday on
// Saturday is kept on Friday, one on Sunday on Monday). Verified 2026-11-22. Inauguration Day is local to Washington.

/** Fixed dates: month, day. */
const FIXED: readonly (readonly [number, number])[] = [
  [1, 1],
  [6, 19],
  [7, 4],
  [11, 11],
  [12, 25],
];

/** Floating ones: month, weekday, which one of the month (-1 is the last). */
const FLOATING: readonly (readonly [number, Weekday, number])[] = [
  [1, 1, 3],
  [2, 1, 3],
  [5, 1, -1],
  [9, 1, 1],
  [10, 1, 2],
  [11, 4, 4],
];

/** Whether a calendar day (a day number) is a federal holiday or the day on which one is observed. */
export function isUsFederalHoliday(day: number): boolean {
  const { year, month } = dateOfDayNumber(day);
  for (const [holidayMonth, date] of FIXED) {
    // New Year's Day of the next year may be observed on 31 December of this one.
    for (const inYear of [year, year + 1]) {
      const holiday = dayNumber({ year: inYear, month: holidayMonth, day: date });
      const weekday = weekdayOf(holiday);
      const observed = holiday + (weekday === 6 ? -1 : weekday === 7 ? 1 : 0);
      if (day === holiday || day === observed) return true;
    }
  }
  return FLOATING.some(([m, weekday, nth]) => m === month && day === nthWeekday(year, m, weekday, nth));
}

function nthWeekday(year: number, month: number, weekday: Weekday, nth: number): number {
  if (nth > 0) {
    const first = dayNumber({ year, month, day: 1 });
    return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1);
  }
  const last =
    month === 12
      ? dayNumber({ year: year + 1, month: 1, day: 1 }) - 1
      : dayNumber({ year, month: month + 1, day: 1 }) - 1;
  return last - ((weekdayOf(last) - weekday + 7) % 7);
}
