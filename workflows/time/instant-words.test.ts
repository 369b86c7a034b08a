import { describe, expect, it } from 'vitest';
import { instantInZoneWords, instantWords } from '#workflows/time/instant-words.ts';

const at = (iso: string) => Date.parse(iso);

describe('instantWords', () => {
  const now = at('2026-11-23T12:00:00Z');

  it('names the weekday alone when it is near, the date when it is not, the year when it is another', () => {
    expect(instantWords(at('2026-11-24T14:00:00Z'), 'America/Chicago', now)).toBe('Tue 08:00');
    expect(instantWords(at('2026-12-08T14:00:00Z'), 'America/Chicago', now)).toBe('Tue 8 Dec 08:00');
    expect(instantWords(at('2027-01-05T14:00:00Z'), 'America/Chicago', now)).toBe('Tue 5 Jan 2027 08:00');
  });

  it('says whose clock it is', () => {
    expect(instantInZoneWords(at('2026-11-24T14:00:00Z'), 'America/Chicago', now)).toBe(
      'Tue 08:00 in Chicago',
    );
  });
});
