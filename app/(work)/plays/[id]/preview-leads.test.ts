import { expect, it } from 'vitest';
import { previewLead } from '#app/(work)/plays/[id]/preview-leads.ts';
import { claimSend } from '#prisma/send-claims.ts';
import { atFirstSend } from '#prisma/testing/first-send.ts';
import { GateSettings } from '#workflows/simulate/script.ts';
import { simWorld, verdictFor } from '#workflows/simulate/sim-world.ts';

/** 08:30 in New York, 07:30 in Chicago: Florida's 850 has both clocks. */
const EARLY_MS = Date.parse('2026-12-03T13:30:00Z');
const OPENS_MS = Date.parse('2026-12-03T14:00:00Z');
const PENSACOLA_OR_TALLAHASSEE = '+18505550100';

it.each([
  ['worked out from the number: hours of every place it may be', 'area code', OPENS_MS],
  ['given by a person: hours of that one', 'given', null],
])('a lead is simulated with the hours it is sent in; a zone %s', async (_, zoneHow, opensMs) => {
  const setting = await atFirstSend();
  const { db, lead, workspace } = setting;
  await db.write.lead.update({
    where: { id: lead.id },
    data: {
      cellPhone: PENSACOLA_OR_TALLAHASSEE,
      region: '',
      timeZone: 'America/New_York',
      zones: '["America/New_York","America/Chicago"]',
      zoneHow,
    },
  });
  await db.write.consent.updateMany({ data: { address: PENSACOLA_OR_TALLAHASSEE } });
  const request = setting.request(1, { dueAtMs: EARLY_MS });
  if (!request.draft.ok) throw new Error('The draft is written.');
  request.draft.draft.toAddress = PENSACOLA_OR_TALLAHASSEE;

  const claim = await claimSend(db, request, { wallMs: EARLY_MS });
  const preview = await previewLead(
    db,
    { workspaceId: workspace.id, userId: 'u1', role: 'owner' },
    lead.id,
    'sandbox',
  );
  if (preview === null) throw new Error('The lead is there.');
  const gate = GateSettings.parse({ quietHours: null });
  const verdict = verdictFor(
    simWorld(preview.simulated, gate, EARLY_MS),
    { channel: 'sms', purpose: 'marketing', dueAtMs: EARLY_MS, giveUpMs: request.giveUpMs },
    EARLY_MS,
  );
  if (opensMs === null) {
    expect(verdict.kind).toBe('allow');
    expect(claim.kind).toBe('call');
  } else {
    expect(verdict).toMatchObject({ kind: 'defer', untilMs: opensMs });
    expect(claim).toMatchObject({ kind: 'settled', outcome: { kind: 'defer', untilMs: opensMs } });
  }
});
