import { expect, it } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { FORM_FIELDS, type Posted } from '#prisma/form-answers.ts';
import { readFormDoor } from '#prisma/form-doors.ts';
import { type FormPost, submitForm } from '#prisma/form-submissions.ts';
import type { Lead } from '#prisma/generated/client.ts';
import { setPlayArchived, setPlayPaused } from '#prisma/plays.ts';
import { closeAddress } from '#prisma/revocations.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import {
  end,
  NOON_MS,
  seedLeads,
  seedPlay,
  seedWorkspace,
  straightPlay,
  text,
} from '#prisma/testing/seed.ts';
import { formConsentWording } from '#workflows/message/form-consent.ts';

const FORM = 'request-a-demo';
const ADA: Posted = {
  firstName: 'Ada',
  lastName: 'Fern',
  email: 'Ada.Fern@Harbor.example.org',
  phone: '(312) 555-0148',
  company: 'Harbor Freightways',
};
const ADA_PHONE = '+13125550148';

const onForm = (noOlderThan?: { value: number; unit: string }) => ({
  id: 'start',
  kind: 'trigger',
  config: { by: 'form', form: FORM, ...(noOlderThan ? { noOlderThan } : {}) },
});

async function house(noOlderThan?: { value: number; unit: string }) {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  const { playId } = await seedPlay(
    db,
    sender,
    straightPlay('Speed to lead', [onForm(noOlderThan), text('text', 'Hi. Reply STOP to end.'), end]),
  );
  const { formKey } = workspace;
  const door = await readFormDoor(db.read, { key: formKey, form: FORM });
  if (door === null) throw new Error('The form is open.');
  const post = (posted: Posted, more: Partial<FormPost> = {}): FormPost => ({
    key: formKey,
    form: FORM,
    posted,
    idempotencyKey: null,
    fromAddress: '203.0.113.7',
    userAgent: 'Firefox',
    wallMs: NOON_MS,
    ...more,
  });
  const agreed = {
    [FORM_FIELDS.consent]: 'yes',
    [FORM_FIELDS.version]: door.wording.version,
  };
  return { db, workspace, sender, playId, door, post, agreed };
}

async function onlyLead(db: Db): Promise<Lead> {
  const leads = await db.read.lead.findMany();
  expect(leads).toHaveLength(1);
  return leads[0] as Lead;
}

async function linesOf(db: Db, leadId: string): Promise<string[]> {
  const lines = await db.read.timelineEntry.findMany({ where: { leadId }, orderBy: { id: 'asc' } });
  return lines.map((line) => line.title);
}

/** What a refused post may leave: nothing. */
async function nothingIsThere(db: Db): Promise<void> {
  const counts = await Promise.all([
    db.read.lead.count(),
    db.read.formSubmission.count(),
    db.read.consent.count(),
    db.read.enrolment.count(),
    db.read.outbox.count(),
    db.read.timelineEntry.count(),
  ]);
  expect(counts).toEqual([0, 0, 0, 0, 0, 0]);
}

it('a form brings the lead, the consent with its proof, the timeline and the entry into the play, all at once', async () => {
  const { db, post, playId, door, agreed } = await house();
  const done = await submitForm(db, post({ ...ADA, ...agreed, message: 'We run 14 docks.', docks: '14' }));
  expect(done).toMatchObject({ ok: true, repeated: false, consent: { fate: 'recorded' } });

  const lead = await onlyLead(db);
  expect(lead).toMatchObject({
    firstName: 'Ada',
    lastName: 'Fern',
    email: 'ada.fern@harbor.example.org',
    cellPhone: ADA_PHONE,
    company: 'Harbor Freightways',
    country: 'US',
    countryHow: 'phone',
    source: `Form ${FORM}`,
  });
  expect(await linesOf(db, lead.id)).toEqual([
    `Came in by the form “${FORM}”`,
    'Agreed to texts',
    'Entered Speed to lead, version 1',
  ]);
  const first = await db.read.timelineEntry.findFirstOrThrow({ orderBy: { id: 'asc' } });
  expect(first.detail).toBe('“We run 14 docks.”\ndocks: 14');
  const [grant] = await db.read.consent.findMany();
  expect(grant).toMatchObject({
    environment: 'sandbox',
    address: ADA_PHONE,
    act: 'grant',
    basis: 'written',
    purpose: 'marketing',
    medium: 'form',
    wording: formConsentWording('Kestrel Yard', 700),
    atMs: NOON_MS,
  });
  expect(grant?.evidence).toContain(`wording ${door.wording.version}, from 203.0.113.7`);
  expect(await db.read.enrolment.findMany()).toMatchObject([{ playId, leadId: lead.id, origin: 'form' }]);
  expect(await db.read.outbox.findMany()).toMatchObject([{ kind: 'start', priority: 2 }]);
});

