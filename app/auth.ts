import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { nextCookies } from 'better-auth/next-js';
import { signInAttempts } from '#app/sign-in-attempts.ts';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';

const SESSION_SECONDS = 30 * 24 * 3600;
const SIGN_IN = '/sign-in/email';

function makeAuth() {
  const env = environment();
  const baseURL = env.publicUrl ?? env.localUrl;
  const { port } = new URL(env.localUrl);
  return betterAuth({
    appName: 'Baton',
    baseURL,
    secret: env.authSecret,
    trustedOrigins: [baseURL, env.localUrl, `http://localhost:${port}`, `http://127.0.0.1:${port}`],
    database: prismaAdapter(database().write, { provider: 'sqlite' }),
    // The first account is made by prisma/owner.ts, with its workspace; nobody can make one here.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 128 },
    session: {
      expiresIn: SESSION_SECONDS,
      // Reading a page writes nothing.
      disableSessionRefresh: true,
    },
    advanced: { useSecureCookies: baseURL.startsWith('https:'), cookiePrefix: 'baton' },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 100,
      customRules: { [SIGN_IN]: { window: 60, max: 10 } },
    },
    hooks: {
      // By address of the account, since the network address of a request can be made up.
      before: createAuthMiddleware(async (context) => {
        if (context.path === SIGN_IN && !signInAttempts.take(String(context.body?.email ?? ''), Date.now())) {
          throw new APIError('TOO_MANY_REQUESTS', { code: 'TOO_MANY_REQUESTS' });
        }
      }),
    },
    telemetry: { enabled: false },
    // Has to be the last one: it passes the cookies of all others on to Next.
    plugins: [nextCookies()],
  });
}

let made: ReturnType<typeof makeAuth> | undefined;

/** Who is who. Made at the first request, so that a build needs no environment. */
export function auth(): ReturnType<typeof makeAuth> {
  made ??= makeAuth();
  return made;
}
