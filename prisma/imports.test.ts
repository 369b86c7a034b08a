import { expect, test } from 'vitest';
import { systemCaller } from './caller.ts';
import { type ImportRow, importLeads, importRejections, readImport, resumeImports } from './imports.ts';
import { countLeads, listLeads } from './lead-list.ts';
import { openTasks } from './tasks.ts';
import { end, seedPlay, straightPlay, wait } from './testing/seed.ts';
import { testWorkspace } from './testing/workspace.ts';
import { readTimeline } from './timeline.ts';

const row = (n: number, company = 'Acme'): ImportRow => ({
  rowNumber: n + 1,
  entry: {
    change: { firstName: `F${n}`, email: `p${n}@x.example`, company, custom: { county: 'Orleans' } },
    externalIds: [],
  },
});
const rows = (count: number, company?: string) =>
  Array.from({ length: count }, (_, i) => row(i + 1, company));
const rejected: ImportRow = { rowNumber: 9_999, reason: 'No email address and no phone number.', raw: 'x,,' };

test('an import makes leads, a second one of the same people updates them, and each rejected row is kept with its reason', async () => {
  const { db, owner } = await testWorkspace();
  const fields = [{ name: 'county', label: 'County', type: 'text' as const }];
  const first = await importLeads(db, owner, {
    fileName: 'a.csv',
    rows: [...rows(450), rejected],
    fields,
    tag: 'fair',
  });
  expect(first).toMatchObject({
    ok: true,
    report: { rows: 451, created: 450, updated: 0, rejected: 1, entered: 0, notEntered: 0 },
  });
  const importId = first.ok ? first.report.importId : '';
  expect(await importRejections(db, owner, { importId })).toEqual([
    { importId, rowNumber: 9_999, reason: 'No email address and no phone number.', raw: 'x,,' },
  ]);
  expect(await readImport(db, owner, importId)).toMatchObject({ state: 'done', created: 450, rejected: 1 });
  expect(await countLeads(db, owner, { tag: 'fair' })).toBe(450);
  expect(await db.read.leadField.count()).toBe(1);

  const second = await importLeads(db, owner, { fileName: 'b.csv', rows: rows(450, 'Newer') });
  expect(second).toMatchObject({ report: { rows: 450, created: 0, updated: 450, rejected: 0 } });
  const [lead] = (await listLeads(db, owner, { search: 'p7@x.example' })).leads;
  expect(lead).toMatchObject({ company: 'Newer', tags: ['fair'] });
  const { lines } = await readTimeline(db, owner, { leadId: lead?.id ?? '' });
  expect(lines.map((line) => `${line.title}: ${line.detail}`)).toEqual([
    'Updated by an import: b.csv, row 8',
    'Imported: a.csv, row 8',
  ]);
});

test('nobody sees the leads before the last row is read', async () => {
  const { db, owner } = await testWorkspace();
  const seen: number[] = [];
  async function* slowly() {
    for (const one of rows(405)) {
      if (one.rowNumber === 402) {
        seen.push(await db.read.lead.count(), await countLeads(db, owner));
      }
      yield one;
    }
  }
  await importLeads(db, owner, { fileName: 'a.csv', rows: slowly() });
  expect(seen).toEqual([400, 0]);
  expect(await countLeads(db, owner)).toBe(405);
});

test('a file that breaks off keeps what was read, says so, and the same file again completes it', async () => {
  const { db, owner } = await testWorkspace();
  function* broken() {
    yield* rows(250);
    throw new Error('Quote not closed on line 252.');
  }
  const stopped = await importLeads(db, owner, { fileName: 'a.csv', rows: broken() });
  expect(stopped).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/after row 200: Quote not closed.*200 leads.*kept/),
  });
  expect(await countLeads(db, owner)).toBe(200);
  expect(await db.read.import.findFirst()).toMatchObject({
    state: 'failed',
    failedWhy: 'Quote not closed on line 252.',
  });
  const again = await importLeads(db, owner, { fileName: 'a.csv', rows: rows(260) });
  expect(again).toMatchObject({ report: { created: 60, updated: 200 } });
});

test('after the last row every lead is offered once to the plays that take imports', async () => {
  const { db, owner, senderId } = await testWorkspace();
  const sender = await db.read.sender.findUniqueOrThrow({ where: { id: senderId } });
  const byImport = { id: 'start', kind: 'trigger', config: { by: 'import', tag: 'fair' } };
  const { playId } = await seedPlay(db, sender, straightPlay('Fair', [byImport, wait('w', 1), end]));
  const twice = [...rows(120), { ...row(1), rowNumber: 500 }];
  const other = await importLeads(db, owner, { fileName: 'other.csv', rows: rows(3) });
  expect(other).toMatchObject({ report: { entered: 0 } });
  const fair = await importLeads(db, owner, { fileName: 'fair.csv', rows: twice, tag: 'fair' });
  expect(fair).toMatchObject({
    report: { rows: 121, created: 117, updated: 4, entered: 120, notEntered: 0 },
  });
  expect(await countLeads(db, owner, { play: { id: playId } })).toBe(120);
  const [lead] = (await listLeads(db, owner, { limit: 1 })).leads;
  expect(lead?.plays).toEqual([{ id: playId, name: 'Fair', status: 'running' }]);
});

test('imports whose process died are closed or carried on, once', async () => {
  const { db, owner, senderId } = await testWorkspace();
  const sender = await db.read.sender.findUniqueOrThrow({ where: { id: senderId } });
  const byImport = { id: 'start', kind: 'trigger', config: { by: 'import' } };
  const done = await importLeads(db, owner, { fileName: 'a.csv', rows: rows(150) });
  const importId = done.ok ? done.report.importId : '';
  await seedPlay(db, sender, straightPlay('Fair', [byImport, wait('w', 1), end]));
  await db.write.import.update({
    where: { id: importId },
    data: { state: 'enrolling', enrolledRow: 101, aliveWallMs: 0 },
  });
  await db.write.import.create({
    data: {
      id: 'r',
      workspaceId: owner.workspaceId,
      fileName: 'r.csv',
      state: 'reading',
      rows: 40,
      aliveWallMs: 0,
      createdAtMs: 0,
    },
  });
  const taken = await Promise.all([resumeImports(db, systemCaller), resumeImports(db, systemCaller)]);
  expect(taken[0] + taken[1]).toBe(2);
  expect(await readImport(db, owner, importId)).toMatchObject({ state: 'done' });
  expect(await db.read.enrolment.count()).toBe(50);
  expect(await readImport(db, owner, 'r')).toMatchObject({
    state: 'failed',
    failedWhy: expect.stringContaining('row 40'),
  });
  // Nobody may be looking at the import's own page: it waits for a person at home, once.
  expect((await openTasks(db, owner)).tasks).toMatchObject([
    {
      kind: 'import',
      lead: null,
      sentence:
        'Baton was stopped while it read r.csv, after row 40. The leads read until then are kept and entered no play. Import the file again: leads that are here already are only updated, and all are offered to plays.',
    },
  ]);
});

test('a viewer may not import', async () => {
  const { db, owner } = await testWorkspace();
  expect(
    await importLeads(db, { ...owner, role: 'viewer' }, { fileName: 'a.csv', rows: rows(1) }),
  ).toMatchObject({
    ok: false,
    reason: expect.stringContaining('A viewer may not import leads'),
  });
});