it('without the tick there is no consent, and nothing else is different', async () => {
  const { db, post } = await house();
  expect(await submitForm(db, post(ADA))).toMatchObject({ ok: true, consent: null });
  expect(await db.read.consent.count()).toBe(0);
  expect(await db.read.enrolment.count()).toBe(1);
});

it('the same answers pressed twice, or retried with the same token days later, are one post', async () => {
  const { db, post } = await house();
  const first = await submitForm(db, post({ ...ADA, token: 't-1' }));
  const second = await submitForm(db, post({ ...ADA, token: 't-2' }, { wallMs: NOON_MS + 5_000 }));
  const days = await submitForm(db, post({ ...ADA, token: 't-1' }, { wallMs: NOON_MS + 3 * 86_400_000 }));
  expect(first).toMatchObject({ repeated: false });
  expect(second).toEqual({ ...first, repeated: true });
  expect(days).toEqual({ ...first, repeated: true });
  expect(await db.read.formSubmission.count()).toBe(1);
  expect(await db.read.enrolment.count()).toBe(1);
});

it('two presses at the same moment are one post as well', async () => {
  const { db, post, agreed } = await house();
  const all = await Promise.all(
    Array.from({ length: 5 }, () => submitForm(db, post({ ...ADA, ...agreed, token: 't-1' }))),
  );
  expect(all.filter((done) => done.ok && !done.repeated)).toHaveLength(1);
  expect(await db.read.consent.count()).toBe(1);
  expect(await db.read.enrolment.count()).toBe(1);
});

it('an Idempotency-Key with other answers is refused; a page that was left open and sent again is not', async () => {
  const { db, post } = await house();
  await submitForm(db, post(ADA, { idempotencyKey: 'k-1' }));
  const other = { ...ADA, company: 'Elsewhere' };
  expect(await submitForm(db, post(other, { idempotencyKey: 'k-1' }))).toEqual({
    ok: false,
    why: 'keyReused',
  });
  expect((await onlyLead(db)).company).toBe('Harbor Freightways');
  await submitForm(db, post({ ...other, token: 'page' }));
  expect(await submitForm(db, post({ ...ADA, company: 'Third', token: 'page' }))).toMatchObject({
    ok: true,
    repeated: false,
  });
  expect((await onlyLead(db)).company).toBe('Third');
});

it('a known lead is updated by email, what changed stands on its timeline, and its first source stays', async () => {
  const { db, workspace, post } = await house();
  const [dana] = await seedLeads(db, workspace.id, 1, { consent: false });
  if (!dana) throw new Error('A lead is seeded.');
  await db.write.lead.update({ where: { id: dana.id }, data: { source: 'Trade show' } });
  await submitForm(db, post({ email: dana.email ?? '', phone: '312-555-0199' }));
  const lead = await onlyLead(db);
  expect(lead).toMatchObject({
    id: dana.id,
    firstName: 'Dana',
    cellPhone: '+13125550199',
    source: 'Trade show',
  });
  const line = await db.read.timelineEntry.findFirstOrThrow({ orderBy: { id: 'asc' } });
  expect(line.title).toBe(`Sent the form “${FORM}”`);
  expect(line.detail).toContain(`cell phone is now “+13125550199” (was “${dana.cellPhone}”)`);
});

it('fields may have the names that other sites give them; what only the workspace may set is kept as words', async () => {
  const { db, post } = await house();
  const posted = { full_name: 'Ada Fern', 'Email Address': 'ada@harbor.example.org', tel: '312 555 0148' };
  await submitForm(db, post({ ...posted, stage: 'won', score: '100', leadid: 'x', tags: 'vip' }));
  const lead = await onlyLead(db);
  expect(lead).toMatchObject({
    firstName: 'Ada',
    lastName: 'Fern',
    cellPhone: ADA_PHONE,
    stage: '',
    score: null,
  });
  expect(lead.tags).toBe('[]');
  const line = await db.read.timelineEntry.findFirstOrThrow({ orderBy: { id: 'asc' } });
  expect(line.detail).toBe('stage: won\nscore: 100\nleadid: x\ntags: vip');
});

