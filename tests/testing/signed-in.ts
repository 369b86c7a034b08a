import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ensureSite } from '#scripts/system/build.ts';
import { ROOT } from '#scripts/system/system.ts';
import { OWNER, type WholeSystem } from '#tests/testing/whole-system.ts';

/** Somebody signed in to the running site, who presses what a page offers. */
export type SignedIn = {
  /** Calls a server action of a page by HTTP, as the page's own script does. */
  act: (page: string, action: string, args: unknown[]) => Promise<void>;
};

const manifest = z.object({
  node: z.record(
    z.string(),
    z.object({ exportedName: z.string().optional(), filename: z.string().optional() }),
  ),
});

/** Signs the owner in and makes them a member of this workspace alone. */
export async function signIn(whole: WholeSystem, workspaceId: string): Promise<SignedIn> {
  const { url } = whole.system;
  await whole.db.write.member.updateMany({ where: { user: { email: OWNER.email } }, data: { workspaceId } });
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(OWNER),
  });
  if (!answer.ok) throw new Error(`Signing in was answered with ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.slice(0, one.indexOf(';')))
    .join('; ');
  const site = join(ROOT, await ensureSite(() => undefined, {}));
  const { node } = manifest.parse(
    JSON.parse(readFileSync(join(site, 'server/server-reference-manifest.json'), 'utf8')),
  );
  const idOf = (action: string) => {
    const found = Object.entries(node).find(([, one]) => one.exportedName === action);
    if (found === undefined) throw new Error(`The site has no server action called ${action}.`);
    return found[0];
  };
  return {
    async act(page, action, args) {
      const response = await fetch(url + page, {
        method: 'POST',
        headers: {
          cookie,
          origin: url,
          accept: 'text/x-component',
          'content-type': 'text/plain;charset=UTF-8',
          'next-action': idOf(action),
        },
        body: JSON.stringify(args),
      });
      const text = await response.text();
      if (!response.ok)
        throw new Error(`${action} was answered with ${response.status}: ${text.slice(0, 500)}`);
    },
  };
}
