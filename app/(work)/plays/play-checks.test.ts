import { describe, expect, it } from 'vitest';
import { checksOf, checksOfEach } from '#app/(work)/plays/play-checks.ts';
import { systemCaller } from '#prisma/caller.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import { byHand, email, end, seedPlay, seedWorkspace, straightPlay, text } from '#prisma/testing/seed.ts';
import { updateWorkspace } from '#prisma/workspaces.ts';
import { compile } from '#workflows/compile/compile.ts';
import type { CompileContext } from '#workflows/compile/context.ts';
import { parsePlay } from '#workflows/compile/parse.ts';

const NAMELESS = straightPlay('Nameless', [
  byHand,
  text('first', 'Shall we talk? Reply STOP to end.'),
  email('mail', 'Subject', 'Words'),
  end,
]);

async function workspace() {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  return { db, sender, caller: systemCaller(workspace.id) };
}

function compiled(document: unknown, context: CompileContext) {
  const parsed = parsePlay(document);
  if (!parsed.ok) throw new Error('Not a play.');
  return compile(parsed.play, context);
}
const errors = (document: unknown, context: CompileContext) =>
  compiled(document, context)
    .problems.filter((problem) => problem.severity === 'error')
    .map((problem) => problem.code);

describe('a play is checked', () => {
  it('by who its messages come from: their brand, their country, their postal address', async () => {
    const { db, caller, sender } = await workspace();
    expect(errors(NAMELESS, await checksOf(db, caller))).toEqual(['sms-no-brand']);
    await db.write.sender.update({ where: { id: sender.id }, data: { postalAddress: '' } });
    expect(errors(NAMELESS, await checksOf(db, caller))).toEqual(['sms-no-brand', 'email-no-postal-address']);
    await db.write.sender.deleteMany();
    expect(errors(NAMELESS, await checksOf(db, caller))).toEqual([]);
  });

  it('by the sender that is chosen, else by that of its live version, else by the first', async () => {
    const { db, caller, sender } = await workspace();
    const other = {
      ...sender,
      id: 'other',
      hookKey: 'other',
      brand: 'Osprey',
      createdAtMs: sender.createdAtMs + 1,
    };
    await db.write.sender.create({ data: other });
    const { playId } = await seedPlay(db, { ...sender, id: 'other' }, NAMELESS);
    const brandOf = async (of: Parameters<typeof checksOf>[2]) =>
      (await checksOf(db, caller, of)).sender?.brand;
    expect(await brandOf({})).toBe('Kestrel Yard');
    expect(await brandOf({ playId: 'never published' })).toBe('Kestrel Yard');
    expect(await brandOf({ playId })).toBe('Osprey');
    expect(await brandOf({ playId, senderId: sender.id })).toBe('Kestrel Yard');
    const each = await checksOfEach(db, caller);
    expect([each(playId).sender?.brand, each('new').sender?.brand]).toEqual(['Osprey', 'Kestrel Yard']);
  });

  it('with the workspace’s own pauses before a text of unknown fate is looked for', async () => {
    const { db, caller } = await workspace();
    const plan = async () => {
      const { ok, ...built } = compiled(
        straightPlay('Named', [byHand, text('first', 'Kestrel Yard. STOP to end.'), end]),
        await checksOf(db, caller),
      );
      if (!ok || !('plan' in built)) throw new Error('It has problems.');
      return built;
    };
    const before = await plan();
    expect(before.plan.doubtMs).toEqual([15_000, 60_000, 300_000]);
    expect(await updateWorkspace(db, caller, { doubtLastMs: 600_000 })).toEqual({ ok: true });
    const after = await plan();
    expect(after.plan.doubtMs).toEqual([15_000, 60_000, 600_000]);
    expect(after.bounds.stayMs - before.bounds.stayMs).toBe(300_000);
    expect(await updateWorkspace(db, caller, { doubtFirstMs: 1_000 })).toMatchObject({
      ok: false,
      field: 'doubtFirstMs',
      reason: 'At least 5 seconds.',
    });
  });
});
