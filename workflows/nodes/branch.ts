import { z } from 'zod';
import type { NodeKind, Port, Problem } from '#workflows/node.ts';
import { Condition, conditionWords, fieldWords, OPERATORS, TAGS_FIELD } from '#workflows/nodes/condition.ts';
import { distinctPorts, looseRecords, looseText } from '#workflows/nodes/loose.ts';
import { gap, own, plain, strong } from '#workflows/nodes/sentence.ts';

const BranchConfig = z.strictObject({
  cases: z
    .array(
      z.strictObject({
        /** Names the port, so that edges survive when cases are reordered. */
        id: z.string().regex(/^[a-z0-9]{1,12}$/),
        label: z.string().trim().max(40).optional(),
        condition: Condition,
      }),
    )
    .min(1, 'Add at least one case.')
    .max(12, 'At most 12 cases fit on one step.'),
});

const casePort = (id: string): string => `case-${id}`;

export const branch: NodeKind<z.infer<typeof BranchConfig>> = {
  kind: 'branch',
  label: 'Branch on a fact',
  group: 'Decide',
  icon: 'split',
  help: 'Sends the lead by the first case that is true of them at that moment, else by "Otherwise".',
  config: BranchConfig,
  draft: () => ({ cases: [{ id: 'a', condition: { field: '', operator: 'is' } }] }),
  fields: [
    { path: 'cases', label: 'Cases', help: 'The first that is true is taken.', widget: { type: 'cases' } },
  ],
  ports: (config): Port[] =>
    distinctPorts([
      ...looseRecords(config.cases).flatMap((row, i): Port[] => {
        const id = looseText(row.id);
        if (id === '') return [];
        const words = looseText(row.label).trim() || conditionWords(recordOf(row.condition));
        const label = words === '' ? `Case ${i + 1}` : words.charAt(0).toUpperCase() + words.slice(1);
        return [{ id: casePort(id), label }];
      }),
      { id: 'otherwise', label: 'Otherwise' },
    ]),
  sentence: (config) => {
    const fields = [
      ...new Set(
        looseRecords(config.cases).map((row) => fieldWords(looseText(recordOf(row.condition).field))),
      ),
    ].filter((field) => field !== '');
    if (fields.length === 0) return [strong('Branch on '), gap('what', 'cases')];
    return [
      strong('Branch on '),
      ...fields.slice(0, 3).flatMap((field, i) => (i === 0 ? [own(field)] : [plain(', '), own(field)])),
      ...(fields.length > 3 ? [plain(' and more')] : []),
    ];
  },
  lines: 2,
  shape: 'card',
  passOver: () => 'otherwise',
  check: (config, context) => {
    const problems: Omit<Problem, 'node'>[] = [];
    const seen = new Map<string, number>();
    for (const [i, row] of config.cases.entries()) {
      const { field: name, operator, value } = row.condition;
      const path = `cases.${i}.condition`;
      const fail = (code: string, sentence: string, severity: Problem['severity'] = 'error'): void => {
        problems.push({ code, severity, field: path, port: casePort(row.id), sentence });
      };
      if (config.cases.findIndex((other) => other.id === row.id) !== i) {
        fail('case-twice', 'Two cases share one port. Remove one and add it again.');
      }
      const rule = OPERATORS.find((known) => known.operator === operator);
      const field =
        name === TAGS_FIELD
          ? { label: 'Tags', type: 'tags' }
          : context.leadFields.find((known) => known.name === name);
      if (field === undefined) {
        fail(
          'lead-field-missing',
          `There is no lead field "${name}". Choose another, or import a file of leads that has this column.`,
        );
      } else if (!(rule?.types as readonly string[] | undefined)?.includes(field.type)) {
        fail(
          'condition-does-not-fit',
          `"${field.label}" cannot be asked whether it ${rule?.words ?? operator} something. Choose another comparison.`,
        );
      } else if (rule?.value === true && (value === undefined || value === '')) {
        fail('condition-without-value', 'Say what to compare with.');
      } else if (rule?.value === true && !valueFits(field.type, value)) {
        fail(
          'condition-does-not-fit',
          `"${String(value)}" is not a ${field.type === 'date' ? 'date, written as 2026-12-01' : field.type}.`,
        );
      }
      const text = JSON.stringify([name, operator, value]);
      const earlier = seen.get(text);
      if (earlier !== undefined)
        fail(
          'case-never-taken',
          `This case asks the same as case ${earlier + 1}, so nobody gets here.`,
          'warning',
        );
      else seen.set(text, i);
    }
    return problems;
  },
  lower: (config) => [
    {
      op: 'branch',
      cases: config.cases.map((row) => ({
        fact: { kind: 'predicate', ...row.condition },
        exit: { port: casePort(row.id) },
      })),
      otherwise: { port: 'otherwise' },
    },
  ],
};

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return looseRecords([value])[0] ?? {};
}

function valueFits(type: string, value: unknown): boolean {
  switch (type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
    default:
      return typeof value === 'string';
  }
}
