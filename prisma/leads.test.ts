import { expect, test } from 'vitest';
import type { Caller } from './caller.ts';
import type { Db } from './client.ts';
import { leadFields } from './lead-fields.ts';
import { countLeads, leadListQuery, listLeads } from './lead-list.ts';
import type { LeadChange } from './lead-row.ts';
import { BY_EMAIL, BY_PHONE } from './lead-upsert.ts';
import { readLead, updateLead } from './leads.ts';
import { testLead } from './testing/lead.ts';
import { testWorkspace } from './testing/workspace.ts';
import { readTimeline } from './timeline.ts';

const wallMs = Date.UTC(2026, 10, 20, 12);

async function save(
  db: Db,
  caller: Caller,
  change: LeadChange,
  externalIds: { source: string; externalId: string }[] = [],
) {
  return testLead(db, caller, { change, externalIds, wallMs });
}

test('an entry finds its lead by external id, then email, then phone and name', async () => {
  const { db, owner } = await testWorkspace();
  const crm = [{ source: 'crm', externalId: '7' }];
  const first = await save(db, owner, { firstName: 'Ada', email: 'ada@x.example' }, crm);
  expect(first.created).toBe(true);
  // Another email under the same id: the lead changed theirs.
  expect(await save(db, owner, { email: 'ada@y.example' }, crm)).toMatchObject({
    leadId: first.leadId,
    created: false,
  });
  expect(await save(db, owner, { email: 'ada@y.example', cellPhone: '+15046218927' })).toMatchObject({
    leadId: first.leadId,
  });
  expect(await save(db, owner, { firstName: 'ADA', cellPhone: '+15046218927' })).toMatchObject({
    leadId: first.leadId,
  });
  // The number of a household or a switchboard is not a person.
  expect((await save(db, owner, { firstName: 'Bob', cellPhone: '+15046218927' })).created).toBe(true);
  expect((await save(db, owner, { email: 'c@z.example', cellPhone: '+15046218927' })).created).toBe(true);
  expect(await countLeads(db, owner)).toBe(3);
  expect(await readLead(db, owner, first.leadId)).toMatchObject({
    firstName: 'ADA',
    email: 'ada@y.example',
    cellPhone: '+15046218927',
    country: 'US',
    countryHow: 'workspace',
    externalIds: crm,
  });
});

test('twenty entries for one person at once are one lead', async () => {
  const { db, owner } = await testWorkspace();
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      save(db, owner, { email: 'ada@x.example', company: `Company ${i}` }),
    ),
  );
  expect(all.filter((saved) => saved.created)).toHaveLength(1);
  expect(await countLeads(db, owner)).toBe(1);
});

test('the list pages through every lead once in each order, and search narrows it', async () => {
  const { db, owner } = await testWorkspace();
  for (let i = 0; i < 23; i += 1) {
    await save(db, owner, {
      firstName: ['Zoë', 'Ada', 'bob'][i % 3],
      lastName: `Name${i % 4}`,
      company: `Company ${i % 5}`,
      email: `lead${i}@x.example`,
      cellPhone: `+150462189${10 + i}`,
    });
  }
  for (const sort of ['newest', 'name', 'company'] as const) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listLeads>> = await listLeads(db, owner, {
        sort,
        cursor,
        limit: 5,
      });
      seen.push(...page.leads.map((lead) => lead.id));
      cursor = page.next;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(23);
    expect(seen).toHaveLength(23);
  }
  const byName = (await listLeads(db, owner, { sort: 'name', limit: 3 })).leads;
  expect(byName.map((lead) => `${lead.lastName} ${lead.firstName}`)).toEqual([
    'Name0 Ada',
    'Name0 Ada',
    'Name0 bob',
  ]);
  expect(await countLeads(db, owner, { search: 'zoe name1' })).toBe(2);
  expect(await countLeads(db, owner, { search: '(504) 621-8912' })).toBe(1);
  expect(await countLeads(db, owner, { search: '100%' })).toBe(0);
  expect(await countLeads(db, owner, { search: 'lead_' })).toBe(0);
  expect((await listLeads(db, owner, { cursor: 'nonsense' })).leads).toHaveLength(23);
});

test('leads of another workspace, of an import that is reading, and of another rep are not there', async () => {
  const { db, owner } = await testWorkspace();
  const { leadId } = await save(db, owner, { email: 'ada@x.example' });
  await db.write.workspace.create({ data: { id: 'other', name: 'Other', timeZone: 'UTC', country: 'US' } });
  const stranger: Caller = { workspaceId: 'other', userId: 'u', role: 'owner' };
  expect(await readLead(db, stranger, leadId)).toBeNull();
  expect((await listLeads(db, stranger)).leads).toEqual([]);
  expect((await readTimeline(db, stranger, { leadId })).lines).toEqual([]);
  expect(
    await updateLead(db, stranger, { leadId, edit: { addTags: ['x'] }, by: 'Eve', wallMs }),
  ).toMatchObject({
    ok: false,
  });

  const rep: Caller = { ...owner, userId: 'rep', role: 'rep' };
  expect(await readLead(db, rep, leadId)).not.toBeNull();
  await updateLead(db, owner, { leadId, edit: { ownerId: owner.userId }, by: 'Maya', wallMs });
  expect(await readLead(db, rep, leadId)).toBeNull();
  expect(await countLeads(db, rep)).toBe(0);

  await db.write.import.create({
    data: {
      id: 'i',
      workspaceId: owner.workspaceId,
      fileName: 'a.csv',
      state: 'reading',
      aliveWallMs: 0,
      createdAtMs: 0,
    },
  });
  await db.write.lead.update({ where: { id: leadId }, data: { importId: 'i' } });
  expect(await readLead(db, owner, leadId)).toBeNull();
  expect(await countLeads(db, owner)).toBe(0);
  await db.write.import.update({ where: { id: 'i' }, data: { state: 'done' } });
  expect(await countLeads(db, owner)).toBe(1);
});

