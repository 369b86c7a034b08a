import { describe, expect, test } from 'vitest';
import { compile } from '#workflows/compile/compile.ts';
import { context } from '#workflows/compile/testing/context.ts';
import { draw } from '#workflows/compile/testing/draw.ts';
import { type CustomValue, STANDARD_FIELDS } from '#workflows/leads/field-values.ts';
import { GateSettings, SAMPLE_LEAD } from '#workflows/simulate/script.ts';
import { applySet, simWorld } from '#workflows/simulate/sim-world.ts';
import { applyLeadChanges } from './lead-changes.ts';
import { newLead } from './lead-row.ts';
import { leadView } from './lead-view.ts';
import { testWorkspace } from './testing/workspace.ts';

const OWN = [
  { name: 'custom.docks', label: 'Docks', type: 'number' as const },
  { name: 'custom.note', label: 'Note', type: 'text' as const },
  { name: 'custom.ready', label: 'Ready', type: 'boolean' as const },
];

/** What a person may write into a "set" step, and what a lead has afterwards; undefined: it stays as it was. */
const TABLE: [field: string, value: CustomValue, becomes: CustomValue | undefined][] = [
  ['firstName', ' Dana ', 'Dana'],
  ['lastName', 'Okafor', 'Okafor'],
  ['company', 'Harbor', 'Harbor'],
  ['city', 'Olympia', 'Olympia'],
  ['city', null, ''],
  ['stage', 'working', 'working'],
  ['source', 'fair', 'fair'],
  ['website', 'harbor.example', 'harbor.example'],
  ['score', 42, 42],
  ['score', null, null],
  ['score', 1.5, undefined],
  ['decidesBy', '2026-12-15', '2026-12-15'],
  ['decidesBy', '2026-02-30', undefined],
  ['decidesBy', null, null],
  ['email', 'dana@example.org', undefined],
  ['email', null, undefined],
  ['cellPhone', '+12535550123', undefined],
  ['cellPhone', '12', undefined],
  ['homePhone', null, undefined],
  ['workPhone', '+12535550123', undefined],
  ['region', 'WA', undefined],
  ['postalCode', '98402', undefined],
  ['country', 'nowhere', undefined],
  ['custom.docks', 3, 3],
  ['custom.note', ' two doors ', 'two doors'],
  ['custom.ready', false, false],
];

describe('the compiler, the simulator and a real run agree on what a play sets', () => {
  test('of every standard field', () => {
    expect(STANDARD_FIELDS.filter(({ name }) => !TABLE.some(([field]) => field === name))).toEqual([]);
  });

  test('of every value: who is refused before is refused in life, and told so', async () => {
    const { db, owner } = await testWorkspace();
    const { workspaceId } = owner;
    for (const [row, [field, value, becomes]] of TABLE.entries()) {
      const what = `${field} to ${JSON.stringify(value)}`;
      const config = { fields: [{ field, value }], addTags: ['seen'], removeTags: [] };
      const content = { kind: 'set' as const, ...config };

      const drawn = draw({ step: { kind: 'set', config }, bye: 'end' }, ['start step', 'step.next bye']);
      const { problems } = compile(drawn, { ...context, leadFields: [...STANDARD_FIELDS, ...OWN] });
      const errors = problems.filter(({ node }) => node === 'step').map(({ severity }) => severity);
      expect(errors, what).toEqual(becomes === undefined ? ['error'] : []);

      const world = simWorld(SAMPLE_LEAD, GateSettings.parse({}), 0);
      const simulated = applySet(world, content);

      const id = `lead${row}`;
      const before = newLead(
        { id, workspaceId, nowMs: 0, workspaceCountry: 'US' },
        { firstName: 'Old', lastName: 'Old', score: 1, decidesBy: '2026-11-01', city: 'Tacoma' },
      );
      await db.write.lead.create({ data: before });
      const told = await db.tx((tx) => applyLeadChanges(tx, workspaceId, id, { ...content, nowMs: 1 }));
      const after = leadView(await db.read.lead.findUniqueOrThrow({ where: { id } }), 'UTC');

      const was = leadView(before, 'UTC').fields[field];
      expect(after.fields[field], what).toBe(becomes === undefined ? was : becomes);
      expect(world.view.fields[field], what).toBe(
        becomes === undefined ? SAMPLE_LEAD.fields[field] : becomes,
      );
      expect(after.tags, what).toEqual(['seen']);
      const stays = (words: string) => /[a-z ]+ stays as it was: .+/.exec(words)?.[0].trim();
      expect(stays(simulated), what).toBe(stays(told.join(', ')));
      expect(stays(simulated) === undefined, what).toBe(becomes !== undefined);
    }
  });
});
