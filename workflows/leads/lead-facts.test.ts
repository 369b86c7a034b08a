import { describe, expect, it } from 'vitest';
import type { PredicateContent } from '#workflows/compile/content.ts';
import { leadFact } from '#workflows/leads/lead-facts.ts';
import type { LeadView } from '#workflows/leads/lead-view.ts';

const lead: LeadView = {
  id: 'l1',
  fields: {
    company: 'Acme Freight',
    score: 72,
    decidesBy: '2026-12-15',
    stage: '',
    'custom.docks': 14,
    'custom.vip': true,
  },
  tags: ['trade-show'],
  timeZone: 'America/Chicago',
  zones: ['America/Chicago'],
};
const holds = (field: string, operator: PredicateContent['operator'], value?: string | number | boolean) =>
  leadFact({ kind: 'predicate', field, operator, ...(value === undefined ? {} : { value }) }, lead, 0);

describe('a predicate about a lead', () => {
  it.each([
    ['company', 'is', ' acme freight ', true],
    ['company', 'contains', 'FREIGHT', true],
    ['company', 'startsWith', 'freight', false],
    ['score', 'atLeast', 72, true],
    ['score', 'atMost', 71, false],
    ['score', 'is', '72', true],
    ['custom.vip', 'is', true, true],
    ['decidesBy', 'before', '2026-12-16', true],
    ['decidesBy', 'after', '2026-12-15', false],
    ['stage', 'isSet', undefined, false],
    ['stage', 'isNotSet', undefined, true],
    ['nowhere', 'is', 'x', false],
    ['nowhere', 'isNot', 'x', true],
    ['tags', 'hasTag', 'trade-show', true],
    ['company', 'atLeast', 3, false],
  ] as const)('%s %s %s is %s', (field, operator, value, expected) => {
    expect(holds(field, operator, value)).toBe(expected);
  });
});

describe('an instant for a lead', () => {
  const nowMs = Date.parse('2026-11-20T22:30:00Z'); // Friday 16:30 in Chicago

  it('is the next such local time on one of the weekdays', () => {
    const rule = { kind: 'instant', rule: 'localTime', minuteOfDay: 540, weekdays: [2] } as const;
    expect(leadFact({ ...rule, weekdays: [...rule.weekdays] }, lead, nowMs)).toBe(
      Date.parse('2026-11-24T15:00:00Z'),
    );
  });

  it('counts days from a date field', () => {
    const rule = {
      kind: 'instant',
      rule: 'dateField',
      field: 'decidesBy',
      offsetDays: -2,
      minuteOfDay: 540,
    } as const;
    expect(leadFact(rule, lead, nowMs)).toBe(Date.parse('2026-12-13T15:00:00Z'));
  });

  it('is null without such a date', () => {
    const rule = {
      kind: 'instant',
      rule: 'dateField',
      field: 'stage',
      offsetDays: 0,
      minuteOfDay: 0,
    } as const;
    expect(leadFact(rule, lead, nowMs)).toBeNull();
  });
});
