import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCaller } from '#prisma/caller.ts';
import { type Db, openDatabase } from '#prisma/client.ts';
import { enrolByHand } from '#prisma/enrolments.ts';
import type { Sender, Workspace } from '#prisma/generated/client.ts';
import { importLeadFile } from '#prisma/lead-file-import.ts';
import { seal } from '#prisma/secrets.ts';
import { seedWorkspace } from '#prisma/testing/seed.ts';
import { readSecrets } from '#scripts/system/secrets.ts';
import { type RunningSystem, startRunningSystem } from '#scripts/testing/running-system.ts';
import { type SandboxClient, sandboxClient } from '#temporal/client/sandbox.ts';

/** The whole product as `npm start` runs it, on a state folder of its own, with a workspace whose caps are out of the way. */
export type BenchSystem = {
  system: RunningSystem;
  db: Db;
  carrier: SandboxClient;
  workspace: Workspace;
  sender: Sender;
  /** What the system's secrets are sealed with. */
  secret: Uint8Array;
  until: <T>(what: string, probe: () => Promise<T | null | false>, limitMs?: number) => Promise<T>;
  close: () => Promise<void>;
};

const LOOK_MS = 20;

export async function openBenchSystem(env: Record<string, string> = {}): Promise<BenchSystem> {
  const system = await startRunningSystem({ env });
  const db = openDatabase(`${system.home}/baton.db`);
  const close = async () => {
    await db.close();
    await system.remove();
  };
  try {
    const kept = readSecrets(system.home);
    const run = system.run();
    if (!kept.ok || run === null) throw new Error('The system does not say what runs.');
    const { BATON_CARRIER_TOKEN: token, BATON_SECRET } = kept.secrets;
    const secret = Uint8Array.from(Buffer.from(BATON_SECRET, 'hex'));
    const carrier = sandboxClient({ url: run.carrierUrl, token, timeoutMs: 30_000 });
    await setRateLimits(carrier, 'off');
    const { workspace, sender } = await seedWorkspace(db, (words) => seal(words, secret), Date.now());
    await until('the carrier to know the sender', async () =>
      (await carrier.accounts()).sms.some(({ numbers }) => numbers.includes(sender.smsNumber ?? '?')),
    );
    return { system, db, carrier, workspace, sender, secret, until, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a real carrier allows one number and one account, or no limit at all. */
export async function setRateLimits(carrier: SandboxClient, limits: 'off' | 'default'): Promise<void> {
  await carrier.setSettings({
    smsRequestsPerSecond: null,
    emailRequestsPerSecond: limits === 'off' ? null : 5,
    numberThroughputPerSecond: null,
  });
}

async function until<T>(
  what: string,
  probe: () => Promise<T | null | false>,
  limitMs = 1_800_000,
): Promise<T> {
  const endMs = Date.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found !== null && found !== false) return found;
    if (Date.now() > endMs) throw new Error(`Waited ${limitMs} ms for ${what}.`);
    await sleep(LOOK_MS);
  }
}

export type BenchLead = { id: string; cellPhone: string };

/** A file of leads in Chicago, each with a number of its own. @param from number of the first; no two files share one */
function* leadFile(from: number, count: number): Generator<string> {
  yield 'first name,last name,company,cell phone,email,state,zip\n';
  for (let n = from; n < from + count; n++) {
    yield `Dana,Lead ${n},Harbor Freightways,773-${numberOf(n)},dana.${n}@example.org,IL,60661\n`;
  }
}

/** Exchanges from 220: 211 is no exchange. */
const numberOf = (n: number) => `${220 + Math.floor(n / 10_000)}-${String(n % 10_000).padStart(4, '0')}`;

/**
 * Imports new leads who have agreed to texts, by the door that the site uses.
 * @returns in the order of the file
 */
export async function importCrowd(
  { db, workspace }: Pick<BenchSystem, 'db' | 'workspace'>,
  from: number,
  count: number,
  tag: string | null = null,
): Promise<BenchLead[]> {
  const done = await importLeadFile(db, systemCaller(workspace.id), {
    fileName: `leads-${from}.csv`,
    bytes: Readable.from(leadFile(from, count)).map((line: string) => Buffer.from(line)),
    tag,
    consent: {
      wording: 'Text me about my request. STOP to end.',
      medium: 'form',
      evidence: 'bench',
      by: 'bench',
    },
  });
  if (!done.ok) throw new Error(done.reason);
  if (done.report.created !== count) throw new Error(`${done.report.created} of ${count} leads were new.`);
  const { importId } = done.report;
  return db.rows((sql) =>
    sql.all<BenchLead>(
      `SELECT l."id", l."cellPhone" FROM "ImportedLead" i JOIN "Lead" l ON l."id" = i."leadId"
       WHERE i."importId" = ? ORDER BY i."rowNumber"`,
      importId,
    ),
  );
}

/** Puts leads into a play. @returns ids of their enrolments */
export async function enrolCrowd(
  { db, workspace }: Pick<BenchSystem, 'db' | 'workspace'>,
  playId: string,
  leads: readonly BenchLead[],
): Promise<string[]> {
  const leadIds = leads.map(({ id }) => id);
  const request = { playId, leadIds, wallMs: Date.now() };
  const { entered, notEntered } = await enrolByHand(db, systemCaller(workspace.id), request);
  if (notEntered.length > 0)
    throw new Error(`${notEntered.length} leads did not enter: ${notEntered[0]?.reason}`);
  return entered;
}
