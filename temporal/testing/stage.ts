import { randomUUID } from 'node:crypto';
import { systemCaller } from '#prisma/caller.ts';
import { enrolByHand, enrolByTrigger, type TriggerFired } from '#prisma/enrolments.ts';
import type { Sender } from '#prisma/generated/client.ts';
import { insertSandboxSender } from '#prisma/senders.ts';
import { byHand, end, NOON_MS, seedPlay, seedWorkspace, straightPlay, wait } from '#prisma/testing/seed.ts';
import { context } from '#workflows/compile/testing/context.ts';
import type { SimLead } from '#workflows/simulate/script.ts';
import type { House } from './house.ts';
import { GATE, type Pair } from './pairs.ts';

/** Where pairs are performed, one lot after another. */
export type Stage = { workspaceId: string; sender: Sender };

/** A workspace in which the play "nurture" is live, which the examples start. */
export async function openStage(house: House): Promise<Stage> {
  const { workspace, sender } = await seedWorkspace(house.db, house.seal, Date.now());
  await seedPlay(house.db, sender, NURTURE, undefined, { playId: 'nurture', context });
  return { workspaceId: workspace.id, sender };
}

const NURTURE = straightPlay('Nurture', [byHand, wait('month', 30), end]);

/** Another sender of the stage, for what strikes a whole sender. */
export async function anotherSender(house: House, workspaceId: string): Promise<Sender> {
  const { name, brand, signature, postalAddress } = GATE.sender;
  const request = {
    words: { name, brand, signature, postalAddress },
    country: 'US',
    secret: house.secret,
    nowMs: NOON_MS,
  };
  const id = await house.db.tx((tx) => insertSandboxSender(tx, workspaceId, request));
  return house.db.write.sender.update({ where: { id }, data: { smsPerSecond: 1000, emailPerSecond: 1000 } });
}

/** The pair's lead, with what they have agreed to. */
export async function seedLead(house: House, workspaceId: string, pair: Pair): Promise<void> {
  const { fields, tags } = pair.lead;
  const custom = Object.entries(fields).filter(([name]) => name.startsWith('custom.'));
  await house.db.write.lead.create({
    data: {
      id: pair.leadId,
      workspaceId,
      firstName: text(fields, 'firstName') ?? '',
      lastName: text(fields, 'lastName') ?? '',
      company: text(fields, 'company') ?? '',
      email: text(fields, 'email'),
      cellPhone: text(fields, 'cellPhone'),
      region: text(fields, 'region') ?? '',
      country: text(fields, 'country'),
      score: typeof fields.score === 'number' ? fields.score : null,
      decidesBy: text(fields, 'decidesBy'),
      custom: JSON.stringify(Object.fromEntries(custom.map(([name, value]) => [name.slice(7), value]))),
      tags: JSON.stringify(tags),
      timeZone: pair.lead.timeZone ?? null,
      zones: JSON.stringify([pair.lead.timeZone]),
      zoneHow: 'given',
      createdAtMs: NOON_MS,
      updatedAtMs: NOON_MS,
    },
  });
  for (const { channel, basis, purpose } of pair.lead.consents) {
    const address = channel === 'sms' ? text(fields, 'cellPhone') : text(fields, 'email');
    await house.db.write.consent.create({
      data: {
        id: randomUUID(),
        workspaceId,
        environment: 'sandbox',
        leadId: pair.leadId,
        channel,
        address: address ?? '',
        act: 'grant',
        basis,
        purpose,
        medium: 'form',
        atMs: 0,
      },
    });
  }
}

/** A lead's field, when it holds words. */
export function text(fields: SimLead['fields'], name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Puts a lead into a play by hand. */
export async function enter(
  house: House,
  workspaceId: string,
  playId: string,
  leadId: string,
): Promise<string> {
  const request = { playId, leadIds: [leadId], wallMs: Date.now() };
  const { entered, notEntered } = await enrolByHand(house.db, systemCaller(workspaceId), request);
  const [id] = entered;
  if (id === undefined) throw new Error(`${leadId} did not enter: ${notEntered[0]?.reason}`);
  return id;
}

/** Puts the lead into its play by the door that the play's start names. */
export async function enterByTrigger(house: House, workspaceId: string, pair: Pair): Promise<string> {
  const config = pair.play.nodes.find((node) => node.kind === 'trigger')?.config ?? {};
  if (config.by === 'hand') return enter(house, workspaceId, pair.playId, pair.leadId);
  const name = (value: unknown) => (typeof value === 'string' ? value : '');
  const trigger: TriggerFired =
    config.by === 'import'
      ? { by: 'import', tag: name(config.tag) || null }
      : config.by === 'form'
        ? { by: 'form', form: name(config.form), ageMs: 0 }
        : { by: 'signal', signal: name(config.signal), ageMs: 0 };
  const request = { leadIds: [pair.leadId], trigger, wallMs: Date.now() };
  await enrolByTrigger(house.db, systemCaller(workspaceId), request);
  const of = { playId: pair.playId, leadId: pair.leadId };
  return (await house.db.write.enrolment.findFirstOrThrow({ where: of })).id;
}
