import { mkdirSync, readdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findUpload, forgetUpload, headOfUpload, keepUpload } from '#app/(work)/leads/import/uploads.ts';
import { type TestInstallation, testInstallation } from '#prisma/testing/installation.ts';

let installation: TestInstallation;
let folder: string;
beforeAll(async () => {
  installation = await testInstallation();
  folder = join(installation.home, 'uploads');
});
afterAll(() => installation.close());

const bodyOf = (text: string) => new Blob([text]).stream();

test('a file is kept for whoever sent it until it is forgotten', async () => {
  const { owner } = installation;
  const kept = await keepUpload(owner, 'leads.csv', bodyOf('email\na@b.example\n'));
  if (!kept.ok) throw new Error(kept.reason);
  const found = await findUpload(owner, kept.upload.id);
  expect(found).toEqual(kept.upload);
  expect(await findUpload({ ...owner, userId: 'another' }, kept.upload.id)).toBeNull();
  expect(await headOfUpload(kept.upload)).toBe('email\na@b.example\n');
  await forgetUpload(kept.upload);
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that is forgotten while another comes in does not stop it', async () => {
  // Listed, and not there: as a file is that somebody takes away in between.
  symlinkSync(join(folder, 'gone'), join(folder, 'gone.csv'));
  const kept = await keepUpload(installation.owner, 'leads.csv', bodyOf('email\na@b.example\n'));
  expect(kept).toMatchObject({ ok: true });
  if (kept.ok) await forgetUpload(kept.upload);
  unlinkSync(join(folder, 'gone.csv'));
});

test('a file that nothing can be noted beside is told of in words, and not left behind', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const begun = () => readdirSync(folder).find((name) => /^[0-9a-f-]{36}\.csv$/.test(name));
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(new TextEncoder().encode('email\n'));
      while (begun() === undefined) await setImmediate();
      // A folder stands where the note would be written.
      mkdirSync(join(folder, (begun() ?? '').replace('.csv', '.json')));
      controller.close();
    },
  });
  const kept = await keepUpload(installation.owner, 'leads.csv', body);
  vi.restoreAllMocks();
  expect(kept).toEqual({ ok: false, reason: expect.stringContaining('Nothing of it was kept') });
  expect(readdirSync(folder)).toEqual([]);
});
