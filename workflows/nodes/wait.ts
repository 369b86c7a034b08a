import { z } from 'zod';
import type { NodeKind, Port } from '#workflows/node.ts';
import { fieldWords } from '#workflows/nodes/condition.ts';
import { looseText } from '#workflows/nodes/loose.ts';
import { durationPart, gap, own, plain, strong } from '#workflows/nodes/sentence.ts';
import { DAY_MS, durationMs, durationSchema, HOUR_MS, MINUTE_MS } from '#workflows/time/duration.ts';
import { localTimeSchema, minuteOfDay, type Weekday, weekdaySchema } from '#workflows/time/local-time.ts';

const WaitConfig = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('duration'), duration: durationSchema }),
  z.strictObject({
    mode: z.literal('localTime'),
    time: localTimeSchema,
    weekdays: z.array(weekdaySchema).min(1, 'Choose at least one weekday.'),
  }),
  z.strictObject({
    mode: z.literal('dateField'),
    field: z.string().min(1, 'Choose the date to wait for.').max(80),
    offsetDays: z.int().min(-365).max(365),
    time: localTimeSchema,
    maxDays: z
      .int()
      .min(1, 'Write a number of days from 1 to 730.')
      .max(730, 'Write a number of days from 1 to 730.'),
  }),
]);

const NAMES: Record<Weekday, string> = {
  1: 'Mon',
  2: 'Tue',
  3: 'Wed',
  4: 'Thu',
  5: 'Fri',
  6: 'Sat',
  7: 'Sun',
};

/** One kind for all three waits: their port `next` is the same, so that changing one's mind keeps the edge. */
export const wait: NodeKind<z.infer<typeof WaitConfig>> = {
  kind: 'wait',
  label: 'Wait a while',
  group: 'Wait',
  icon: 'timer',
  help: "Waits for a length of time, for a time of day where the lead lives, or for one of the lead's dates.",
  config: WaitConfig,
  draft: () => ({ mode: 'duration', duration: { value: 2, unit: 'days' } }),
  fields: [
    {
      path: 'mode',
      label: 'Wait',
      widget: {
        type: 'choice',
        layout: 'select',
        options: [
          { value: 'duration', label: 'For a length of time' },
          { value: 'localTime', label: 'Until a time of day' },
          { value: 'dateField', label: 'Until a date of the lead' },
        ],
      },
    },
    {
      path: 'duration',
      label: 'How long',
      widget: { type: 'duration', minMs: MINUTE_MS, maxMs: 365 * DAY_MS },
      visible: (config) => config.mode === 'duration',
    },
    {
      path: 'field',
      label: 'Date',
      widget: { type: 'leadField', only: 'date' },
      visible: (config) => config.mode === 'dateField',
    },
    {
      path: 'offsetDays',
      label: 'Days after it',
      help: 'A negative number is days before it.',
      widget: { type: 'number', min: -365, max: 365, unit: 'days' },
      visible: (config) => config.mode === 'dateField',
    },
    {
      path: 'time',
      label: 'At',
      help: 'Where the lead lives.',
      widget: { type: 'timeOfDay' },
      visible: (config) => config.mode === 'localTime' || config.mode === 'dateField',
    },
    {
      path: 'weekdays',
      label: 'On',
      widget: { type: 'weekdays' },
      visible: (config) => config.mode === 'localTime',
    },
    {
      path: 'maxDays',
      label: 'At most',
      help: 'A date further away than this counts as no date.',
      widget: { type: 'number', min: 1, max: 730, unit: 'days away' },
      visible: (config) => config.mode === 'dateField',
    },
  ],
  ports: (config): Port[] =>
    config.mode === 'dateField'
      ? [
          { id: 'next', label: 'On that date' },
          { id: 'noDate', label: 'No such date' },
        ]
      : [{ id: 'next', label: 'Then' }],
  sentence: (config) => {
    switch (config.mode) {
      case 'localTime':
        return [
          strong('Wait until '),
          timePart(config.time),
          ...weekdayParts(config.weekdays),
          plain(' where they are'),
        ];
      case 'dateField':
        return [
          strong('Wait until '),
          ...offsetParts(config.offsetDays),
          fieldPart(config.field),
          plain(' at '),
          timePart(config.time),
        ];
      default:
        return [strong('Wait '), durationPart(config.duration, 'duration')];
    }
  },
  lines: 2,
  shape: 'card',
  check: (config, { leadFields }) => {
    if (config.mode !== 'dateField') return [];
    const field = leadFields.find((known) => known.name === config.field);
    if (field?.type === 'date') return [];
    return [
      {
        code: field === undefined ? 'lead-field-missing' : 'lead-field-not-a-date',
        severity: 'error',
        field: 'field',
        sentence:
          field === undefined
            ? `There is no lead field "${config.field}". Choose another, or import a file of leads that has this date in a column.`
            : `"${field.label}" is not a date. Choose a date field.`,
      },
    ];
  },
  lower: (config) => {
    switch (config.mode) {
      case 'duration':
        return [{ op: 'wait', ms: durationMs(config.duration), next: { port: 'next' } }];
      case 'localTime':
        return [
          {
            op: 'waitUntil',
            fact: {
              kind: 'instant',
              rule: 'localTime',
              minuteOfDay: minuteOfDay(config.time),
              weekdays: [...new Set(config.weekdays)].sort((a, b) => a - b),
            },
            maxMs: longestGapDays(config.weekdays) * DAY_MS + CLOCK_CHANGE_MS,
            next: { port: 'next' },
            never: { port: 'next' },
          },
        ];
      case 'dateField':
        return [
          {
            op: 'waitUntil',
            fact: {
              kind: 'instant',
              rule: 'dateField',
              field: config.field,
              offsetDays: config.offsetDays,
              minuteOfDay: minuteOfDay(config.time),
            },
            maxMs: config.maxDays * DAY_MS,
            next: { port: 'next' },
            never: { port: 'noDate' },
          },
        ];
    }
  },
};

/** Clocks change by at most two hours in any zone in use. */
const CLOCK_CHANGE_MS = 2 * HOUR_MS;

/** Days from one chosen weekday to the next, at most: Monday to Friday leaves three. */
function longestGapDays(weekdays: readonly number[]): number {
  const days = [...new Set(weekdays)].sort((a, b) => a - b);
  const gaps = days.map((day, i) => (days[i + 1] ?? (days[0] ?? day) + 7) - day);
  return Math.max(1, ...gaps);
}

function timePart(value: unknown) {
  return localTimeSchema.safeParse(value).success ? strong(looseText(value)) : gap('what time', 'time');
}

function fieldPart(value: unknown) {
  const name = looseText(value);
  return name === '' ? gap('which date', 'field') : own(fieldWords(name));
}

function offsetParts(value: unknown) {
  if (typeof value !== 'number' || value === 0) return [];
  const days = Math.abs(value);
  return [strong(`${days} ${days === 1 ? 'day' : 'days'}`), plain(value < 0 ? ' before ' : ' after ')];
}

function weekdayParts(value: unknown) {
  const days = z.array(weekdaySchema).safeParse(value);
  if (!days.success || days.data.length === 0) return [plain(' on '), gap('which days', 'weekdays')];
  const chosen = [...new Set(days.data)].sort((a, b) => a - b);
  const code = chosen.join('');
  if (code === '1234567') return [];
  if (code === '12345') return [plain(' on a '), own('weekday')];
  return [plain(' on '), own(chosen.map((day) => NAMES[day]).join(', '))];
}
