import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '#prisma/environment.ts';
import type { Secrets } from '#scripts/system/secrets.ts';

/** The checkout this program runs from. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** What was built from this checkout's sources; anything in it can be made again. */
export const CACHE = join(ROOT, 'node_modules/.cache/baton');

/** Where one system keeps its state and listens. Two systems run side by side when home and ports differ. */
export interface System {
  home: string;
  cache: string;
  host: string;
  ports: { web: number; carrier: number; temporal: number };
  url: string;
  carrierUrl: string;
  temporal: { address: string; namespace: string; apiKey: string | null; isEmbedded: boolean };
  databaseFile: string;
}

/** Everything that follows from what a person set: the carrier listens one port above the site, Temporal two. */
export function systemOf(settings: Settings, root = ROOT): System {
  const web = settings.BATON_PORT;
  const carrier = settings.BATON_CARRIER_PORT ?? web + 1;
  const temporal = settings.BATON_TEMPORAL_PORT ?? web + 2;
  const home = resolve(root, settings.BATON_HOME ?? '.baton');
  const host = settings.BATON_HOST;
  // Listening everywhere is not an address that this machine can call.
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return {
    home,
    cache: resolve(
      settings.BATON_CACHE ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'baton'),
    ),
    host,
    ports: { web, carrier, temporal },
    url: `http://${reachable}:${web}`,
    carrierUrl: `http://127.0.0.1:${carrier}`,
    temporal: {
      address: settings.TEMPORAL_ADDRESS ?? `127.0.0.1:${temporal}`,
      namespace: settings.TEMPORAL_NAMESPACE,
      apiKey: settings.TEMPORAL_API_KEY ?? null,
      isEmbedded: settings.TEMPORAL_ADDRESS === undefined,
    },
    databaseFile: join(home, 'baton.db'),
  };
}

/** Variables to hand to a process. */
export type Variables = Record<string, string | undefined>;

/** What each process of the system is handed (prisma/environment.ts parses it there). */
export function environmentOf(system: System, secrets: Secrets, settings: Settings): Variables {
  return {
    BATON_HOME: system.home,
    BATON_DB: system.databaseFile,
    BATON_PORT: String(system.ports.web),
    BATON_LOCAL_URL: system.url,
    BATON_CARRIER_URL: system.carrierUrl,
    BATON_CARRIER_PORT: String(system.ports.carrier),
    BATON_CARRIER_TOKEN: secrets.BATON_CARRIER_TOKEN,
    BATON_SECRET: settings.BATON_SECRET ?? secrets.BATON_SECRET,
    BETTER_AUTH_SECRET: settings.BETTER_AUTH_SECRET ?? secrets.BETTER_AUTH_SECRET,
    BETTER_AUTH_URL: settings.BATON_URL ?? system.url,
    TEMPORAL_ADDRESS: system.temporal.address,
    TEMPORAL_NAMESPACE: system.temporal.namespace,
    ...(settings.BATON_URL ? { BATON_URL: settings.BATON_URL } : {}),
    ...(system.temporal.apiKey ? { TEMPORAL_API_KEY: system.temporal.apiKey } : {}),
    ...(settings.BATON_OWNER_EMAIL && settings.BATON_OWNER_PASSWORD
      ? { BATON_OWNER_EMAIL: settings.BATON_OWNER_EMAIL, BATON_OWNER_PASSWORD: settings.BATON_OWNER_PASSWORD }
      : {}),
    NEXT_TELEMETRY_DISABLED: '1',
  };
}
