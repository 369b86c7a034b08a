import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';

/**
 * The process environment, parsed once. Every variable Baton reads is named here, with the sentence that says how to
 * mend a mistake; other code takes an `Environment` and never looks at `process.env`.
 *
 * `parseSettings` reads what a person may set before a start. `parseEnvironment` reads what the supervisor
 * (scripts/start.ts) hands to each process it starts: the same, with every default filled in and the secrets of
 * `.baton/secrets.json`.
 */

const port = (name: string) =>
  z.coerce
    .number({ error: `${name} must be a port number from 1 to 65535.` })
    .int(`${name} must be a whole port number.`)
    .min(1, `${name} must be a port number from 1 to 65535.`)
    .max(65_535, `${name} must be a port number from 1 to 65535.`);

const origin = (name: string, protocols: RegExp, example: string) =>
  z
    .string()
    .refine((text) => {
      const url = URL.canParse(text) ? new URL(text) : null;
      return url !== null && protocols.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash;
    }, `${name} must be an address without a path, such as ${example}.`)
    .transform((text) => new URL(text).origin);

const hostAndPort = (name: string) =>
  z
    .string()
    .regex(/^[^\s:/]+:\d{1,5}$/, `${name} must be a host and a port, such as temporal.example.com:7233.`);

const secretKey = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, 'BATON_SECRET must be 64 hexadecimal digits (32 bytes): openssl rand -hex 32.');

const authSecret = z.string().min(32, 'BETTER_AUTH_SECRET must have at least 32 characters.');

const temporalNamespace = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'TEMPORAL_NAMESPACE may hold letters, digits, dots, dashes.');

/** What a person may set before `npm start`; all of it optional. */
const settingsShape = {
  /** Folder of all state. Default `.baton` in the checkout. */
  BATON_HOME: z.string().optional(),
  /** Folder of what several checkouts share (the Temporal server's binary). Default `~/.cache/baton`. */
  BATON_CACHE: z.string().optional(),
  /** Address to listen on. Default 127.0.0.1; 0.0.0.0 lets other machines in. */
  BATON_HOST: z.string().default('127.0.0.1'),
  BATON_PORT: port('BATON_PORT').default(3210),
  BATON_CARRIER_PORT: port('BATON_CARRIER_PORT').optional(),
  BATON_TEMPORAL_PORT: port('BATON_TEMPORAL_PORT').optional(),
  /**
   * Public HTTPS address that real senders use in links, callbacks and signature checks. A proxy answers there; what it
   * says of where a request came from (the end of `X-Forwarded-For`) is believed.
   */
  BATON_URL: origin('BATON_URL', /^https:$/, 'https://baton.example.com').optional(),
  BATON_OWNER_EMAIL: z.email('BATON_OWNER_EMAIL must be an email address.').optional(),
  BATON_OWNER_PASSWORD: z
    .string()
    .min(8, 'BATON_OWNER_PASSWORD must have at least 8 characters.')
    .max(128, 'BATON_OWNER_PASSWORD may have at most 128 characters.')
    .optional(),
  BATON_SECRET: secretKey.optional(),
  BETTER_AUTH_SECRET: authSecret.optional(),
  /** A Temporal cluster of your own; without it the embedded server is started. */
  TEMPORAL_ADDRESS: hostAndPort('TEMPORAL_ADDRESS').optional(),
  TEMPORAL_NAMESPACE: temporalNamespace.default('baton'),
  TEMPORAL_API_KEY: z.string().optional(),
  /** A Temporal CLI binary of your own, of the pinned version. */
  TEMPORAL_CLI_PATH: z.string().optional(),
};

const ownerIsWhole = (owner: { BATON_OWNER_EMAIL?: string; BATON_OWNER_PASSWORD?: string }) =>
  (owner.BATON_OWNER_EMAIL === undefined) === (owner.BATON_OWNER_PASSWORD === undefined);
const ownerIsHalf =
  'BATON_OWNER_EMAIL and BATON_OWNER_PASSWORD make the owner together: set both or neither (then the first visit asks).';

const settingsSchema = z.object(settingsShape).refine(ownerIsWhole, ownerIsHalf);

