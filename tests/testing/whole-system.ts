import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { systemCaller } from '#prisma/caller.ts';
import { type Db, openDatabase } from '#prisma/client.ts';
import { enrolByHand } from '#prisma/enrolments.ts';
import type { Failpoint } from '#prisma/failpoint.ts';
import type { Lead, Sender, Workspace } from '#prisma/generated/client.ts';
import { seal } from '#prisma/secrets.ts';
import { seedLeads, seedPlay, seedWorkspace } from '#prisma/testing/seed.ts';
import { type RunningSystem, startRunningSystem } from '#scripts/testing/running-system.ts';
import { temporalClient } from '#temporal/client/connection.ts';
import { type SandboxClient, sandboxClient } from '#temporal/client/sandbox.ts';

/** The whole product under its own supervisor, with the doors that tests of faults need: its database, Temporal and the witness. */
export type WholeSystem = {
  system: RunningSystem;
  db: Db;
  client: Client;
  carrier: SandboxClient;
  seal: (text: string) => string;
  /** Arms a failpoint: the `nth` passing kills the process that passes. */
  arm: (name: Failpoint, nth: number) => void;
  /** Whether the failpoint has not struck yet. */
  isArmed: (name: Failpoint) => boolean;
  until: <T>(what: string, probe: () => Promise<T | null | false>, limitMs?: number) => Promise<T>;
  /** Starts it again after the supervisor was killed. */
  restart: () => Promise<void>;
  close: () => Promise<void>;
};

export async function openWholeSystem(): Promise<WholeSystem> {
  const home = mkdtempSync(join(tmpdir(), 'baton-whole-'));
  const failpoints = join(home, 'failpoints');
  mkdirSync(failpoints);
  const env = { BATON_FAILPOINTS: failpoints };
  let system = await startRunningSystem({ home, env });
  const secrets: { BATON_SECRET: string; BATON_CARRIER_TOKEN: string } = JSON.parse(
    readFileSync(join(home, 'secrets.json'), 'utf8'),
  );
  const secret = Uint8Array.from(Buffer.from(secrets.BATON_SECRET, 'hex'));
  const run = system.run();
  if (run === null) throw new Error('The system does not say what runs.');
  const db = openDatabase(join(home, 'baton.db'));
  const carrier = sandboxClient({ url: run.carrierUrl, token: secrets.BATON_CARRIER_TOKEN });
  await carrier.setSettings({
    smsRequestsPerSecond: null,
    emailRequestsPerSecond: null,
    numberThroughputPerSecond: null,
    refuseExampleDomains: false,
    personasOn: false,
  });
  const { client, close } = temporalClient({
    address: run.temporalAddress,
    namespace: run.temporalNamespace,
    apiKey: null,
  });
  const port = Number(new URL(run.url).port);
  return {
    get system() {
      return system;
    },
    db,
    client,
    carrier,
    seal: (text) => seal(text, secret),
    arm: (name, nth) => writeFileSync(join(failpoints, name), String(nth)),
    isArmed: (name) => existsSync(join(failpoints, name)),
    async until(what, probe, limitMs = 120_000) {
      const endMs = Date.now() + limitMs;
      for (;;) {
        const found = await probe();
        if (found !== null && found !== false) return found as never;
        if (Date.now() > endMs) throw new Error(`Waited ${limitMs} ms for ${what}.`);
        await sleep(50);
      }
    },
    async restart() {
      system = await startRunningSystem({ home, port, env });
    },
    async close() {
      await close();
      await db.close();
      await system.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export type Crowd = { workspace: Workspace; sender: Sender; playId: string };

/** A workspace with a play whose waits are short, ready to take leads in. */
export async function openCrowd(whole: WholeSystem, document: unknown, waitMs: number): Promise<Crowd> {
  const { workspace, sender } = await seedWorkspace(whole.db, whole.seal, Date.now());
  const { playId } = await seedPlay(whole.db, sender, document, waitMs);
  await whole.until('the carrier to know the sender', async () => {
    const known: unknown = await whole.carrier.accounts().catch(() => null);
    return JSON.stringify(known).includes(sender.smsNumber ?? '?');
  });
  return { workspace, sender, playId };
}

export async function enrolMore(whole: WholeSystem, crowd: Crowd, count: number): Promise<Lead[]> {
  const leads = await seedLeads(whole.db, crowd.workspace.id, count);
  await enrolByHand(whole.db, systemCaller(crowd.workspace.id), {
    playId: crowd.playId,
    leadIds: leads.map((lead) => lead.id),
    wallMs: Date.now(),
  });
  return leads;
}

/** What must hold when everything has come to rest, whatever was killed: nothing twice, nothing lost. */
export type Account = {
  enrolments: number;
  ended: number;
  /** Messages that the carrier accepted more than once. */
  twice: string[];
  /** Enrolments without a next action, and messages that are neither at the carrier nor shown as not sent or unconfirmed. */
  lost: string[];
  unconfirmed: number;
};

export async function accountFor(whole: WholeSystem, crowd: Crowd): Promise<Account> {
  const { db, carrier } = whole;
  const where = { workspaceId: crowd.workspace.id };
  const enrolments = await db.write.enrolment.findMany({ where });
  const messages = await db.write.message.findMany({ where: { ...where, direction: 'out' } });
  const witness = await carrier.witness({ by: 'body', limit: 100_000 });
  const numbers = new Set(messages.map((m) => m.toAddress));
  const rows = witness.rows.filter((row) => numbers.has(row.to));
  const atCarrier = new Set(rows.flatMap((row) => row.messageIds));
  const lost = [
    ...enrolments.filter((e) => e.status === 'running').map((e) => `enrolment ${e.id} is still running`),
    ...messages
      .filter(
        (m) =>
          m.state === 'calling' ||
          m.state === 'inDoubt' ||
          (m.state === 'accepted' && !atCarrier.has(m.providerId)),
      )
      .map((m) => `message ${m.id} is ${m.state}`),
  ];
  return {
    enrolments: enrolments.length,
    ended: enrolments.filter((e) => e.status === 'ended').length,
    twice: rows
      .filter((row) => row.accepted > 1)
      .map((row) => `${row.to}: ${row.body} (${row.accepted} times)`),
    lost,
    unconfirmed: messages.filter((m) => m.state === 'unconfirmed').length,
  };
}

export async function inFlight(whole: WholeSystem, crowd: Crowd): Promise<number> {
  return whole.db.write.enrolment.count({
    where: { workspaceId: crowd.workspace.id, status: { not: 'ended' } },
  });
}
