import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as authPost } from '#app/api/auth/[...all]/route.ts';
import { PUT as putDraft } from '#app/api/plays/[id]/draft/route.ts';
import { POST as unsubscribePost } from '#app/u/[token]/confirm/route.ts';
import {
  TEST_ORIGIN,
  TEST_OWNER,
  type TestInstallation,
  testInstallation,
} from '#prisma/testing/installation.ts';

let installation: TestInstallation;
beforeAll(async () => {
  installation = await testInstallation();
});
afterAll(() => installation.close());

const CHUNK_BYTES = 64 * 1024;
const MB = 1_000_000;

/** A body that comes in chunks and says no length, as large as whoever reads it lets it become, up to 64 MB. */
function chunked(path: string, type: string, opening: string, headers: Record<string, string> = {}) {
  let sentBytes = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = new Uint8Array(CHUNK_BYTES).fill(0x20);
      if (sentBytes === 0) chunk.set(new TextEncoder().encode(opening));
      sentBytes += chunk.length;
      controller.enqueue(chunk);
      if (sentBytes > 64 * MB) controller.close();
    },
  });
  const request = new Request(`${TEST_ORIGIN}${path}`, {
    method: 'POST',
    headers: { 'content-type': type, origin: TEST_ORIGIN, host: '127.0.0.1:3210', ...headers },
    body,
    duplex: 'half',
  } as RequestInit);
  return { request, sentBytes: () => sentBytes };
}

const signIn = (body: BodyInit) =>
  authPost(
    new Request(`${TEST_ORIGIN}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: TEST_ORIGIN },
      body,
    }),
  );

test('an unsubscribe is taken, and of its body no more than a field is read', async () => {
  const context = { params: Promise.resolve({ token: 'nobody.knows' }) };
  const sent = chunked('/u/x/confirm', 'application/x-www-form-urlencoded', 'from=page&x=');
  expect((await unsubscribePost(sent.request, context)).status).toBe(404);
  expect(sent.sentBytes()).toBeLessThan(MB);

  const form = new Request(`${TEST_ORIGIN}/u/x/confirm`, {
    method: 'POST',
    body: new URLSearchParams({ from: 'page' }),
  });
  expect((await unsubscribePost(form, context)).headers.get('location')).toBe('/u/nobody.knows');
});

test('a sign-in is read to its end, and nothing that is larger than one', async () => {
  const sent = chunked('/api/auth/sign-in/email', 'application/json', '{"email":"a@b.example"');
  const refused = await authPost(sent.request);
  expect(refused.status).toBe(413);
  expect(await refused.json()).toMatchObject({ message: expect.stringContaining('Nothing was done') });
  expect(sent.sentBytes()).toBeLessThan(MB);

  expect((await signIn(JSON.stringify({ ...TEST_OWNER, password: 'wrong horse' }))).status).toBe(401);
  expect((await signIn(JSON.stringify(TEST_OWNER))).headers.get('set-cookie')).toContain(
    'baton.session_token',
  );
});

test('a draft that is too large is refused in words, and not read to its end', async () => {
  const cookie =
    ((await signIn(JSON.stringify(TEST_OWNER))).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const context = { params: Promise.resolve({ id: 'none' }) };
  const sent = chunked('/api/plays/none/draft', 'application/json', '{"revision":1,"draft":{}', { cookie });
  const refused = await putDraft(sent.request, context);
  expect([refused.status, await refused.json()]).toEqual([
    413,
    { outcome: 'refused', reason: expect.stringContaining('larger than 4 MB') },
  ]);
  expect(sent.sentBytes()).toBeLessThan(6 * MB);

  const draft = new Request(`${TEST_ORIGIN}/api/plays/none/draft`, {
    method: 'POST',
    headers: { cookie },
    body: '{"revision":1,"draft":{}}',
  });
  // Read, and then refused for what it says.
  expect((await putDraft(draft, context)).status).toBe(422);
});
