import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import type { Play } from '#workflows/play.ts';

/** A signed-in person with a play open, for the tests of drawing. */

const OWNER = {
  name: 'Dana Okafor',
  email: 'dana@kestrel-yard.example.org',
  password: 'correct-horse-9',
  workspace: 'Kestrel Yard',
};

/** Beside the state of the system under test, so that a new worker goes on in the same session. */
const SESSION = join(process.env.BATON_E2E_HOME ?? tmpdir(), 'owner-session.json');

/**
 * Signs in as the owner; on a fresh state folder the account is made first. Once for all tests: signing in again and
 * again is refused, as it should be.
 */
export async function signIn(page: Page): Promise<void> {
  if (existsSync(SESSION)) await page.context().addCookies(JSON.parse(readFileSync(SESSION, 'utf8')));
  await page.goto('/plays');
  if (page.url().includes('welcome')) {
    await page.getByLabel('Your name').fill(OWNER.name);
    await page.getByLabel('Email').fill(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.getByLabel('Workspace').fill(OWNER.workspace);
    await page.getByRole('button', { name: /make|create/i }).click();
  } else if (page.url().includes('sign-in')) {
    await page.getByLabel('Email').fill(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.getByRole('button', { name: /sign in/i }).click();
  } else return;
  await expect(page).not.toHaveURL(/sign-in|welcome/);
  writeFileSync(SESSION, JSON.stringify(await page.context().cookies()));
}

/** Imports a play through the page, as a person does, and opens it. */
export async function openPlay(page: Page, play: Play): Promise<string> {
  await page.goto('/plays');
  await page.getByRole('button', { name: 'New play' }).click();
  await page.getByRole('radio', { name: 'A file' }).click();
  await page.locator('input[type="file"]').setInputFiles({
    name: 'play.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(play)),
  });
  await page.getByRole('button', { name: 'Import it' }).click();
  await page.waitForURL(/plays\/[0-9a-f-]{36}$/);
  await saved(page);
  if ((page.viewportSize()?.width ?? 0) >= 700 && play.nodes[0])
    await expect(card(page, play.nodes[0].id)).toBeVisible();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

export const card = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
export const wire = (page: Page, from: string, port: string) =>
  page.locator(`[data-testid="rf__edge-${from} ${port}"]`);
export const port = (page: Page, id: string, name: string) =>
  card(page, id).locator(`.react-flow__handle[data-handleid="${name}"]`);
export const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });
export const steps = (page: Page) => page.getByRole('complementary', { name: 'Steps' });

/** Selects a step by its upper left corner, where no port or tool is. */
export async function select(page: Page, id: string): Promise<void> {
  await card(page, id).click({ position: { x: 24, y: 12 } });
}

export async function saved(page: Page): Promise<void> {
  // The bar and the phone each say it; one of them is shown.
  await expect(page.getByTestId('saved').filter({ visible: true })).toHaveAttribute('data-save', 'saved');
}

/** The stored draft. */
export async function draftOf(request: APIRequestContext, id: string): Promise<Play> {
  const answer = await request.get(`/api/plays/${id}/draft`);
  expect(answer.ok()).toBe(true);
  return (await answer.json()).draft;
}

export async function drag(
  page: Page,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}

/** Until the canvas has stopped moving: a zoom is on its way for some frames. */
export async function stillness(page: Page): Promise<void> {
  await page.locator('.react-flow__viewport').evaluate(async (viewport) => {
    for (let still = 0, before = ''; still < 10; ) {
      await new Promise(requestAnimationFrame);
      const now = getComputedStyle(viewport).transform;
      still = now === before ? still + 1 : 0;
      before = now;
    }
  });
}

export async function middleOf(target: ReturnType<typeof card>): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('Not on the page.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Start -> text -> wait for a reply -> (interested) outcome, (else) end. Right in every way. */
export const samplePlay: Play = {
  format: 'baton.play',
  version: 1,
  name: 'Sample',
  nodes: [
    { id: 'start', kind: 'trigger', config: { by: 'hand' }, at: { x: 400, y: 0 } },
    {
      id: 'text',
      kind: 'sendSms',
      config: {
        role: 'promptDecision',
        text: 'Hi {{ lead.firstName | default: "there" }}, Kestrel Yard here. A good time to talk? Reply STOP to end.',
        purpose: 'marketing',
        giveUp: { value: 3, unit: 'days' },
      },
      at: { x: 400, y: 104 },
    },
    {
      id: 'reply',
      kind: 'waitForReply',
      config: {
        duration: { value: 1, unit: 'days' },
        channels: ['sms'],
        intents: ['interested'],
        optOut: false,
      },
      at: { x: 332, y: 224 },
    },
    { id: 'won', kind: 'outcome', config: { label: 'Interested' }, at: { x: 312, y: 360 } },
    { id: 'end', kind: 'end', config: {}, at: { x: 488, y: 360 } },
  ],
  edges: [
    { from: 'start', port: 'next', to: 'text' },
    { from: 'text', port: 'sent', to: 'reply' },
    { from: 'reply', port: 'intent-interested', to: 'won' },
    { from: 'reply', port: 'otherwise', to: 'end' },
    { from: 'reply', port: 'noReply', to: 'end' },
  ],
};