/** What each process of a running system is given. */
const environmentSchema = z
  .object({
    BATON_HOME: z.string({ error: 'BATON_HOME is not set.' }),
    BATON_DB: z.string({ error: 'BATON_DB is not set.' }),
    BATON_LOCAL_URL: origin('BATON_LOCAL_URL', /^http:$/, 'http://127.0.0.1:3210'),
    BATON_URL: settingsShape.BATON_URL,
    BATON_CARRIER_URL: origin('BATON_CARRIER_URL', /^http:$/, 'http://127.0.0.1:3211'),
    BATON_CARRIER_TOKEN: z
      .string({ error: 'BATON_CARRIER_TOKEN is not set.' })
      .min(16, 'BATON_CARRIER_TOKEN must have at least 16 characters.'),
    BATON_WORKFLOW_BUNDLE: z.string().optional(),
    BATON_SECRET: secretKey,
    BETTER_AUTH_SECRET: authSecret,
    BATON_OWNER_EMAIL: settingsShape.BATON_OWNER_EMAIL,
    BATON_OWNER_PASSWORD: settingsShape.BATON_OWNER_PASSWORD,
    TEMPORAL_ADDRESS: hostAndPort('TEMPORAL_ADDRESS'),
    TEMPORAL_NAMESPACE: temporalNamespace,
    TEMPORAL_API_KEY: settingsShape.TEMPORAL_API_KEY,
  })
  .refine(ownerIsWhole, ownerIsHalf);

export type Settings = z.infer<typeof settingsSchema>;

export interface Environment {
  /** Absolute folder of all state. */
  readonly home: string;
  /** Absolute path of the SQLite file. */
  readonly databaseFile: string;
  /** Where this machine reaches the site; sandbox senders use it in links and callbacks. */
  readonly localUrl: string;
  /** Where everyone reaches the site; null without BATON_URL. Real senders need it. */
  readonly publicUrl: string | null;
  /** Base address of the sandbox carrier. */
  readonly carrierUrl: string;
  /** Shows the carrier that whoever steers it (personas, faults, the phone at /sandbox) is this installation. */
  readonly carrierToken: string;
  readonly temporal: { readonly address: string; readonly namespace: string; readonly apiKey: string | null };
  /** File of the prebuilt workflow bundle; null where the worker has to bundle by itself (tests). */
  readonly workflowBundle: string | null;
  /** Signs sessions. */
  readonly authSecret: string;
  /** 32 bytes that seal providers' keys and sign unsubscribe links. */
  readonly secret: Uint8Array;
  /** The owner to make at the first start, when given by the environment. */
  readonly owner: { readonly email: string; readonly password: string } | null;
}

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; mistakes: string[] };

type Source = Record<string, string | undefined>;

/** An empty variable is an unset one: `BATON_URL= npm start` means "none". */
function withoutEmpty(source: Source): Source {
  return Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
}

function sentences(error: z.ZodError): string[] {
  return error.issues.map((issue) =>
    issue.message.endsWith('.') ? issue.message : `${issue.path.join('.')}: ${issue.message}.`,
  );
}

/** What a person set before a start; one sentence a mistake. */
export function parseSettings(source: Source): Parsed<Settings> {
  const parsed = settingsSchema.safeParse(withoutEmpty(source));
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, mistakes: sentences(parsed.error) };
}

/** What the supervisor handed to this process; one sentence a mistake. */
export function parseEnvironment(source: Source): Parsed<Environment> {
  const parsed = environmentSchema.safeParse(withoutEmpty(source));
  if (!parsed.success) return { ok: false, mistakes: sentences(parsed.error) };
  const found = parsed.data;
  const home = resolve(found.BATON_HOME);
  return {
    ok: true,
    value: {
      home,
      databaseFile: isAbsolute(found.BATON_DB) ? found.BATON_DB : join(home, found.BATON_DB),
      localUrl: found.BATON_LOCAL_URL,
      publicUrl: found.BATON_URL ?? null,
      carrierUrl: found.BATON_CARRIER_URL,
      carrierToken: found.BATON_CARRIER_TOKEN,
      temporal: {
        address: found.TEMPORAL_ADDRESS,
        namespace: found.TEMPORAL_NAMESPACE,
        apiKey: found.TEMPORAL_API_KEY ?? null,
      },
      workflowBundle: found.BATON_WORKFLOW_BUNDLE ?? null,
      authSecret: found.BETTER_AUTH_SECRET,
      secret: Uint8Array.from(Buffer.from(found.BATON_SECRET, 'hex')),
      owner:
        found.BATON_OWNER_EMAIL && found.BATON_OWNER_PASSWORD
          ? { email: found.BATON_OWNER_EMAIL, password: found.BATON_OWNER_PASSWORD }
          : null,
    },
  };
}

let parsedOnce: Environment | undefined;

/**
 * This process's environment, parsed at the first call.
 * Throws with one line a mistake: a process without it was started by hand and cannot do anything right.
 */
export function environment(): Environment {
  if (parsedOnce === undefined) {
    const parsed = parseEnvironment(process.env);
    if (!parsed.ok) {
      throw new Error(
        `This process lacks its environment; "npm start" and "npm run baton" set it.\n${parsed.mistakes.join('\n')}`,
      );
    }
    parsedOnce = parsed.value;
  }
  return parsedOnce;
}
