import type { InstantContent, PredicateContent } from '#workflows/compile/content.ts';
import type { FactValue } from '#workflows/engine/plan.ts';
import type { LeadView } from '#workflows/leads/lead-view.ts';
import {
  dayNumberOfText,
  fieldDateInstant,
  nextLocalTimeMs,
  timeWords,
  type Weekday,
} from '#workflows/time/local-time.ts';

/**
 * What a plan asks about a lead: a predicate's truth, or the instant of a calendar rule (epoch ms; null when the lead
 * has no such date). The one meaning of both, for the worker and the simulator.
 */
export function leadFact(
  content: PredicateContent | InstantContent,
  lead: LeadView,
  nowMs: number,
): FactValue {
  return content.kind === 'predicate' ? predicateHolds(content, lead) : instantMs(content, lead, nowMs);
}

function instantMs(rule: InstantContent, lead: LeadView, nowMs: number): number | null {
  const time = timeWords(rule.minuteOfDay);
  if (rule.rule === 'localTime') {
    return nextLocalTimeMs(nowMs, time, rule.weekdays as Weekday[], lead.timeZone);
  }
  const value = lead.fields[rule.field];
  const found = fieldDateInstant(
    typeof value === 'string' ? value : null,
    time,
    rule.offsetDays,
    lead.timeZone,
  );
  return found.ok ? found.atMs : null;
}

function predicateHolds(predicate: PredicateContent, lead: LeadView): boolean {
  const { operator, value } = predicate;
  if (operator === 'hasTag') return lead.tags.includes(String(value ?? ''));
  const actual = lead.fields[predicate.field] ?? null;
  const isSet = actual !== null && actual !== '';
  if (operator === 'isSet') return isSet;
  if (operator === 'isNotSet') return !isSet;
  if (!isSet || value === undefined) return operator === 'isNot';
  switch (operator) {
    case 'is':
      return same(actual, value);
    case 'isNot':
      return !same(actual, value);
    case 'contains':
      return fold(actual).includes(fold(value));
    case 'startsWith':
      return fold(actual).startsWith(fold(value));
    case 'atLeast':
      return Number(actual) >= Number(value);
    case 'atMost':
      return Number(actual) <= Number(value);
    case 'before':
    case 'after': {
      const [a, b] = [
        dayNumberOfText(String(actual), lead.timeZone),
        dayNumberOfText(String(value), lead.timeZone),
      ];
      if (a === null || b === null) return false;
      return operator === 'before' ? a < b : a > b;
    }
  }
}

/** People write "acme", "ACME" and "Acme " and mean the same. */
function fold(value: string | number | boolean): string {
  return String(value).normalize('NFKC').trim().toLowerCase();
}

function same(a: string | number | boolean, b: string | number | boolean): boolean {
  if (typeof a === 'number' || typeof b === 'number') return Number(a) === Number(b);
  return fold(a) === fold(b);
}
