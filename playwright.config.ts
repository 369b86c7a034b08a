import { defineConfig, devices } from '@playwright/test';
import { freePorts } from '#scripts/system/port.ts';
import { findChromium } from '#scripts/testing/chromium.ts';

// Chosen once by the runner; the workers, which read this file again, inherit it.
process.env.BATON_E2E_PORT ??= String(await freePorts(3));
const executablePath = findChromium();

/** Browser tests: tests/<what>.e2e.ts against the whole product, started by the real supervisor. */
export default defineConfig({
  testDir: '.',
  testMatch: /(^|\/)(tests|app)\/.*\.e2e\.ts$/,
  globalSetup: './scripts/testing/system-for-browser.ts',
  // One system, one database: tests that ran side by side would see each other's leads.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results/browser',
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    baseURL: `http://127.0.0.1:${process.env.BATON_E2E_PORT}`,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
