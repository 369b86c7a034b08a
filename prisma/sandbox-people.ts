import { type Caller, mustBeAllowed } from './caller.ts';
import type { Db } from './client.ts';
import { leadScope } from './lead-scope.ts';
import { senderCredentials } from './senders.ts';

/** One sandbox sender as the carrier knows it: which conversations are the workspace's own. */
export type SandboxLine = {
  senderId: string;
  name: string;
  brand: string;
  smsNumber: string | null;
  emailAddress: string | null;
  /** The carrier's names of its two accounts. */
  smsAccount: string | null;
  emailAccount: string;
};

/** The workspace's lines into the sandbox carrier, oldest first. The carrier serves every workspace of the installation. */
export async function sandboxLines(db: Db, caller: Caller, secret: Uint8Array): Promise<SandboxLine[]> {
  mustBeAllowed(caller, 'leads.read');
  const senders = await db.read.sender.findMany({
    where: { workspaceId: caller.workspaceId, environment: 'sandbox' },
    orderBy: [{ createdAtMs: 'asc' }, { id: 'asc' }],
  });
  return senders.map((sender) => ({
    senderId: sender.id,
    name: sender.name,
    brand: sender.brand,
    smsNumber: sender.smsNumber,
    emailAddress: sender.emailAddress,
    smsAccount: senderCredentials(sender, secret).twilio?.accountSid ?? null,
    emailAccount: sender.hookKey,
  }));
}

export type AddressedLead = {
  id: string;
  firstName: string;
  lastName: string;
  company: string;
  country: string | null;
  timeZone: string | null;
  email: string | null;
  phones: string[];
};

type LeadRow = Omit<AddressedLead, 'phones'> & {
  cellPhone: string | null;
  homePhone: string | null;
  workPhone: string | null;
};

const COLUMNS = [
  'id',
  'firstName',
  'lastName',
  'company',
  'country',
  'timeZone',
  'email',
  'cellPhone',
  'homePhone',
  'workPhone',
];
const ADDRESSES_PER_QUERY = 200;

/** Visible leads behind numbers and email addresses; of several with the same one, the newest. */
export async function leadsOfAddresses(
  db: Db,
  caller: Caller,
  addresses: readonly string[],
): Promise<Map<string, AddressedLead>> {
  mustBeAllowed(caller, 'leads.read');
  const found = new Map<string, AddressedLead>();
  await db.rows((sql) => {
    const scope = leadScope(sql, caller);
    const columns = COLUMNS.map((name) => `l."${name}"`).join(', ');
    for (const column of ['workPhone', 'homePhone', 'cellPhone', 'email'] as const) {
      const wanted = addresses.filter((address) => (column === 'email') === address.includes('@'));
      for (let i = 0; i < wanted.length; i += ADDRESSES_PER_QUERY) {
        const chunk = wanted.slice(i, i + ADDRESSES_PER_QUERY);
        const rows = sql.all<LeadRow>(
          `SELECT ${columns} FROM "Lead" l
           WHERE l."${column}" IN (${chunk.map(() => '?').join(', ')}) AND ${scope.where} ORDER BY l."createdAtMs"`,
          ...chunk,
          ...scope.values,
        );
        for (const { cellPhone, homePhone, workPhone, ...lead } of rows) {
          const address = { email: lead.email, cellPhone, homePhone, workPhone }[column];
          const phones = [cellPhone, homePhone, workPhone].filter((phone) => phone !== null);
          if (address !== null) found.set(address, { ...lead, phones });
        }
      }
    }
  });
  return found;
}

export type MessageMoment = {
  providerId: string;
  /** Workspace clock; the carrier itself knows only the wall clock. */
  atMs: number;
  play: string | null;
};

/** When messages of the workspace were sent or came in, by the provider's id. */
export async function momentsOfMessages(
  db: Db,
  caller: Caller,
  providerIds: readonly string[],
): Promise<Map<string, MessageMoment>> {
  mustBeAllowed(caller, 'leads.read');
  const rows = await db.read.message.findMany({
    where: { workspaceId: caller.workspaceId, providerId: { in: [...providerIds] } },
    select: { providerId: true, atMs: true, playId: true },
  });
  const plays = await db.read.play.findMany({
    where: { id: { in: rows.flatMap((row) => row.playId ?? []) }, workspaceId: caller.workspaceId },
    select: { id: true, name: true },
  });
  const names = new Map(plays.map((play) => [play.id, play.name]));
  return new Map(
    rows.flatMap(({ providerId, atMs, playId }) =>
      providerId === null
        ? []
        : [[providerId, { providerId, atMs, play: names.get(playId ?? '') ?? null }] as const],
    ),
  );
}
