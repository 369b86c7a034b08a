import { describe, expect, it } from 'vitest';
import { areaCodeOf } from '#workflows/time/area-codes.ts';
import { placeOf, regionCodeOf, regionWords } from '#workflows/time/place.ts';
import { stateOfZip, US_STATES, usZones, zipOf } from '#workflows/time/us-places.ts';
import { AU_STATES, CA_PROVINCES, COUNTRY_ZONES, regionOfPostalCode } from '#workflows/time/world-places.ts';
import { isZone, zoneWords } from '#workflows/time/zones.ts';

describe('the tables', () => {
  it('name only zones that this runtime knows', () => {
    const zones = [
      ...Object.values(US_STATES).flatMap((s) => s.zones),
      ...Object.values(CA_PROVINCES).flatMap((s) => s.zones),
      ...Object.values(AU_STATES).flatMap((s) => s.zones),
      ...Object.values(COUNTRY_ZONES).flat(),
    ];
    expect(zones.filter((zone) => !isZone(zone))).toEqual([]);
  });

  it('assign each area code once', () => {
    const codes = Array.from({ length: 800 }, (_, n) => String(200 + n));
    const assigned = codes.filter((code) => areaCodeOf(`+1${code}5550100`) !== null);
    expect(assigned.length).toBeGreaterThan(380);
    for (const code of assigned) expect(areaCodeOf(`+1${code}5550100`)?.zones.every(isZone)).toBe(true);
  });

  it('give overlays the zones of their parents (A3)', () => {
    for (const [overlay, parent] of [
      ['364', '270'],
      ['448', '850'],
      ['458', '541'],
      ['930', '812'],
      ['236', '250'],
      ['672', '250'],
      ['778', '250'],
      ['986', '208'],
      ['581', '418'],
      ['879', '709'],
    ]) {
      expect(areaCodeOf(`+1${overlay}5550100`)?.zones, overlay).toEqual(
        areaCodeOf(`+1${parent}5550100`)?.zones,
      );
    }
  });

  it('list every area code that reaches two zones (A3) with both', () => {
    for (const code of '208 986 219 250 270 308 418 423 541 574 605 606 620 701 709 879 775 785 807 812 850 867 906 907 928'.split(
      ' ',
    )) {
      expect(areaCodeOf(`+1${code}5550100`)?.zones.length, code).toBeGreaterThan(1);
    }
  });

  it('say nothing of toll-free and non-geographic codes, nor of Jamaica', () => {
    for (const code of ['800', '833', '888', '500', '600', '700', '900', '876'])
      expect(areaCodeOf(`+1${code}5550100`)).toBeNull();
    expect(areaCodeOf('+447911123456')).toBeNull();
  });
});

describe('ZIP codes', () => {
  it('get their leading zeros back', () => {
    expect(zipOf('8014')).toBe('08014');
    expect(zipOf('501')).toBe('00501');
    expect(zipOf('08014-1234')).toBe('08014-1234');
    expect(zipOf('SW1A 1AA')).toBeNull();
    expect(stateOfZip('08014')).toBe('NJ');
    expect(stateOfZip('09012')).toBeNull();
  });

  it('narrow the zones of a divided state, and do not when they contradict it', () => {
    expect(usZones('TX', '78701')).toEqual(['America/Chicago']);
    expect(usZones('TX', '79901')).toEqual(['America/Denver']);
    expect(usZones('TX', '10001')).toEqual(['America/Chicago', 'America/Denver']);
    expect(usZones('XX', null)).toEqual([]);
  });
});

describe('regions', () => {
  it('are known by abbreviation or name, and go back to words', () => {
    expect(regionCodeOf('US', ' fl ')).toBe('FL');
    expect(regionCodeOf('US', 'district of columbia')).toBe('DC');
    expect(regionCodeOf('CA', 'Québec')).toBeNull();
    expect(regionCodeOf('CA', 'Quebec')).toBe('QC');
    expect(regionWords('US-FL')).toBe('Florida');
    expect(regionWords('FR-75')).toBe('FR-75');
  });

  it('follow from Canadian and Australian postal codes', () => {
    expect(regionOfPostalCode('CA', 'm5v 2t6')).toBe('ON');
    expect(regionOfPostalCode('CA', 'X0A 0H0')).toBe('NU');
    expect(regionOfPostalCode('AU', '2601')).toBe('ACT');
    expect(regionOfPostalCode('AU', '0800')).toBe('NT');
    expect(regionOfPostalCode('AU', '3000')).toBe('VIC');
    expect(regionOfPostalCode('GB', 'SW1A 1AA')).toBeNull();
  });
});

describe('placeOf', () => {
  it('believes a zone that was set, and still keeps the states whose rules may apply', () => {
    const place = placeOf({
      timeZone: 'America/Denver',
      country: 'US',
      region: 'TX',
      phones: ['+13055550100'],
    });
    expect(place).toMatchObject({ zones: ['America/Denver'], how: 'given', regions: ['US-TX', 'US-FL'] });
    expect(place.sentence).toBe('Denver time, as set for this lead.');
  });

  it('keeps the zones and the states of both when address and area code contradict each other', () => {
    const place = placeOf({ country: 'US', postalCode: '78701', phones: ['+13055550100'] });
    expect(place).toMatchObject({
      zones: ['America/Chicago', 'America/New_York'],
      regions: ['US-TX', 'US-FL'],
      likely: 'America/Chicago',
      how: 'postal region',
    });
    expect(place.sentence).toContain('sending keeps to the hours of both');
  });

  it('keeps what both say where they agree in part', () => {
    expect(placeOf({ country: 'US', region: 'TX', phones: ['+19155550100'] }).zones).toEqual([
      'America/Denver',
    ]);
  });

  it('takes the area code where there is no address, with every zone it reaches', () => {
    const place = placeOf({ country: 'US', phones: ['+18505550100'] });
    expect(place).toMatchObject({ how: 'area code', likely: 'America/Chicago', regions: ['US-FL'] });
    expect(place.zones).toHaveLength(2);
  });

  it('keeps to all zones of the country when a number has no place', () => {
    expect(placeOf({ country: 'US', phones: ['+18005550100'] }).zones).toHaveLength(8);
    expect(placeOf({}).zones).toHaveLength(8);
    expect(placeOf({ country: 'PH', phones: ['+639171234567'] })).toMatchObject({
      zones: ['Asia/Manila'],
      how: 'country',
    });
  });

  it('ignores a zone that does not exist', () => {
    expect(placeOf({ timeZone: 'Mars/Olympus', country: 'GB' })).toMatchObject({
      likely: 'Europe/London',
      how: 'country',
    });
  });
});

describe('zones', () => {
  it('are places, not offsets', () => {
    expect(['America/Chicago', 'UTC', 'America/Argentina/Buenos_Aires'].every(isZone)).toBe(true);
    expect(['EST', '+05:00', 'America', '', 'america/chicago!'].some(isZone)).toBe(false);
    expect(zoneWords('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  });
});
