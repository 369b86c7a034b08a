import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';

/**
 * The whole thread, as people walk it: an owner's account, a play drawn and published, leads imported, texted and
 * mailed on the sandbox; one answers and takes their branch, one says STOP and is still mailed, one stays silent.
 */

const LEADS = `First Name,Last Name,Email,Mobile,State,Country
Ada,Answer,ada@harbor-freight.example.org,(312) 555-0141,IL,US
Sam,Stop,sam@harbor-freight.example.org,(312) 555-0142,IL,US
Sia,Silent,sia@harbor-freight.example.org,(312) 555-0143,IL,US
Bad,Row,not-an-email,12,IL,US
`;
const NAMES = ['Ada Answer', 'Sam Stop', 'Sia Silent'] as const;

const SHOTS = 'test-results/thread';
let shots = 0;
/** A picture of every page, light and dark, to be looked at beside the drawings. */
async function picture(page: Page, name: string): Promise<void> {
  shots += 1;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({
      // As it looks once it has taken on the other theme.
      animations: 'disabled',
      path: join(SHOTS, `${String(shots).padStart(2, '0')}-${name}-${colorScheme}.png`),
    });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

test.use({ actionTimeout: 20_000, navigationTimeout: 30_000 });

test('a play drawn in the browser is performed for real leads', async ({ page }) => {
  test.setTimeout(300_000);
  mkdirSync(SHOTS, { recursive: true });

  await test.step('the owner makes an account', async () => {
    await page.goto('/');
    await expect(page).toHaveURL(/welcome/);
    await picture(page, 'welcome');
    await page.getByLabel('Your name').fill('Dana Okafor');
    await page.getByLabel('Email').fill('dana@kestrel-yard.example.org');
    await page.getByLabel('Password').fill('correct-horse-9');
    await page.getByLabel('Workspace').fill('Kestrel Yard');
    await page.getByRole('button', { name: /make|create/i }).click();
    await expect(page).not.toHaveURL(/welcome/);
    await picture(page, 'home');
  });

  await test.step('draws a play and publishes it', async () => {
    // Marketing mail must show where it comes from.
    await page.goto('/settings/senders');
    await page.getByLabel('Postal address').fill('218 N Jefferson St, Chicago IL 60661');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
    await picture(page, 'senders');
    await page.goto('/plays');
    await page.getByRole('button', { name: 'New play' }).first().click();
    await page.getByLabel('Name').fill('Gate times');
    await page.getByRole('button', { name: 'Draw it' }).click();
    await page.waitForURL(/plays\/[0-9a-f-]{36}/);
    await drawPlay(page);
    await picture(page, 'canvas');
    await page.getByRole('button', { name: 'Publish…' }).click();
    await picture(page, 'publish');
    await page.getByRole('dialog').getByRole('button', { name: 'Publish v1' }).click();
    await expect(page.getByText('v1 is live').first()).toBeVisible();
  });

  await test.step('imports leads, with their consent said for the list', async () => {
    await page.goto('/leads/import');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'leads.csv', mimeType: 'text/csv', buffer: Buffer.from(LEADS) });
    await expect(page.getByRole('combobox', { name: 'What Mobile becomes' })).toHaveText('Cell phone');
    await page.getByRole('checkbox', { name: /^Everyone in this file agreed/ }).check();
    await page.getByLabel('Proof').fill('Box on the demo form, wording of May, kept in the CRM.');
    await picture(page, 'import');
    await page.getByRole('button', { name: 'Import leads.csv' }).click();
    await page.waitForURL(/leads\/import\/[0-9a-f-]{36}/);
    await expect(page.getByRole('heading', { name: 'Rejected rows' })).toBeVisible();
    await picture(page, 'import-report');
    await page.goto('/leads');
    for (const name of NAMES) await expect(page.getByRole('link', { name }).first()).toBeVisible();
    await picture(page, 'leads');
  });

  await test.step('each lead gets the first text, in their own hours', async () => {
    await page.goto('/sandbox');
    await expect(async () => {
      // By night the texts are held until the morning, each lead's at its own minute.
      if ((await conversations(page)) < 3) await letTimePass(page, /next thing/);
      expect(await conversations(page)).toBe(3);
    }).toPass({ timeout: 90_000, intervals: [1_000] });
  });

  await test.step('Ada answers, Sam says STOP, Sia stays silent', async () => {
    await answer(page, 'Ada Answer', 'Sounds good, tell me more');
    await answer(page, 'Sam Stop', 'STOP');
    await picture(page, 'sandbox');
    await openLead(page, 'Ada Answer');
    await expect(page.getByText('Email sent, “Great, here is how it goes”')).toBeVisible({ timeout: 30_000 });
    await picture(page, 'lead');
  });

  await test.step('a week passes in moments', async () => {
    await page.goto('/sandbox');
    await letTimePass(page, /^1 week/);
    await expect(page.getByText(/\d+ days ahead of the wall/)).toBeVisible();
  });

  await test.step('each timeline says what happened and why', async () => {
    await openLead(page, 'Sam Stop');
    await expect(page.getByText('Opted out of texts', { exact: true })).toBeVisible();
    await expect(page.getByText('Email sent, “Worth a look this week?”')).toBeVisible();
    await expect(page.getByText('The lead opted out of texts')).toBeVisible();
    await picture(page, 'lead-stop');
    await openLead(page, 'Sia Silent');
    await expect(page.getByText('Email sent, “Worth a look this week?”')).toBeVisible();
    await expect(page.getByText('Last note from Kestrel Yard. Reply STOP to end.')).toBeVisible();
    await picture(page, 'lead-silent');
    await openLead(page, 'Ada Answer');
    await expect(page.getByText('Worth a look this week?')).toBeHidden();
    await page.goto('/plays');
    await picture(page, 'plays');
    await page.goto('/settings/operations');
    await picture(page, 'operations');
  });
});