it.each<[string, Posted, string, RegExp]>([
  ['a number that is none', { ...ADA, phone: '12' }, 'phone', /not a number that exists/],
  ['an address that is none', { ...ADA, email: 'ada@' }, 'email', /is not an email address/],
  ['no way to reach anybody', { firstName: 'Ada' }, 'email', /Give an email address or a phone number/],
  ['nothing at all', {}, 'email', /Give an email address or a phone number/],
  [
    'advertising for a name',
    { ...ADA, firstName: 'Win at https://x.example' },
    'firstName',
    /without a web address/,
  ],
  ['a name without end', { ...ADA, lastName: 'x'.repeat(500) }, 'lastName', /longer than 80/],
  ['a message without end', { ...ADA, message: 'x'.repeat(2_001) }, 'message', /at most 2000/],
  ['a program that fills in everything', { ...ADA, leaveThisEmpty: 'x' }, 'form', /send it once more/],
  [
    'a thousand fields',
    Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`f${i}`, 'x'])),
    'form',
    /60/,
  ],
  [
    'consent without a number',
    { email: ADA.email ?? '', textConsent: 'yes' },
    'phone',
    /the texts may go to/,
  ],
  ['a time that is none', { ...ADA, submittedAt: 'yesterday' }, 'submittedAt', /ISO 8601/],
])('%s is refused with a sentence at its field, and leaves nothing', async (_, posted, field, sentence) => {
  const { db, post } = await house();
  const done = await submitForm(db, post(posted));
  expect(done).toMatchObject({ ok: false, why: 'invalid' });
  if (done.ok || done.why !== 'invalid') throw new Error('It was refused.');
  expect(done.errors[field]).toMatch(sentence);
  await nothingIsThere(db);
});

it('a key that is none, one of another workspace, and a form nobody drew lead nowhere', async () => {
  const { db, post, workspace } = await house();
  const other = await seedWorkspace(db);
  for (const key of ['', 'x', `${workspace.formKey}x`, other.workspace.formKey, '%', "' OR 1=1 --"]) {
    expect(await submitForm(db, post(ADA, { key })), key).toEqual({ ok: false, why: 'noForm' });
  }
  for (const form of ['', 'demo', 'Request-A-Demo', '%', 'request_a_demo', '../etc', 'x'.repeat(500)]) {
    expect(await submitForm(db, post(ADA, { form })), form).toEqual({ ok: false, why: 'noForm' });
  }
  await nothingIsThere(db);
});

it('script in a name is a name: it is kept as it was written', async () => {
  const { db, post } = await house();
  await submitForm(
    db,
    post({
      ...ADA,
      firstName: '<script>alert(1)</script>',
      lastName: "O'Brien\u0000\u202e; {{ lead.email }}",
    }),
  );
  expect(await onlyLead(db)).toMatchObject({
    firstName: '<script>alert(1)</script>',
    lastName: "O'Brien  ; {{ lead.email }}",
  });
});

it('a number that said STOP stays closed when the box is ticked, and the timeline says why', async () => {
  const { db, workspace, post, agreed } = await house();
  const of = {
    workspaceId: workspace.id,
    environment: 'sandbox',
    channel: 'sms',
    address: ADA_PHONE,
  } as const;
  const how = { basis: 'keyword', medium: 'text', evidence: '', messageId: null, leadId: null };
  await db.tx((tx) => closeAddress(tx, { ...of, ...how, atMs: NOON_MS - 60_000 }, NOON_MS - 60_000));
  const done = await submitForm(db, post({ ...ADA, ...agreed }));
  expect(done).toMatchObject({ ok: true, consent: { fate: 'recorded' } });
  const lead = await onlyLead(db);
  expect(await linesOf(db, lead.id)).toContain('Agreed to texts, which stay off');
  const acts = await db.read.consent.findMany({ orderBy: { atMs: 'asc' } });
  expect(acts.map((row) => row.act)).toEqual(['revoke', 'grant']);
});

it('a number that said STOP is not spoken of when the box stays empty', async () => {
  const { db, workspace, post } = await house();
  const of = {
    workspaceId: workspace.id,
    environment: 'sandbox',
    channel: 'sms',
    address: ADA_PHONE,
  } as const;
  const how = { basis: 'keyword', medium: 'text', evidence: '', messageId: null, leadId: null };
  await db.tx((tx) => closeAddress(tx, { ...of, ...how, atMs: NOON_MS - 60_000 }, NOON_MS - 60_000));
  expect(await submitForm(db, post(ADA))).toMatchObject({ ok: true, consent: null });
  expect(await db.read.consent.count({ where: { act: { not: 'revoke' } } })).toBe(0);
});

