import { z } from 'zod';
import { isCalendarDate, isSetByPlays, playChangeOf } from '#workflows/leads/field-values.ts';
import type { NodeKind, Problem } from '#workflows/node.ts';
import { fieldWords } from '#workflows/nodes/condition.ts';
import { looseRecords, looseText, looseTexts } from '#workflows/nodes/loose.ts';
import { gap, own, plain, strong } from '#workflows/nodes/sentence.ts';

const Tag = z.string().trim().min(1, 'Write the tag.').max(60);

const SetConfig = z.strictObject({
  fields: z
    .array(
      z.strictObject({
        field: z.string().min(1, 'Choose the field to set.').max(80),
        /** null empties the field. */
        value: z.union([z.string().max(500), z.number(), z.boolean(), z.null()]),
      }),
    )
    .max(20),
  addTags: z.array(Tag).max(20),
  removeTags: z.array(Tag).max(20),
});

export const set: NodeKind<z.infer<typeof SetConfig>> = {
  kind: 'set',
  label: 'Set fields and tags',
  group: 'Decide',
  icon: 'pencil-line',
  help: "Writes values into the lead's fields and adds or removes tags.",
  config: SetConfig,
  draft: () => ({ fields: [], addTags: [], removeTags: [] }),
  fields: [
    { path: 'fields', label: 'Fields', widget: { type: 'assignments' } },
    { path: 'addTags', label: 'Add tags', widget: { type: 'tags' } },
    { path: 'removeTags', label: 'Remove tags', widget: { type: 'tags' } },
  ],
  ports: () => [{ id: 'next', label: 'Then' }],
  sentence: (config) => {
    const acts = [
      ...looseRecords(config.fields).map((row) => {
        const field = fieldWords(looseText(row.field));
        if (field === '') return [plain('set '), gap('which field', 'fields')];
        if (row.value === null) return [plain('empty '), own(field)];
        return [plain('set '), own(field), plain(' to '), own(String(row.value ?? ''))];
      }),
      ...looseTexts(config.addTags).map((tag) => [plain('add tag '), own(tag)]),
      ...looseTexts(config.removeTags).map((tag) => [plain('remove tag '), own(tag)]),
    ];
    if (acts.length === 0) return [strong('Set '), gap('what', 'fields')];
    return [strong('Lead: '), ...acts.flatMap((act, i) => (i === 0 ? act : [plain(', '), ...act]))];
  },
  lines: 2,
  shape: 'card',
  check: (config, { leadFields }) => {
    const problems: Omit<Problem, 'node'>[] = [];
    if (config.fields.length + config.addTags.length + config.removeTags.length === 0) {
      problems.push({
        code: 'set-nothing',
        severity: 'error',
        field: 'fields',
        sentence: 'This step sets nothing yet. Add a field or a tag, or remove the step.',
      });
    }
    for (const [i, row] of config.fields.entries()) {
      const known = leadFields.find((field) => field.name === row.field);
      const path = `fields.${i}`;
      if (known === undefined) {
        problems.push({
          code: 'lead-field-missing',
          severity: 'error',
          field: `${path}.field`,
          sentence: `There is no lead field "${row.field}". Choose another, or import a file of leads that has this column.`,
        });
      } else if (!isSetByPlays(row.field)) {
        problems.push({
          code: 'field-not-settable',
          severity: 'error',
          field: `${path}.field`,
          sentence: `A play may not set "${known.label}". Choose another field; addresses and the place of a lead are changed on its page.`,
        });
      } else if (row.value !== null && !fits(known.type, row.value)) {
        problems.push({
          code: 'value-does-not-fit',
          severity: 'error',
          field: `${path}.value`,
          sentence: `"${row.value}" does not fit "${known.label}", which holds a ${known.type === 'boolean' ? 'yes or no' : known.type}.`,
        });
      } else {
        const read = playChangeOf(row);
        if (!read.ok) {
          problems.push({
            code: 'value-does-not-fit',
            severity: 'error',
            field: `${path}.value`,
            sentence: `"${row.value}" does not fit "${known.label}". ${read.reason}`,
          });
        }
      }
    }
    return problems;
  },
  lower: (config, { content }) => [
    {
      op: 'act',
      verb: 'set',
      arg: content({
        kind: 'set',
        fields: config.fields,
        addTags: [...new Set(config.addTags)].sort(),
        removeTags: [...new Set(config.removeTags)].sort(),
      }),
      next: { port: 'next' },
      refused: { port: 'next' },
    },
  ],
};

function fits(type: 'text' | 'number' | 'date' | 'boolean', value: string | number | boolean): boolean {
  if (type === 'date') return typeof value === 'string' && isCalendarDate(value);
  if (type === 'text') return typeof value === 'string';
  return typeof value === type;
}
