import { createHash } from 'node:crypto';
import { formConsentWording } from '#workflows/message/form-consent.ts';
import type { Trigger } from '#workflows/node.ts';
import { FORM_NAME } from '#workflows/nodes/trigger.ts';
import type { Db, Tx } from './client.ts';

/** A form as anybody on the internet may see it. */
export type FormDoor = {
  workspaceId: string;
  /** The workspace's, for phone numbers without one. */
  country: string;
  form: string;
  /** Whom people give their answers, and their consent, to. */
  brand: string;
  /** Where texts come from; null: from nowhere yet. */
  textsFrom: string | null;
  wording: ConsentWording;
  /** Where consent given here counts: the environments of the plays that the form starts. */
  environments: ('sandbox' | 'real')[];
  /** Whether a play that is live, or paused, takes its answers. A closed form still keeps what reaches it. */
  open: boolean;
};

export type ConsentWording = { text: string; version: string };

/** A key is 20 characters of this kind; anything else is looked up nowhere. */
const KEY = /^[\w-]{10,40}$/;

/**
 * The form behind an address. Nobody is signed in, so there is no Caller: the key names the workspace, and nothing but
 * this can be read by it. A name that no play ever had is no form; one whose plays are gone is a closed form, because
 * other sites go on posting to it.
 */
export async function readFormDoor(
  db: Tx | Db['read'],
  address: { key: string; form: string },
): Promise<FormDoor | null> {
  const { key, form } = address;
  if (!KEY.test(key) || !FORM_NAME.test(form)) return null;
  const workspace = await db.workspace.findUnique({
    where: { formKey: key },
    select: { id: true, name: true, country: true, capPerWeek: true },
  });
  if (workspace === null) return null;
  const workspaceId = workspace.id;
  // The name is of letters, digits and dashes: no wildcard, no quote.
  const everHad = await db.playVersion.findMany({
    where: { workspaceId, triggers: { contains: `"${form}"` } },
    orderBy: [{ publishedAtMs: 'asc' }, { id: 'asc' }],
    select: { id: true, triggers: true, senderId: true, environment: true },
  });
  const versions = everHad.filter((version) =>
    (JSON.parse(version.triggers) as Trigger[]).some((each) => each.by === 'form' && each.form === form),
  );
  if (versions.length === 0) return null;
  const live = await db.play.findMany({
    where: {
      workspaceId,
      archivedAtMs: null,
      state: { in: ['live', 'paused'] },
      liveVersionId: { in: versions.map((version) => version.id) },
    },
    select: { liveVersionId: true },
  });
  const open = versions.filter((version) => live.some((play) => play.liveVersionId === version.id));
  const asking = open.length > 0 ? open : versions.slice(-1);
  const sender = await db.sender.findFirst({
    where: { workspaceId, id: { in: asking.map((version) => version.senderId) } },
    orderBy: [{ createdAtMs: 'asc' }, { id: 'asc' }],
    select: { brand: true, smsNumber: true },
  });
  const brand = sender?.brand ?? workspace.name;
  const text = formConsentWording(brand, workspace.capPerWeek);
  return {
    workspaceId,
    country: workspace.country,
    form,
    brand,
    textsFrom: sender?.smsNumber ?? null,
    wording: { text, version: versionOf(text) },
    environments: [
      ...new Set(
        asking.map((version) => (version.environment === 'real' ? ('real' as const) : ('sandbox' as const))),
      ),
    ],
    open: open.length > 0,
  };
}

/** Names a wording by what it says: two that differ in a letter are two versions. */
export function versionOf(wording: string): string {
  return createHash('sha256').update(wording).digest('hex').slice(0, 12);
}
