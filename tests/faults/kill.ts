import { systemCaller } from '#prisma/caller.ts';
import { actOnRun } from '#prisma/enrolments.ts';
import type { Failpoint } from '#prisma/failpoint.ts';
import type { Lead } from '#prisma/generated/client.ts';
import { byHand, email, end, straightPlay, text, wait } from '#prisma/testing/seed.ts';
import { type Crowd, enrolMore, inFlight, openCrowd } from '#tests/testing/crowd.ts';
import type { WholeSystem } from '#tests/testing/whole-system.ts';

type Edges = { edges: { from: string; port: string; to: string }[] };

const straight = straightPlay('Kill', [
  byHand,
  text('first', 'First text. STOP to end.'),
  { id: 'tag', kind: 'set', config: { fields: [], addTags: ['texted'], removeTags: [] } },
  {
    id: 'reply',
    kind: 'waitForReply',
    config: { duration: { value: 1, unit: 'days' }, channels: ['sms', 'email'], intents: [], optOut: false },
  },
  email('mail', 'A mail', 'Some words.'),
  wait('days', 2),
  text('last', 'Last text. STOP to end.'),
  end,
]) as Edges;

/** Three sends on every way: the first text, a mail whether or not the lead replies, the last text. */
const PLAY = {
  ...straight,
  edges: [
    ...straight.edges.filter((edge) => edge.from !== 'reply'),
    { from: 'reply', port: 'noReply', to: 'mail' },
    { from: 'reply', port: 'otherwise', to: 'mail' },
  ],
};
const WAIT_MS = 1_500;
/** Leads that must be on their way when something dies. */
const FLYING = 100;
const PATIENCE_MS = 60_000;

export const openFlight = (whole: WholeSystem): Promise<Crowd> =>
  openCrowd(whole, PLAY, WAIT_MS, ['first', 'mail', 'last']);

/**
 * Leads until enough are on their way; every fifth answers, so that webhooks and jobs are under way too, and a person
 * pauses and resumes every tenth.
 */
export async function keepFlying(whole: WholeSystem, crowd: Crowd): Promise<void> {
  const flying = await inFlight(whole, crowd);
  const leads = await enrolMore(whole, crowd, Math.max(25, FLYING + 25 - flying));
  // Nobody waits for these: where something has just died they come late, and to a lead who has gone on not at all.
  for (const [i, lead] of leads.entries()) {
    if (i % 5 === 0) answer(whole, crowd, lead).catch(() => undefined);
    if (i % 10 === 3) pauseAndResume(whole, crowd, lead).catch(() => undefined);
  }
  const now = await inFlight(whole, crowd);
  if (now < FLYING) throw new Error(`Only ${now} leads are in flight.`);
}

async function answer(whole: WholeSystem, crowd: Crowd, lead: Lead): Promise<void> {
  const from = lead.cellPhone ?? '';
  await whole.until('a text', async () => (await whole.carrier.phone(from)).messages.length > 0, PATIENCE_MS);
  await whole.carrier.textAsLead({
    from,
    to: crowd.sender.smsNumber ?? '',
    body: 'Sounds good, tell me more',
  });
}

async function pauseAndResume(whole: WholeSystem, crowd: Crowd, lead: Lead): Promise<void> {
  const caller = systemCaller(crowd.workspace.id);
  for (const [act, status] of [
    ['pause', 'waiting'],
    ['resume', 'paused'],
  ] as const) {
    const found = () => whole.db.read.enrolment.findFirst({ where: { leadId: lead.id, status } });
    const { id } = await whole.until(status, found, PATIENCE_MS);
    await actOnRun(whole.db, caller, { enrolmentId: id, act, wallMs: Date.now(), by: 'Dana Okafor' });
  }
}

/** Passings that a hundred leads surely make in some seconds; where only those who answer come past, fewer. */
const MANY = 25;
const FEW = 3;
const RARE: readonly Failpoint[] = [
  'check-after-find',
  'record-after-commit',
  'job-before-handling',
  'job-after-handling',
];

/** Leads come in until somebody passes the failpoint, on a slow machine too; then it is a failpoint nobody passes. */
const LOTS = 10;
const LOT_MS = 10_000;

/**
 * Kills whoever passes this failpoint, with enough leads in flight.
 * @param chance in [0, 1): which passing strikes
 * @throws when nobody comes past it
 */
export async function strikeAt(
  whole: WholeSystem,
  crowd: Crowd,
  name: Failpoint,
  chance: number,
): Promise<void> {
  const makesDoubt = name === 'check-after-find';
  if (makesDoubt) await whole.carrier.addFaults({ kind: 'reset', when: 'after', channel: 'sms', left: 8 });
  await keepFlying(whole, crowd);
  whole.arm(name, 1 + Math.floor(chance * (RARE.includes(name) ? FEW : MANY)));
  for (let lot = 0; lot < LOTS && whole.isArmed(name); lot++) {
    if (lot > 0) await keepFlying(whole, crowd);
    const endMs = Date.now() + LOT_MS;
    await whole.until('a strike', async () => !whole.isArmed(name) || Date.now() > endMs, 2 * LOT_MS);
  }
  if (whole.isArmed(name)) throw new Error(`Nobody came past ${name}.`);
  if (makesDoubt) await whole.carrier.liftFaults();
}

export const KILLED = ['worker', 'web', 'temporal', 'supervisor'] as const;
export type Killed = (typeof KILLED)[number];

/** Kills one part without a warning, and waits until it serves again. */
export async function kill(whole: WholeSystem, part: Killed): Promise<void> {
  whole.system.signal(part, 'SIGKILL');
  if (part === 'supervisor') await whole.restart();
  await whole.system.up();
}

/** Until a text or a mail is on its way to the carrier. */
export async function untilCalling(whole: WholeSystem, crowd: Crowd): Promise<void> {
  const where = { workspaceId: crowd.workspace.id, state: 'calling' };
  await whole.until('a call under way', async () => (await whole.db.write.message.count({ where })) > 0);
}
