import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ROOT } from '#scripts/system/system.ts';

const ON_SYSTEMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser that is here: BATON_CHROMIUM, Playwright's own, the system's. Null when there is none. */
export function findChromium(): string | null {
  const own = process.env.BATON_CHROMIUM;
  if (own) return own;
  return [chromium.executablePath(), ...ON_SYSTEMS].find((file) => existsSync(file)) ?? null;
}

/**
 * The browser for `npm test`, fetched when there is none: by Playwright, else by apt as root.
 * @throws with the ways to mend it.
 */
export function ensureChromium(say: (sentence: string) => void): string {
  const found = findChromium();
  if (found) return found;
  const ways: ReadonlyArray<[what: string, command: string, args: string[]]> = [
    ['by Playwright', join(ROOT, 'node_modules/.bin/playwright'), ['install', 'chromium']],
    ...(process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
      ? ([
          ['by apt-get update', 'apt-get', ['update', '-q']],
          ['by apt-get install', 'apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium']],
        ] as Array<[string, string, string[]]>)
      : []),
  ];
  for (const [what, command, args] of ways) {
    say(`fetching Chromium ${what} ...`);
    try {
      execFileSync(command, args, {
        stdio: 'pipe',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    } catch (error) {
      const said = String((error as { stderr?: Buffer }).stderr ?? '')
        .trim()
        .split('\n')
        .at(-1);
      say(`not ${what}: ${said || (error as Error).message}`);
    }
    const now = findChromium();
    if (now) return now;
  }
  throw new Error(
    'The browser tests need Chromium, and it could not be fetched. Install it (apt-get install chromium, or npx playwright install chromium), or set BATON_CHROMIUM to one.',
  );
}
