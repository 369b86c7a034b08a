import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { card, details, draftOf, openPlay, samplePlay, saved, select, signIn } from './desk.ts';

test.beforeEach(async ({ page }) => signIn(page));

const unfinished = {
  ...samplePlay,
  nodes: samplePlay.nodes.map((node) =>
    node.id === 'text' ? { ...node, config: { ...node.config, text: '' } } : node,
  ),
};

test('a play is built, connected and published without a pointer', async ({ page }) => {
  await page.goto('/plays');
  await page.getByRole('button', { name: 'New play' }).press('Enter');
  await page.getByLabel('Name').pressSequentially('By keyboard');
  await page.keyboard.press('Enter');
  await page.waitForURL(/plays\/[0-9a-f-]{36}$/);
  await page.getByRole('button', { name: /^By hand/ }).press('Enter');

  const add = async (words: string) => {
    await page.locator('.react-flow__node.selected').focus();
    await page.keyboard.press('/');
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
  };
  await add('text');
  await details(page).getByRole('textbox', { name: 'Message' }).focus();
  await page.keyboard.type('Kestrel Yard here. Shall we talk? Reply STOP to end.');
  await details(page).getByRole('textbox', { name: 'Skip if later than' }).fill('3');
  await add('wait for');
  await add('outcome');
  await details(page).getByRole('textbox', { name: 'Outcome' }).fill('Talked');
  // Up to the wait, then its other ways out by "Connect to".
  await page.locator('.react-flow__node.selected').focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('.react-flow__node.selected')).toContainText('until they reply');
  for (let ways = 0; ways < 3; ways++) {
    await page.locator('.react-flow__node.selected').focus();
    await page.keyboard.press('c');
    await page.getByPlaceholder('Find a step of this play').pressSequentially('Talked');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await expect(page.getByText('every path ends')).toBeVisible();
  await page.getByRole('button', { name: 'Publish…' }).press('Enter');
  await page.getByRole('button', { name: 'Publish v1' }).press('Enter');
  await expect(page.getByText('v1 is live').first()).toBeVisible();
});

test('arrows walk the graph, and the focus is not lost when a step is deleted', async ({ page }) => {
  await openPlay(page, samplePlay);
  await select(page, 'start');
  for (const [key, id] of [
    ['ArrowDown', 'text'],
    ['ArrowDown', 'reply'],
    ['ArrowDown', 'won'],
    ['ArrowRight', 'end'],
    ['ArrowUp', 'reply'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(card(page, id)).toBeFocused();
  }
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Delete');
  await expect(card(page, 'start')).toHaveClass(/selected/);
});

test('a problem leads to its step and field; publishing waits until it is mended', async ({ page }) => {
  await openPlay(page, unfinished);
  await expect(card(page, 'text')).toContainText('write the text');
  await expect(page.getByRole('button', { name: 'Publish…' })).toBeDisabled();
  await page.getByRole('button', { name: '1 problem' }).click();
  await page.getByRole('list', { name: 'Problems' }).getByRole('button').first().click();
  await expect(details(page).getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.keyboard.type('Kestrel Yard here. Shall we talk? Reply STOP to end.');
  await expect(page.getByRole('button', { name: 'Publish…' })).toBeEnabled();
});

test('a text shows its segments, and how one lead would read it', async ({ page }) => {
  await openPlay(page, samplePlay);
  await select(page, 'text');
  await expect(details(page)).toContainText('1 segment');
  await expect(details(page)).toContainText('Hi Dana, Kestrel Yard here.');
  await details(page).getByRole('textbox', { name: 'Message' }).fill('Zoë “asked”');
  await expect(details(page)).toContainText('UCS-2');
});

test('the simulation tells what would happen, and a line of it selects its step', async ({ page }) => {
  await openPlay(page, samplePlay);
  await page.getByRole('link', { name: 'Simulate' }).click();
  const list = page.getByRole('list', { name: 'What would happen' });
  await expect(list).toContainText('Hi Dana, Kestrel Yard here.');
  await expect(list).toContainText('No reply came');
  await page.getByRole('combobox', { name: 'Who' }).click();
  await page.getByRole('option', { name: /Yes please/ }).click();
  await expect(list).toContainText('Replied by text: interested');
  await list
    .getByRole('button', { name: /Waits for a reply/ })
    .first()
    .click();
  await expect(card(page, 'reply')).toHaveClass(/selected/);
});

test('versions are listed with who and why, and open read-only', async ({ page }) => {
  const id = await openPlay(page, samplePlay);
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByLabel('Note for the list of versions').fill('First try');
  await page.getByRole('button', { name: 'Publish v1' }).click();
  await expect(page.getByText('v1 is live').first()).toBeVisible();
  await select(page, 'text');
  await details(page).getByRole('textbox', { name: 'Name of the step' }).fill('Renamed');
  await saved(page);
  await expect(page.getByText('1 unpublished change')).toBeVisible();
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByRole('link', { name: /v1.*First try/ }).click();
  await expect(card(page, 'text')).not.toContainText('Renamed');
  await page.getByRole('link', { name: 'Build' }).click();
  await expect(card(page, 'text')).toContainText('Renamed');
  expect((await draftOf(page.request, id)).nodes[1]?.title).toBe('Renamed');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing serious for people with impairments, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openPlay(page, unfinished);
    await select(page, 'text');
    await expect(details(page).getByRole('textbox', { name: 'Message' })).toBeVisible();
    await expectAccessible(page);
    await select(page, 'reply');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Simulate' }).click();
    await expect(page.getByText('Mend the problems first')).toBeVisible();
    await expectAccessible(page);
    await page.goto('/plays');
    await expectAccessible(page);
  });
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter((each) => each.impact === 'serious' || each.impact === 'critical');
  expect(
    grave.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`),
  ).toEqual([]);
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the outline reads and edits the play, and nothing scrolls aside', async ({ page }) => {
    const id = await openPlay(page, samplePlay);
    const tree = page.getByRole('tree', { name: 'Outline of the play' });
    await expect(tree.getByRole('treeitem')).toHaveCount(6);
    await tree.getByRole('treeitem', { name: /Text:/ }).tap();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name of the step' }).fill('First text');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
    await expect(tree).toContainText('First text');
    await saved(page);
    expect((await draftOf(page.request, id)).nodes[1]?.title).toBe('First text');
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(wide).toBe(false);
    for (const row of await tree.getByRole('treeitem').all())
      expect((await row.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await page.getByRole('link', { name: 'Simulate' }).first().tap();
    await expect(page.getByRole('list', { name: 'What would happen' })).toBeVisible();
  });
});