async function drawPlay(page: Page): Promise<void> {
  const steps = page.getByRole('complementary', { name: 'Steps' });
  const details = page.getByRole('complementary', { name: 'Details' });
  const add = (name: string) => steps.getByRole('button', { name, exact: true }).click();
  const write = (label: string, words: string) => details.getByRole('textbox', { name: label }).fill(words);
  const lead = async (port: string, to: RegExp) => {
    await details.getByRole('combobox', { name: `Where “${port}” leads` }).click();
    await page.getByRole('option', { name: to }).click();
  };
  const waitCard = page.locator('.react-flow__node', { hasText: 'until they reply' });

  await page.getByRole('button', { name: /^Import/ }).click();
  await add('Text');
  await write('Message', 'Maya at Kestrel Yard here. Shall we look at your gate times? Reply STOP to end.');
  await add('Wait for a reply');
  await details.getByRole('button', { name: 'Remove Not interested' }).click();
  await add('Email');
  await write('Subject', 'Great, here is how it goes');
  await write('Message', 'Thank you for your answer. A colleague will call you.');
  await add('End');
  await waitCard.click();
  await add('Email');
  await write('Subject', 'Worth a look this week?');
  await write('Message', 'We wrote you a text and did not hear back.');
  await add('Text');
  await write('Message', 'Last note from Kestrel Yard. Reply STOP to end.');
  await lead('Sent', /^End/);
  await waitCard.click();
  await lead('No reply', /Worth a look/);
  await expect(page.getByText('every path ends')).toBeVisible();
  await expect(page.getByText(/^Saved/)).toBeVisible();
}

async function openLead(page: Page, name: string): Promise<void> {
  await page.goto('/leads');
  await page.getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

function conversations(page: Page): Promise<number> {
  return page.getByRole('complementary', { name: 'People' }).getByRole('listitem').count();
}

/** Moves the clock and waits until everything that was due on the way has happened. */
async function letTimePass(page: Page, how: RegExp): Promise<void> {
  const button = page.getByRole('button', { name: 'Let time pass' });
  const clock = page.getByRole('banner').getByRole('time');
  const before = await clock.textContent();
  await button.click();
  await page.getByRole('menuitem', { name: how }).click();
  // While it moves there is no clock to read.
  const stands = async () => (await clock.count()) === 1 && (await button.isEnabled());
  await expect
    .poll(async () => ((await stands()) ? clock.textContent() : before), { timeout: 60_000 })
    .not.toBe(before);
  await page.reload();
}

async function answer(page: Page, name: string, words: string): Promise<void> {
  await page.goto('/sandbox');
  const [firstName = name] = name.split(' ');
  await page
    .getByRole('complementary', { name: 'People' })
    .getByRole('link', { name: new RegExp(name) })
    .click();
  await page.getByRole('textbox', { name: `Answer as ${firstName}` }).fill(words);
  await page.getByRole('button', { name: `Send as ${firstName}` }).click();
  await expect(
    page.getByRole('list', { name: `Texts with ${firstName}` }).getByText(words, { exact: true }),
  ).toBeVisible();
}
