import { expect, it } from 'vitest';
import { minutesOfTime, timeOfMinutes } from '#components/settings/time-field.tsx';

it.each([
  ['21:00', 1260],
  ['9:30', 570],
  ['8', 480],
  ['08.15', 495],
  ['00:00', 0],
  ['24:00', null],
  ['12:60', null],
  ['soon', null],
  ['', null],
])('%j is %s minutes after midnight', (time, minutes) => {
  expect(minutesOfTime(time)).toBe(minutes);
});

it('every minute of a day is written and read back', () => {
  for (let minutes = 0; minutes < 1440; minutes += 1)
    expect(minutesOfTime(timeOfMinutes(minutes))).toBe(minutes);
});
