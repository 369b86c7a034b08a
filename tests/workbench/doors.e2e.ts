import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import type { Play } from '#workflows/play.ts';
import { card, details, openPlay, select, signIn } from './desk.ts';

/**
 * How leads come in from outside: a stranger fills in a form on a phone and the play's text arrives on that phone; a
 * program reports a signal with a key.
 */

test.use({ actionTimeout: 15_000, navigationTimeout: 30_000 });

const at = (y: number) => ({ x: 400, y });

const formPlay: Play = {
  format: 'baton.play',
  version: 1,
  name: 'Speed to lead',
  nodes: [
    { id: 'start', kind: 'trigger', config: { by: 'form', form: 'request-a-demo' }, at: at(0) },
    {
      id: 'text',
      kind: 'sendSms',
      config: {
        role: 'promptDecision',
        text: 'Hi {{ lead.firstName | default: "there" }}, {{ sender.brand }} about your demo. Up to 4 msgs/month. Msg & data rates may apply. HELP for help, STOP to end.',
        purpose: 'marketing',
        giveUp: { value: 3, unit: 'days' },
      },
      at: at(104),
    },
    { id: 'end', kind: 'end', config: {}, at: at(260) },
  ],
  edges: [
    { from: 'start', port: 'next', to: 'text' },
    { from: 'text', port: 'sent', to: 'end' },
  ],
};

const signalPlay: Play = {
  format: 'baton.play',
  version: 1,
  name: 'Missed meeting',
  nodes: [
    { id: 'start', kind: 'trigger', config: { by: 'signal', signal: 'noShow' }, at: at(0) },
    { id: 'won', kind: 'outcome', config: { label: 'Heard of it' }, at: at(120) },
  ],
  edges: [{ from: 'start', port: 'next', to: 'won' }],
};

test('a form and a signal bring a lead into live plays', async ({ page, browser }) => {
  test.setTimeout(180_000);
  await signIn(page);
  let formAddress = '';

  await test.step('the start of a play shows the address of its form', async () => {
    await openPlay(page, formPlay);
    await publish(page);
    await select(page, 'start');
    formAddress = (await details(page).getByRole('link', { name: 'Open' }).getAttribute('href')) ?? '';
    expect(formAddress).toMatch(/\/f\/[\w-]{20}\/request-a-demo$/);
    // Whatever is typed becomes a name that can stand in an address.
    const name = details(page).getByRole('textbox', { name: 'Form' });
    await name.fill('Ask us, Anything!');
    await expect(name).toHaveValue('ask-us-anything-');
    await name.blur();
    await expect(name).toHaveValue('ask-us-anything');
  });

  await test.step('a stranger fills it in on a phone', () => fillIn(browser, formAddress));

  await test.step('the text of the play arrives on that phone', async () => {
    const person = page
      .getByRole('complementary', { name: 'People' })
      .getByRole('link', { name: /Wanda Doorley/ });
    await page.goto('/sandbox');
    await arrives(page, person);
    await person.click();
    await expect(
      page.getByRole('list', { name: 'Texts with Wanda' }).getByText(/Hi Wanda, .* about your demo/),
    ).toBeVisible();
  });

  await test.step('a program reports a signal with a key', async () => {
    await openPlay(page, signalPlay);
    await select(page, 'start');
    await expect(details(page).getByText(/curl .*\/api\/v1\/signals/)).toBeVisible();
    await publish(page);
    const key = await makeKey(page);
    const report = () =>
      page.request.post('/api/v1/signals', {
        headers: { authorization: `Bearer ${key}` },
        data: {
          type: 'noShow',
          occurredAt: '2026-01-15T09:30:00Z',
          dedupeKey: 'meeting-77',
          lead: { phone: '(312) 555-0171' },
        },
      });
    const first = await report();
    expect(first.status()).toBe(201);
    const told = await first.json();
    expect(told).toMatchObject({
      lead: { created: false },
      started: [{ play: 'Missed meeting' }],
      repeated: false,
    });
    const again = await report();
    expect(again.status()).toBe(200);
    expect(await again.json()).toEqual({ ...told, repeated: true });
    const stranger = await page.request.post('/api/v1/signals', {
      headers: { authorization: `Bearer ${key}x` },
      data: {},
    });
    expect(stranger.status()).toBe(401);

    await page.goto(`/leads/${told.lead.id}`);
    for (const line of [
      'No-show',
      'Entered Missed meeting, version 1',
      'Agreed to texts',
      'Came in by the form “request-a-demo”',
    ])
      await expect(page.getByText(line, { exact: true })).toBeVisible();
  });
});

async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish v1' }).click();
  await expect(page.getByText('v1 is live').first()).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(card(page, 'start')).toBeVisible();
}

/** A browser that nobody is signed in with, as wide as a phone. */
async function fillIn(browser: Browser, address: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'Request a demo' })).toBeVisible();
  const box = page.getByRole('checkbox', { name: /^I agree to get recurring automated marketing texts/ });
  await expect(box).not.toBeChecked();
  await page.getByLabel('First name').fill('Wanda');
  await page.getByLabel('Last name').fill('Doorley');
  await page.getByLabel('Mobile phone').fill('12');
  await box.check();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText(/not a number that exists/)).toBeVisible();
  await expect(page.getByLabel('First name')).toHaveValue('Wanda');
  await page.getByLabel('Mobile phone').fill('(312) 555-0171');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await context.close();
}

/** By night the text is held until the morning: then the sandbox's clock is moved past it. */
async function arrives(page: Page, person: Locator): Promise<void> {
  const isHere = await person.waitFor({ timeout: 8_000 }).then(
    () => true,
    () => false,
  );
  if (isHere) return;
  await page.getByRole('button', { name: 'Let time pass' }).click();
  await page.getByRole('menuitem', { name: '1 day' }).click();
  await expect(person).toBeVisible({ timeout: 90_000 });
}

async function makeKey(page: Page): Promise<string> {
  await page.goto('/settings/keys');
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Which program is it for?').fill('Booking tool');
  await page.getByRole('button', { name: 'Make the key' }).click();
  const key = (await page.getByTestId('new-key').textContent()) ?? '';
  expect(key).toMatch(/^baton_[\w-]{43}$/);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByRole('button', { name: 'Revoke Booking tool' })).toBeVisible();
  return key;
}
