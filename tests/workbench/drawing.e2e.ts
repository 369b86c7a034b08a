import { expect, test } from '@playwright/test';
import {
  card,
  details,
  draftOf,
  drag,
  middleOf,
  openPlay,
  port,
  samplePlay,
  saved,
  select,
  signIn,
  steps,
  stillness,
  wire,
} from './desk.ts';

test.beforeEach(async ({ page }) => signIn(page));

test('a step dropped from the palette lies under the pointer, at any zoom', async ({ page }) => {
  await openPlay(page, samplePlay);
  for (const zoom of ['0', '1']) {
    await page.keyboard.press(zoom);
    if (zoom === '1') await page.getByRole('button', { name: 'Zoom out' }).click();
    await stillness(page);
    const canvas = await page.locator('.canvas').boundingBox();
    const at = { x: (canvas?.x ?? 0) + 120, y: (canvas?.y ?? 0) + 200 };
    await steps(page)
      .getByRole('button', { name: 'Wait a while' })
      .dragTo(page.locator('.canvas'), { targetPosition: { x: 120, y: 200 } });
    const dropped = await middleOf(page.locator('.react-flow__node.selected'));
    expect(Math.hypot(dropped.x - at.x, dropped.y - at.y)).toBeLessThan(8);
    await page.keyboard.press('Control+z');
  }
});

test('a palette step pressed goes after the selected one, into its wire, and is one step to undo', async ({
  page,
}) => {
  const id = await openPlay(page, samplePlay);
  await select(page, 'text');
  await steps(page).getByRole('button', { name: 'Wait a while' }).click();
  await saved(page);
  const draft = await draftOf(page.request, id);
  const added = draft.nodes.at(-1);
  expect(added?.kind).toBe('wait');
  expect(draft.edges).toContainEqual({ from: 'text', port: 'sent', to: added?.id });
  expect(draft.edges).toContainEqual({ from: added?.id, port: 'next', to: 'reply' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await saved(page);
  expect(await draftOf(page.request, id)).toEqual(samplePlay);
});

test("'+' on a wire puts a step there, rewires both sides and covers nothing", async ({ page }) => {
  const id = await openPlay(page, samplePlay);
  await wire(page, 'text', 'sent').hover({ force: true });
  await wire(page, 'text', 'sent').getByTestId('insert-step').click();
  await page.getByPlaceholder('Step after Text').fill('email');
  await page.keyboard.press('Enter');
  await saved(page);
  const draft = await draftOf(page.request, id);
  const added = draft.nodes.at(-1)?.id ?? '';
  expect(draft.edges).toContainEqual({ from: 'text', port: 'sent', to: added });
  expect(draft.edges).toContainEqual({ from: added, port: 'sent', to: 'reply' });
  const [above, below] = [await card(page, added).boundingBox(), await card(page, 'reply').boundingBox()];
  expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThan(below?.y ?? 0);
});

test('a wire dropped on empty ground asks for a step there; Escape changes nothing', async ({ page }) => {
  const id = await openPlay(page, samplePlay);
  const from = await middleOf(port(page, 'reply', 'noReply'));
  await drag(page, from, { x: from.x + 160, y: from.y + 60 });
  await expect(page.getByPlaceholder('Step after Wait for a reply')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByPlaceholder('Step after Wait for a reply')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  expect(await draftOf(page.request, id)).toEqual(samplePlay);
});

test('a wire is drawn from a port to a card, and its end can be dragged to another', async ({ page }) => {
  const id = await openPlay(page, samplePlay);
  await drag(page, await middleOf(port(page, 'reply', 'noReply')), await middleOf(card(page, 'won')));
  await saved(page);
  expect((await draftOf(page.request, id)).edges).toContainEqual({
    from: 'reply',
    port: 'noReply',
    to: 'won',
  });

  const end = () => middleOf(wire(page, 'text', 'sent').locator('.react-flow__edgeupdater-target'));
  const { x, y } = await end();
  // Well inside: near its edge the canvas moves along with a wire.
  await drag(page, await end(), { x: x + 220, y: y - 60 });
  // Dropped on nothing, it is where it was, and nothing is asked.
  await expect(page.getByPlaceholder('Step after Text')).toHaveCount(0);
  expect((await draftOf(page.request, id)).edges).toContainEqual({ from: 'text', port: 'sent', to: 'reply' });
  await drag(page, await end(), await middleOf(card(page, 'end')));
  await saved(page);
  expect((await draftOf(page.request, id)).edges).toContainEqual({ from: 'text', port: 'sent', to: 'end' });
});

test('what can never be right is refused with the reason, on the canvas and aloud', async ({ page }) => {
  const id = await openPlay(page, samplePlay);
  await drag(page, await middleOf(port(page, 'text', 'sent')), await middleOf(card(page, 'start')));
  await expect(page.getByTestId('refusal')).toHaveText(/Nothing can lead to the start/);
  await expect(page.locator('output[aria-live]')).toHaveText(/Nothing can lead to the start/);
  expect(await draftOf(page.request, id)).toEqual(samplePlay);
});

test('deleting a middle step heals the way; a branching one asks which way stays', async ({ page }) => {
  const id = await openPlay(page, samplePlay);
  await select(page, 'text');
  await page.keyboard.press('Delete');
  await saved(page);
  expect((await draftOf(page.request, id)).edges).toContainEqual({
    from: 'start',
    port: 'next',
    to: 'reply',
  });
  await page.keyboard.press('Control+z');
  await saved(page);
  expect(await draftOf(page.request, id)).toEqual(samplePlay);

  await select(page, 'reply');
  await page.keyboard.press('Delete');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /No reply/ })
    .click();
  await saved(page);
  expect((await draftOf(page.request, id)).edges).toContainEqual({ from: 'text', port: 'sent', to: 'end' });
  await page.keyboard.press('Control+z');
  await saved(page);
  expect(await draftOf(page.request, id)).toEqual(samplePlay);
});

test('an answer added is a way out by name; taking one away tells which wire went with it', async ({
  page,
}) => {
  const id = await openPlay(page, samplePlay);
  await select(page, 'reply');
  await details(page).getByRole('combobox', { name: 'Add a meaning' }).click();
  await page.getByRole('option', { name: /Not now/ }).click();
  await expect(card(page, 'reply')).toContainText('Not now');
  for (const always of ['Anything else', 'No reply']) await expect(card(page, 'reply')).toContainText(always);
  await details(page).getByRole('button', { name: 'Remove Interested' }).click();
  await expect(page.getByText('The way “Interested” to Outcome went with it')).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await saved(page);
  expect((await draftOf(page.request, id)).edges).toContainEqual({
    from: 'reply',
    port: 'intent-interested',
    to: 'won',
  });
});

test('tidy up overlaps nothing, leaves the start where it is, and a second time changes nothing', async ({
  page,
}) => {
  const scattered = {
    ...samplePlay,
    nodes: samplePlay.nodes.map((node, i) => ({ ...node, at: { x: 400 + i * 8, y: i * 4 } })),
  };
  const id = await openPlay(page, scattered);
  await page.keyboard.press('t');
  await saved(page);
  const once = await draftOf(page.request, id);
  expect(once.nodes[0]?.at).toEqual(scattered.nodes[0]?.at);
  const boxes = await Promise.all(once.nodes.map((node) => card(page, node.id).boundingBox()));
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      const apart =
        !a ||
        !b ||
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      expect(apart).toBe(true);
    }
  });
  await page.keyboard.press('t');
  await expect(page.locator('output[aria-live]')).toHaveText('The play is tidy already');
});
