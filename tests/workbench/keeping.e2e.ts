import { expect, test } from '@playwright/test';
import { card, details, draftOf, openPlay, samplePlay, saved, select, signIn } from './desk.ts';

test.beforeEach(async ({ page }) => signIn(page));

const message = (page: Parameters<typeof details>[0]) =>
  details(page).getByRole('textbox', { name: 'Message' });

test('opening a play and leaving it writes nothing', async ({ page }) => {
  const id = await openPlay(page, samplePlay);
  const writes: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' && request.url().includes('/api/plays/'))
      writes.push(`${request.method()} ${request.url()}`);
  });
  await page.goto(`/plays/${id}`);
  await expect(card(page, 'text')).toBeVisible();
  await select(page, 'text');
  await expect(message(page)).toBeVisible();
  await page.goto('/plays');
  expect(writes).toEqual([]);
});

test('a word typed is one step; Ctrl+Z in a field stays in the field', async ({ page }) => {
  const id = await openPlay(page, samplePlay);
  await select(page, 'text');
  const name = details(page).getByRole('textbox', { name: 'Name of the step' });
  await name.click();
  await page.keyboard.type('hello', { delay: 40 });
  await page.keyboard.press('Control+z');
  // Native undo: the letters go, the step stays.
  await expect(card(page, 'text')).toBeVisible();
  await name.fill('hello');
  await saved(page);
  await page.keyboard.press('Escape');
  await card(page, 'end').click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await saved(page);
  expect((await draftOf(page.request, id)).nodes[1]?.title ?? '').not.toContain('hello');
});

test('copies have their wires and go to another play; junk on the clipboard changes nothing', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const id = await openPlay(page, samplePlay);
  await select(page, 'text');
  await card(page, 'reply').click({ position: { x: 24, y: 12 }, modifiers: ['Shift'] });
  await page.keyboard.press('Control+d');
  await saved(page);
  const doubled = await draftOf(page.request, id);
  const [text, reply] = doubled.nodes.slice(-2).map((node) => node.id);
  expect(doubled.edges).toContainEqual({ from: text, port: 'sent', to: reply });
  expect(doubled.nodes.at(-2)?.at).toEqual({ x: 424, y: 128 });

  await page.keyboard.press('Control+c');
  const other = await openPlay(page, { ...samplePlay, name: 'Other' });
  await page.keyboard.press('Control+v');
  await saved(page);
  expect((await draftOf(page.request, other)).nodes).toHaveLength(7);

  await page.evaluate(() => navigator.clipboard.writeText('just words'));
  await page.keyboard.press('Control+v');
  await expect(page.getByText('Nothing was pasted').first()).toBeVisible();
  expect((await draftOf(page.request, other)).nodes).toHaveLength(7);
});

test('edits made offline are kept here, survive a reload, and are saved when the network is back', async ({
  page,
  context,
}) => {
  const id = await openPlay(page, samplePlay);
  await select(page, 'text');
  await context.setOffline(true);
  await details(page).getByRole('textbox', { name: 'Name of the step' }).fill('Written offline');
  await expect(page.getByTestId('saved')).toHaveText(/Offline, kept in this browser, will retry/);
  expect((await draftOf(page.request, id).catch(() => samplePlay)).nodes[1]?.title).toBeUndefined();

  // The page itself can be loaded again, saving cannot: what was typed is still there.
  await page.route('**/draft', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  );
  await context.setOffline(false);
  await page.reload();
  await expect(card(page, 'text')).toContainText('Written offline');
  await page.unroute('**/draft');
  await saved(page);
  expect((await draftOf(page.request, id)).nodes[1]?.title).toBe('Written offline');
});

test('of two who edit the same play neither overwrites the other', async ({ page, context }) => {
  const id = await openPlay(page, samplePlay);
  const other = await context.newPage();
  await other.goto(`/plays/${id}`);
  await expect(card(other, 'text')).toBeVisible();
  await select(other, 'end');
  await select(page, 'text');
  await details(page).getByRole('textbox', { name: 'Name of the step' }).fill('Mine');
  await saved(page);
  await select(other, 'won');
  await details(other).getByRole('textbox', { name: 'Name of the step' }).fill('Theirs');
  await expect(other.getByRole('dialog', { name: 'This play was changed by somebody else' })).toBeVisible();
  await other.getByRole('button', { name: 'Put mine on top of theirs' }).click();
  await saved(other);
  const draft = await draftOf(page.request, id);
  expect(draft.nodes.find((node) => node.id === 'text')?.title).toBe('Mine');
  expect(draft.nodes.find((node) => node.id === 'won')?.title).toBe('Theirs');
});

test('export, import and export again gives the same bytes; a broken file names what is wrong', async ({
  page,
}) => {
  const id = await openPlay(page, samplePlay);
  const first = await (await page.request.get(`/api/plays/${id}/export`)).text();
  const again = await openPlay(page, JSON.parse(first));
  expect(await (await page.request.get(`/api/plays/${again}/export`)).text()).toBe(first);

  await page.goto('/plays');
  await page.getByRole('button', { name: 'New play' }).click();
  await page.getByRole('radio', { name: 'A file' }).click();
  const broken = { ...samplePlay, nodes: [{ ...samplePlay.nodes[0], at: { x: 'left', y: 0 } }] };
  const choose = (bytes: number) =>
    page.locator('input[type="file"]').setInputFiles({
      name: 'broken.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(broken).padEnd(bytes, '\n')),
    });
  const dialog = page.getByRole('dialog');
  await choose(2_000_001);
  await expect(dialog).toContainText('at most 2 MB can be read');
  // As large as it may be, and each line end travels as two bytes.
  await choose(2_000_000);
  await page.getByRole('button', { name: 'Import it' }).click();
  await expect(dialog).toContainText('nodes.0.at.x');
});
