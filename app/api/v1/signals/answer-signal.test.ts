import { expect, it } from 'vitest';
import { answerSignal } from '#app/api/v1/signals/answer-signal.ts';
import { RateLimit } from '#app/rate-limit.ts';
import { createApiKey, revokeApiKey } from '#prisma/api-keys.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import { end, seedLeads, seedPlay, seedWorkspace, straightPlay } from '#prisma/testing/seed.ts';

const start = { id: 'start', kind: 'trigger', config: { by: 'signal', signal: 'meetingBooked' } };

async function house(most = 100) {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  const [lead] = await seedLeads(db, workspace.id, 1);
  await seedPlay(db, sender, straightPlay('Booked', [start, end]));
  const owner = { workspaceId: workspace.id, userId: 'u1', role: 'owner' } as const;
  const made = await createApiKey(db, owner, { name: 'HubSpot', scopes: ['signals:write'], nowMs: 0 });
  if (!made.ok || !lead) throw new Error('A key and a lead are made.');
  const limit = new RateLimit({ most, windowMs: 60_000 });
  const body = {
    type: 'meetingBooked',
    occurredAt: new Date().toISOString(),
    dedupeKey: 'm-1',
    lead: { email: lead.email },
  };
  const send = async (sent: BodyInit, headers: Record<string, string> = {}) => {
    const answer = await answerSignal(
      db,
      new Request('http://x', {
        method: 'POST',
        body: sent,
        headers: { authorization: `Bearer ${made.key}`, 'content-type': 'application/json', ...headers },
      }),
      limit,
    );
    return { status: answer.status, headers: answer.headers, json: await answer.json() };
  };
  return { db, owner, made, lead, body, send };
}

it('a signal is answered with what it started, and a repeat with the same', async () => {
  const { db, lead, body, send } = await house();
  const first = await send(JSON.stringify(body));
  expect(first).toMatchObject({
    status: 201,
    json: {
      lead: { id: lead.id, created: false },
      started: [{ play: 'Booked' }],
      notStarted: [],
      repeated: false,
    },
  });
  const again = await send(JSON.stringify({ ...body, data: { note: 'told better' } }));
  expect(again).toMatchObject({ status: 200, json: { ...first.json, repeated: true } });
  expect(await db.read.enrolment.count()).toBe(1);
});

it('without a key, with a foreign one and with a revoked one nothing is taken, and it says what to do', async () => {
  const { db, owner, made, body, send } = await house();
  for (const authorization of ['', 'Bearer nothing', 'Bearer baton_nothing', 'Basic dTpw']) {
    const answer = await send(JSON.stringify(body), { authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="Baton"/);
    expect(answer.json).toMatchObject({ type: 'urn:baton:problem:no-key', detail: /^Nothing was taken/ });
  }
  await revokeApiKey(db, owner, { keyId: made.keyId, nowMs: 0 });
  const revoked = await send(JSON.stringify(body));
  expect(revoked).toMatchObject({ status: 401, json: { detail: expect.stringContaining('was revoked') } });
  expect(await db.read.signal.count()).toBe(0);
});

it('a key of another workspace reaches no lead of this one', async () => {
  const { db, lead, body, send } = await house();
  const { workspace } = await seedWorkspace(db);
  const stranger = { workspaceId: workspace.id, userId: 'u2', role: 'owner' } as const;
  const made = await createApiKey(db, stranger, { name: 'Theirs', scopes: ['signals:write'], nowMs: 0 });
  if (!made.ok) throw new Error(made.reason);
  const answer = await send(JSON.stringify(body), { authorization: `Bearer ${made.key}` });
  expect(answer).toMatchObject({ status: 201, json: { lead: { created: true }, started: [] } });
  expect(answer.json.lead.id).not.toBe(lead.id);
  expect(await db.read.timelineEntry.count({ where: { leadId: lead.id } })).toBe(0);
});

it('what is wrong with a body is named by where it stands', async () => {
  const { db, body, send } = await house();
  const answer = await send(
    JSON.stringify({ ...body, type: 'won', occurredAt: 'today', lead: { emial: 'x' }, more: 1 }),
  );
  expect(answer).toMatchObject({ status: 422, json: { type: 'urn:baton:problem:invalid' } });
  expect(answer.json.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
    '/lead',
    '/lead/emial',
    '/more',
    '/occurredAt',
    '/type',
  ]);
  expect(await db.read.signal.count()).toBe(0);
});

it.each<[string, number, string, (body: object) => BodyInit, Record<string, string>?]>([
  ['junk', 400, 'unreadable', () => '{"type":'],
  ['nothing', 400, 'unreadable', () => ''],
  ['a list', 422, 'invalid', () => '[]'],
  ['two megabytes', 413, 'too-large', () => 'x'.repeat(2_000_000)],
  ['a form', 415, 'other-type', () => 'type=noShow', { 'content-type': 'application/x-www-form-urlencoded' }],
  [
    'the day after tomorrow',
    422,
    'invalid',
    (b) => JSON.stringify({ ...b, occurredAt: '2999-01-01T00:00:00Z' }),
  ],
  [
    'an id that nobody has',
    404,
    'lead-unknown',
    (b) => JSON.stringify({ ...b, lead: { externalId: { source: 'crm', id: '9' } } }),
  ],
  ['a tower of lists', 422, 'invalid', () => `{"data":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
  ['nobody', 422, 'invalid', (b) => JSON.stringify({ ...b, lead: {} })],
])('%s is answered with %i, %s', async (_, status, code, sent, headers) => {
  const { db, body, send } = await house();
  const answer = await send(sent(body), headers);
  expect(answer).toMatchObject({ status, json: { type: `urn:baton:problem:${code}`, status } });
  expect(await db.read.signal.count()).toBe(0);
});

it('one key for two events is a conflict, and too many at once are told when to come again', async () => {
  const { body, send } = await house(2);
  await send(JSON.stringify(body));
  expect(await send(JSON.stringify({ ...body, type: 'noShow' }))).toMatchObject({
    status: 409,
    json: { type: 'urn:baton:problem:dedupe-key-reused' },
  });
  const over = await send(JSON.stringify(body));
  expect(over.status).toBe(429);
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
});