test('an edit is all or nothing, says what was before, and moves the place with the address', async () => {
  const { db, owner } = await testWorkspace();
  const { leadId } = await save(db, owner, {
    email: 'ada@x.example',
    company: 'Old',
    region: 'LA',
    cellPhone: '+15046218927',
  });
  expect(await readLead(db, owner, leadId)).toMatchObject({
    timeZone: 'America/Chicago',
    zoneHow: 'postal region',
  });
  const refused = await updateLead(db, owner, {
    leadId,
    edit: {
      fields: [
        { field: 'company', value: 'New' },
        { field: 'cellPhone', value: '12' },
      ],
    },
    by: 'Maya',
    wallMs,
  });
  expect(refused).toMatchObject({
    ok: false,
    field: 'cellPhone',
    reason: expect.stringContaining('not a number that exists'),
  });
  expect(await readLead(db, owner, leadId)).toMatchObject({ company: 'Old' });

  const edited = await updateLead(db, owner, {
    leadId,
    edit: {
      fields: [
        { field: 'company', value: 'New' },
        { field: 'timeZone', value: 'Pacific/Honolulu' },
        { field: 'channelPreference', value: 'email' },
        { field: 'custom.docks', value: 12 },
      ],
      addTags: ['hot', 'fair'],
    },
    by: 'Maya',
    wallMs,
  });
  expect(edited).toEqual({ ok: true });
  expect(await readLead(db, owner, leadId)).toMatchObject({
    timeZone: 'Pacific/Honolulu',
    zones: ['Pacific/Honolulu'],
    zoneHow: 'given',
    preferenceHow: 'set by Maya',
    custom: { docks: 12 },
    tags: ['fair', 'hot'],
  });
  const { lines } = await readTimeline(db, owner, { leadId });
  expect(lines[0]).toMatchObject({
    title: 'Changed by Maya',
    detail:
      'company is now “New” (was “Old”), time zone is now “Pacific/Honolulu” (was “America/Chicago”), channel preference is now “email”, docks is now “12”, tag “fair” added, tag “hot” added',
  });
  expect(await countLeads(db, owner, { search: 'new' })).toBe(1);
  expect(await countLeads(db, owner, { tag: 'hot' })).toBe(1);
  expect(await countLeads(db, owner, { tag: 'ho' })).toBe(0);

  // A zone that was given outlives a later move; taken away, it is worked out again.
  await updateLead(db, owner, {
    leadId,
    edit: { fields: [{ field: 'region', value: 'NY' }] },
    by: 'Maya',
    wallMs,
  });
  expect(await readLead(db, owner, leadId)).toMatchObject({ timeZone: 'Pacific/Honolulu' });
  await updateLead(db, owner, {
    leadId,
    edit: { fields: [{ field: 'timeZone', value: '' }] },
    by: 'Maya',
    wallMs,
  });
  expect(await readLead(db, owner, leadId)).toMatchObject({
    timeZone: 'America/New_York',
    zoneHow: 'postal region',
  });
});

test('lists and look-ups walk an index, and sort nothing', async () => {
  const { db, owner } = await testWorkspace();
  await db.rows((sql) => {
    const plan = (text: string, values: readonly (string | number | null)[]) =>
      sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, ...values).map((row) => row.detail);
    for (const sort of ['newest', 'name', 'company'] as const) {
      for (const search of [undefined, 'ada']) {
        const { text, values } = leadListQuery(sql, owner, { sort, search, cursor: null }, 50);
        expect(plan(text, values)).toEqual([
          expect.stringMatching(/^SEARCH l USING INDEX Lead_workspaceId_/),
        ]);
      }
    }
    expect(plan(BY_EMAIL, ['w', 'e'])).toEqual([expect.stringContaining('Lead_workspaceId_email_idx')]);
    const byPhone = plan(BY_PHONE, ['w', 'p', 'w', 'p', 'w', 'p']).join(' ');
    for (const column of ['cellPhone', 'homePhone', 'workPhone']) {
      expect(byPhone).toContain(`Lead_workspaceId_${column}_idx (workspaceId=? AND ${column}=?)`);
    }
    expect(byPhone).not.toContain('TEMP');
  });
});

test('the catalogue of fields has the standard ones, then the own', async () => {
  const { db, owner } = await testWorkspace();
  await db.write.leadField.create({
    data: { workspaceId: owner.workspaceId, name: 'docks', label: 'Docks', type: 'number' },
  });
  const fields = await leadFields(db, owner);
  expect(fields[0]).toEqual({ name: 'firstName', label: 'First name', type: 'text' });
  expect(fields.at(-1)).toEqual({ name: 'custom.docks', label: 'Docks', type: 'number' });
});
