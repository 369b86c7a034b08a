import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemCaller } from '#prisma/caller.ts';
import { actOnRun } from '#prisma/enrolments.ts';
import { FAILPOINTS } from '#prisma/failpoint.ts';
import { byHand, email, end, straightPlay, text, wait } from '#prisma/testing/seed.ts';
import {
  accountFor,
  type Crowd,
  enrolMore,
  inFlight,
  openCrowd,
  openWholeSystem,
  type WholeSystem,
} from '#tests/testing/whole-system.ts';

const PLAY = straightPlay('Kill', [
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
]);
/** The straight play's edges know no reply: both of its ways lead on. */
const document = {
  ...(PLAY as { edges: { from: string; port: string; to: string }[] }),
  edges: [
    ...(PLAY as { edges: { from: string; port: string; to: string }[] }).edges.filter(
      (edge) => edge.from !== 'reply',
    ),
    { from: 'reply', port: 'noReply', to: 'mail' },
    { from: 'reply', port: 'otherwise', to: 'mail' },
  ],
};

let whole: WholeSystem;
let crowd: Crowd;
beforeAll(async () => {
  whole = await openWholeSystem();
  crowd = await openCrowd(whole, document, 1_500);
}, 300_000);
afterAll(() => whole?.close());

/** Some of them answer, so that webhooks and jobs are under way when something dies. */
async function moreLeads(count: number): Promise<void> {
  const leads = await enrolMore(whole, crowd, count);
  const talkers = leads.filter((_, i) => i % 5 === 0);
  void (async () => {
    for (const lead of talkers) {
      await whole
        .until(
          'a text to answer',
          async () => (await whole.carrier.phone(lead.cellPhone ?? '')).messages.length > 0,
        )
        .then(() =>
          whole.carrier.textAsLead({
            from: lead.cellPhone ?? '',
            to: crowd.sender.smsNumber ?? '',
            body: 'Sounds good, tell me more',
          }),
        )
        .catch(() => undefined);
    }
  })();
}

async function everythingRests(): Promise<void> {
  const resumed = new Set<string>();
  await whole.until(
    'every lead to come to an end',
    async () => {
      // Who answered when no step was waiting is held for a person: here is one.
      const held = await whole.db.read.enrolment.findMany({
        where: { workspaceId: crowd.workspace.id, status: 'held' },
        select: { id: true },
      });
      for (const { id } of held.filter((row) => !resumed.has(row.id))) {
        resumed.add(id);
        await actOnRun(whole.db, systemCaller(crowd.workspace.id), {
          enrolmentId: id,
          act: 'resume',
          wallMs: Date.now(),
          by: 'Dana Okafor',
        });
      }
      return (await inFlight(whole, crowd)) === 0;
    },
    240_000,
  );
}

describe('with at least a hundred leads in flight', () => {
  it('nothing is sent twice and nothing is lost when a process dies at each named point', async () => {
    const struck: string[] = [];
    for (const [i, name] of FAILPOINTS.entries()) {
      await moreLeads(100);
      expect(await inFlight(whole, crowd)).toBeGreaterThanOrEqual(100);
      if (name === 'check-after-find')
        await whole.carrier.addFaults({ kind: 'reset', when: 'after', channel: 'sms', left: 5 });
      whole.arm(name, 1 + (i % 7) * 3);
      await whole.until(`${name} to strike`, async () => !whole.isArmed(name), 60_000);
      struck.push(name);
    }
    await whole.carrier.liftFaults();
    await everythingRests();
    const account = await accountFor(whole, crowd);
    console.log(JSON.stringify({ struck: struck.length, ...account }));
    expect(account.twice).toEqual([]);
    expect(account.lost).toEqual([]);
    expect(struck).toEqual([...FAILPOINTS]);
  }, 600_000);

  it.each(['worker', 'web', 'temporal', 'supervisor'] as const)(
    'nothing is sent twice and nothing is lost when %s is killed',
    async (part) => {
      await moreLeads(100);
      await whole.until(
        'the first texts',
        async () =>
          (await whole.db.write.message.count({
            where: { workspaceId: crowd.workspace.id, state: 'calling' },
          })) > 0,
      );
      whole.system.signal(part, 'SIGKILL');
      if (part === 'supervisor') await whole.restart();
      await whole.system.up();
      await everythingRests();
      const account = await accountFor(whole, crowd);
      expect(account.twice).toEqual([]);
      expect(account.lost).toEqual([]);
    },
    300_000,
  );
});
