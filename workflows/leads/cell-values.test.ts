import { describe, expect, it } from 'vitest';
import {
  readBoolean,
  readDay,
  readEmail,
  readName,
  readNumber,
  readZone,
} from '#workflows/leads/cell-values.ts';
import { countryOf } from '#workflows/leads/country-names.ts';

describe('cells', () => {
  it('hold emails with names, several, and none', () => {
    expect(readEmail('Dana <Dana@Example.COM>; d@y.example')).toBe('dana@example.com');
    expect(readEmail('mailto:a@b.example')).toBe('a@b.example');
    expect(readEmail(' a@b.example, c@d.example')).toBe('a@b.example');
    for (const bad of ['', 'dana', 'dana@', 'n/a', 'a@b']) expect(readEmail(bad)).toBeNull();
  });

  it('hold days in the order of their country', () => {
    expect(readDay('12/03/2026', 'US')).toBe('2026-12-03');
    expect(readDay('12/03/2026', 'GB')).toBe('2026-03-12');
    expect(readDay('31/12/2026', 'US')).toBe('2026-12-31');
    expect(readDay('31.12.2026', 'DE')).toBe('2026-12-31');
    expect(readDay('2026-12-31T10:00:00Z', 'US')).toBe('2026-12-31');
    expect(readDay('31st Dec 2026', 'US')).toBe('2026-12-31');
    expect(readDay('December 31, 2026', 'GB')).toBe('2026-12-31');
    for (const bad of ['soon', '30/02/2026', '13/13/2026', '45000']) expect(readDay(bad, 'US')).toBeNull();
  });

  it('hold zones, numbers and yes or no as people write them', () => {
    expect(readZone('Eastern Time (US & Canada)')).toBe('America/New_York');
    expect(readZone('PST')).toBe('America/Los_Angeles');
    expect(readZone('Australia/Perth')).toBe('Australia/Perth');
    expect(readZone('noon')).toBeNull();
    expect([
      readNumber('1,200'),
      readNumber('$45.50'),
      readNumber('7 %'),
      readNumber('12%'),
      readNumber('1.2.3'),
    ]).toEqual([1200, 45.5, null, 12, null]);
    expect([readBoolean('Yes'), readBoolean('0'), readBoolean('maybe')]).toEqual([true, false, null]);
  });

  it('hold whole names', () => {
    expect(readName('Dr. Dana R. Whitfield')).toEqual({ firstName: 'Dana', lastName: 'Whitfield' });
    expect(readName('Whitfield, Dana')).toEqual({ firstName: 'Dana', lastName: 'Whitfield' });
    expect(readName('Dana van der Berg')).toEqual({ firstName: 'Dana', lastName: 'van der Berg' });
    expect(readName('Dana')).toEqual({ firstName: 'Dana', lastName: '' });
  });

  it('hold countries by code and by name', () => {
    expect(
      [
        'US',
        'usa',
        'United States',
        'U.K.',
        'England',
        'Deutschland',
        'España',
        'phl',
        'Côte d’Ivoire',
        'Atlantis',
      ].map(countryOf),
    ).toEqual(['US', 'US', 'US', 'GB', 'GB', 'DE', 'ES', 'PH', 'CI', null]);
  });
});