it('a refusal in the message field closes the channels it names, box or no box', async () => {
  const { db, post, agreed } = await house();
  const done = await submitForm(db, post({ ...ADA, ...agreed, message: 'Please stop texting me' }));
  expect(done).toMatchObject({ ok: true, consent: { fate: 'refused' } });
  const rows = await db.read.consent.findMany();
  expect(rows).toMatchObject([
    { act: 'revoke', channel: 'sms', address: ADA_PHONE, medium: 'form', basis: 'words' },
  ]);
  const lead = await onlyLead(db);
  expect(await linesOf(db, lead.id)).toContain('Opted out of texts');
});

it('another site’s own wording is consent when it says everything; else the lead comes in without', async () => {
  const { db, post } = await house();
  const wording = formConsentWording('Kestrel Yard', 4);
  const whole = await submitForm(db, post({ ...ADA, textConsent: 'on', consentWording: wording }));
  expect(whole).toMatchObject({ consent: { fate: 'recorded' } });
  expect(await db.read.consent.findMany()).toMatchObject([{ wording }]);
  const thin = await submitForm(
    db,
    post({ ...ADA, textConsent: 'on', consentWording: 'Kestrel Yard may text me.' }),
  );
  expect(thin).toMatchObject({ ok: true, consent: { fate: 'unproven' } });
  const none = await submitForm(db, post({ ...ADA, textConsent: 'true' }));
  expect(none).toMatchObject({ ok: true, consent: { fate: 'unproven' } });
  expect(await db.read.consent.count()).toBe(1);
  const lead = await onlyLead(db);
  expect(await linesOf(db, lead.id)).toContain('Consent not recorded');
});

it('a wording that changed while the page was open has to be read again', async () => {
  const { db, workspace, post, agreed } = await house();
  await db.write.workspace.update({ where: { id: workspace.id }, data: { capPerWeek: 20 } });
  const done = await submitForm(db, post({ ...ADA, ...agreed }));
  expect(done).toMatchObject({ ok: false, why: 'invalid', errors: { textConsent: /Read it again/ } });
  await nothingIsThere(db);
});

it('answers that reach Baton too late bring the lead and start nothing', async () => {
  const { db, post } = await house({ value: 1, unit: 'hours' });
  await submitForm(db, post({ ...ADA, submittedAt: new Date(NOON_MS - 2 * 3_600_000).toISOString() }));
  const lead = await onlyLead(db);
  expect(await linesOf(db, lead.id)).toContain('Did not enter Speed to lead');
  expect(await db.read.enrolment.count()).toBe(0);
  await submitForm(db, post({ ...ADA, submittedAt: new Date(NOON_MS + 3_600_000).toISOString() }));
  expect(await db.read.enrolment.count()).toBe(1);
});

it('a paused play and one that is gone keep the lead and say that nothing started', async () => {
  const { db, workspace, playId, post } = await house();
  const caller = { workspaceId: workspace.id, userId: 'u1', role: 'owner' } as const;
  await setPlayPaused(db, caller, { playId, paused: true, wallMs: NOON_MS });
  expect(await submitForm(db, post(ADA))).toMatchObject({ ok: true });
  const lead = await onlyLead(db);
  expect(await linesOf(db, lead.id)).toContain('Did not enter Speed to lead');

  await setPlayArchived(db, caller, { playId, archived: true, nowMs: NOON_MS });
  const closed = await readFormDoor(db.read, { key: workspace.formKey, form: FORM });
  expect(closed).toMatchObject({ open: false, brand: 'Kestrel Yard' });
  expect(await submitForm(db, post({ ...ADA, company: 'Later' }))).toMatchObject({ ok: true });
  expect(await linesOf(db, lead.id)).toContain('Entered no play');
  expect(await db.read.enrolment.count()).toBe(0);
});

it('every play that takes the form gets the lead, and a lead in one of them is told of', async () => {
  const { db, sender, post } = await house();
  await seedPlay(db, sender, straightPlay('Newsletter', [onForm(), end]));
  await submitForm(db, post(ADA));
  expect(await db.read.enrolment.count()).toBe(2);
  await submitForm(db, post({ ...ADA, company: 'Again' }));
  const lead = await onlyLead(db);
  const [sent, ...others] = (await linesOf(db, lead.id)).slice(-3);
  expect(sent).toBe(`Sent the form “${FORM}”`);
  expect(others.sort()).toEqual(['Did not enter Newsletter', 'Did not enter Speed to lead']);
});
