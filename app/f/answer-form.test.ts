import { expect, it } from 'vitest';
import { answerForm, formLimits } from '#app/f/answer-form.ts';
import { hostedAnswers } from '#app/f/hosted-fields.ts';
import { KEPT_COOKIE, keptCookie, readKept } from '#app/f/kept-answers.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import { end, seedPlay, seedWorkspace, straightPlay } from '#prisma/testing/seed.ts';

const FORM = 'request-a-demo';
const start = { id: 'start', kind: 'trigger', config: { by: 'form', form: FORM } };
const ADA = { firstName: 'Ada', email: 'ada@harbor.example.org', phone: '(312) 555-0148' };

async function house({ isBehindProxy = true } = {}) {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  await seedPlay(db, sender, straightPlay('Speed to lead', [start, end]));
  const limits = { ...formLimits(), isBehindProxy };
  const at = { key: workspace.formKey, form: FORM };
  const send = (body: BodyInit, headers: Record<string, string>, to = at) =>
    answerForm(db, new Request('http://x/f', { method: 'POST', body, headers }), to, limits);
  return { db, at, send };
}

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html,*/*' };

it('a program that posts JSON is told in JSON: taken, and taken before', async () => {
  const { db, send } = await house();
  const first = await send(JSON.stringify(ADA), JSON_TYPE);
  expect(first.status).toBe(201);
  expect(first.headers.get('access-control-allow-origin')).toBe('*');
  const told = await first.json();
  expect(told).toMatchObject({ repeated: false, texts: { consent: 'notAsked' } });
  const second = await send(JSON.stringify(ADA), JSON_TYPE);
  expect(second.status).toBe(200);
  expect(await second.json()).toEqual({ ...told, repeated: true });
  expect(await db.read.lead.count()).toBe(1);
});

it('mistakes are a problem in JSON, each at its field', async () => {
  const { send } = await house();
  const answer = await send(JSON.stringify({ ...ADA, phone: '12', email: 'ada' }), JSON_TYPE);
  expect(answer.status).toBe(422);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({
    type: 'urn:baton:problem:invalid',
    status: 422,
    errors: [{ pointer: '/email' }, { pointer: '/phone' }],
  });
});

it.each<[string, number, BodyInit, Record<string, string>]>([
  ['junk for JSON', 400, '{"a":', JSON_TYPE],
  ['a list', 400, '[1]', JSON_TYPE],
  ['a word', 400, '"x"', JSON_TYPE],
  ['bytes that are no UTF-8', 400, new Uint8Array([0x7b, 0xff, 0x7d]), JSON_TYPE],
  ['nothing', 400, '', JSON_TYPE],
  ['an answer inside an answer', 400, '{"email":{"is":"ada@harbor.example.org"}}', JSON_TYPE],
  ['a tower of lists', 400, `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, JSON_TYPE],
  ['two megabytes', 413, 'x'.repeat(2_000_000), JSON_TYPE],
  ['another type', 415, 'a=b', { 'content-type': 'text/plain', accept: 'application/json' }],
  [
    'a multipart body without an end',
    400,
    '--x\r\n',
    { 'content-type': 'multipart/form-data; boundary=x', accept: 'application/json' },
  ],
])('%s is answered with %i and leaves nothing', async (_, status, body, headers) => {
  const { db, send } = await house();
  const answer = await send(body, headers);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await db.read.lead.count()).toBe(0);
});

it('a form of another site is led to a page: thanks, or its answers with what is wrong with them', async () => {
  const { db, at, send } = await house();
  const path = `/f/${at.key}/${FORM}`;
  const wrong = await send(
    new URLSearchParams({ first_name: 'Ada', tel: '12', docks: '14' }).toString(),
    FORM_TYPE,
  );
  expect([wrong.status, wrong.headers.get('location')]).toEqual([303, `${path}?again=1`]);
  const cookie = wrong.headers.get('set-cookie') ?? '';
  expect(cookie).toContain(`Path=${path}; Max-Age=600; HttpOnly; SameSite=Lax`);
  const kept = readKept(new RegExp(`${KEPT_COOKIE}=([^;]*)`).exec(cookie)?.[1]);
  expect(kept && hostedAnswers(kept)).toMatchObject({
    values: { firstName: 'Ada', phone: '12' },
    errors: { phone: expect.stringContaining('not a number that exists') },
    others: [{ name: 'docks', value: '14' }],
  });
  const right = await send(
    new URLSearchParams({ first_name: 'Ada', tel: '312 555 0148' }).toString(),
    FORM_TYPE,
  );
  expect([right.status, right.headers.get('location')]).toEqual([303, `${path}?sent=1`]);
  expect(await db.read.lead.findMany()).toMatchObject([{ firstName: 'Ada', cellPhone: '+13125550148' }]);
});

it('a multipart form is read as well, and a box that is said twice is what was said last', async () => {
  const { db, send } = await house();
  const form = new FormData();
  for (const [name, value] of Object.entries(ADA)) form.set(name, value);
  form.append('textConsent', 'no');
  form.append('textConsent', 'yes');
  form.append('interest', 'docks');
  form.append('interest', 'yards');
  form.set('brief', new File(['x'], 'brief.pdf'));
  const request = new Request('http://x', { method: 'POST', body: form });
  const body = Buffer.from(await request.arrayBuffer());
  const answer = await send(body, {
    'content-type': request.headers.get('content-type') ?? '',
    accept: 'application/json',
  });
  expect(await answer.json()).toMatchObject({ texts: { consent: 'unproven' } });
  const line = await db.read.timelineEntry.findFirstOrThrow({ orderBy: { id: 'asc' } });
  expect(line.detail).toBe('interest: docks, yards\nbrief: brief.pdf');
});

it('no form, a wrong key and a key of elsewhere are one answer, in JSON and as a page', async () => {
  const { db, at, send } = await house();
  const { workspace } = await seedWorkspace(db);
  for (const to of [
    { ...at, form: 'nowhere' },
    { ...at, key: `${at.key}x` },
    { ...at, key: workspace.formKey },
    { ...at, form: 'a\r\nset-cookie: x=y' },
  ]) {
    const told = await send(JSON.stringify(ADA), JSON_TYPE, to);
    expect(told.status).toBe(404);
    expect(await told.json()).toMatchObject({ type: 'urn:baton:problem:no-form' });
    const led = await send('email=a@b.example', FORM_TYPE, to);
    expect(led.status).toBe(303);
    expect(led.headers.get('location')).toBe(
      `/f/${encodeURIComponent(to.key)}/${encodeURIComponent(to.form)}`,
    );
  }
  expect(await db.read.lead.count()).toBe(0);
});

it('one network address gets so far and no further, another one goes on', async () => {
  const { send } = await house();
  const from = (address: string) =>
    send('{}', { ...JSON_TYPE, 'x-forwarded-for': `198.51.100.1, ${address}` });
  for (let i = 0; i < 60; i += 1) expect((await from('203.0.113.7')).status).toBe(422);
  const over = await from('203.0.113.7');
  expect(over.status).toBe(429);
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(500);
  expect((await from('203.0.113.8')).status).toBe(422);
});

it('without a proxy in front a made-up address neither frees its sender nor stands in the evidence', async () => {
  const { db, send } = await house({ isBehindProxy: false });
  const from = (address: string, answers: object) =>
    send(JSON.stringify(answers), { ...JSON_TYPE, 'x-forwarded-for': address });
  expect((await from('203.0.113.7', ADA)).status).toBe(201);
  expect(await db.read.formSubmission.findFirstOrThrow()).toMatchObject({ fromAddress: 'not verified' });
  // Nobody stands for others either: all of them count for the form alone.
  for (let i = 0; i < 61; i += 1) expect((await from('203.0.113.7', {})).status).toBe(422);
});

it('an Idempotency-Key is for one set of answers', async () => {
  const { send } = await house();
  const headers = { ...JSON_TYPE, 'idempotency-key': 'k-1' };
  expect((await send(JSON.stringify(ADA), headers)).status).toBe(201);
  expect((await send(JSON.stringify(ADA), headers)).status).toBe(200);
  const other = await send(JSON.stringify({ ...ADA, firstName: 'Bo' }), headers);
  expect(other.status).toBe(422);
  expect(await other.json()).toMatchObject({ type: 'urn:baton:problem:idempotency-key-reused' });
});

it('what is kept for a page fits a cookie, and never keeps the tick', () => {
  const long = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`field${i}`, 'é'.repeat(50 * i)]));
  const cookie = keptCookie('/f/k/x', { ...long, email: 'ada', textConsent: 'yes' }, { email: 'No.' });
  expect(cookie.length).toBeLessThan(4_000);
  const kept = readKept(/=([^;]*)/.exec(cookie)?.[1]);
  expect(kept?.values.email).toBe('ada');
  expect(kept?.values.textConsent).toBeUndefined();
  expect(kept?.errors).toEqual({ email: 'No.' });
  for (const junk of [undefined, '', 'x', 'e30', Buffer.from('[]').toString('base64url')]) {
    expect(readKept(junk)).toBeNull();
  }
});
