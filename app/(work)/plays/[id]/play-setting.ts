import { previewLead, samplePreview } from '#app/(work)/plays/[id]/preview-leads.ts';
import { checksData } from '#app/(work)/plays/play-checks.ts';
import type { Doors, PlaySetting } from '#components/canvas/setting.ts';
import { type Caller, may } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { environment } from '#prisma/environment.ts';
import { listLeads } from '#prisma/lead-list.ts';
import { listSenders, type SenderView } from '#prisma/senders.ts';
import { readWorkspace } from '#prisma/workspaces.ts';
import { type FieldSpec, fieldCatalogue, sampleValues } from '#workflows/message/fields.ts';
import type { FieldValues } from '#workflows/message/merge-fields.ts';
import { REPLY_INTENTS } from '#workflows/nodes/wait-for-reply.ts';
import { GateSettings } from '#workflows/simulate/script.ts';
import { timeWords } from '#workflows/time/local-time.ts';

/** Real leads offered for previews, besides the sample. */
const PREVIEW_LEADS = 8;

/** All that the editor of one play needs to know of its workspace. */
export async function playSetting(db: Db, caller: Caller, playId: string): Promise<PlaySetting> {
  const mayPublish = may(caller, 'plays.publish');
  const [checks, whole, senders, page] = await Promise.all([
    checksData(db, caller, { playId }),
    readWorkspace(db, caller),
    mayPublish ? listSenders(db, caller) : [],
    listLeads(db, caller, { limit: PREVIEW_LEADS }),
  ]);
  const custom = checks.leadFields.filter((field) => field.name.startsWith('custom.'));
  const catalogue = fieldCatalogue(
    custom.map((field) => ({ ...field, name: field.name.slice('custom.'.length) })),
  );
  const [sender] = senders;
  const environment = sender?.environment ?? 'sandbox';
  const leads = await Promise.all(page.leads.map((row) => previewLead(db, caller, row.id, environment)));
  const own = ownValues(catalogue, sender ?? null);
  return {
    playId,
    address: `/api/plays/${playId}`,
    mayEdit: may(caller, 'plays.write'),
    mayPublish,
    ...checks,
    catalogue,
    intents: REPLY_INTENTS.map((intent) => ({
      value: intent.id,
      label: intent.label,
      help: intent.help,
    })),
    tags: [...new Set(page.leads.flatMap((lead) => lead.tags))].sort(),
    senders: senders.map((each) => ({
      id: each.id,
      name: each.name,
      brand: each.brand,
      environment: each.environment,
      smsNumber: each.smsNumber,
      emailAddress: each.emailAddress,
    })),
    previewLeads: [samplePreview(catalogue), ...leads.flatMap((lead) => lead ?? [])].map((lead) => ({
      ...lead,
      values: { ...own, ...lead.values },
    })),
    doors: doorsOf(caller, whole.formKey),
    gate: gateOf(whole, sender),
  };
}

function doorsOf(caller: Caller, formKey: string): Doors {
  const { publicUrl, localUrl } = environment();
  const base = publicUrl ?? localUrl;
  return {
    forms: `${base}/f/${formKey}/`,
    signals: `${base}/api/v1/signals`,
    keys: may(caller, 'settings.write') ? '/settings/keys' : null,
  };
}

/** What a sender says of itself in messages; before there is one, the samples. */
function ownValues(catalogue: readonly FieldSpec[], sender: SenderView | null): FieldValues {
  const samples = Object.entries(sampleValues(catalogue)).filter(([path]) => !path.startsWith('lead.'));
  return {
    ...Object.fromEntries(samples),
    ...(sender
      ? {
          'sender.name': sender.name,
          'sender.firstName': sender.name.split(' ')[0],
          'sender.brand': sender.brand,
          'sender.mainNumber': sender.mainNumber,
        }
      : {}),
  };
}

function gateOf(
  workspace: Awaited<ReturnType<typeof readWorkspace>>,
  sender: SenderView | undefined,
): GateSettings {
  const { quietFromMinute: from, quietToMinute: to } = workspace;
  return GateSettings.parse({
    ...(sender
      ? {
          sender: {
            name: sender.name,
            brand: sender.brand,
            signature: sender.signature,
            postalAddress: sender.postalAddress,
            mainNumber: sender.mainNumber,
            country: sender.country,
          },
        }
      : {}),
    quietHours: from === to ? null : { from: timeWords(from), to: timeWords(to) },
    caps: { perDay: workspace.capPerDay, perWeek: workspace.capPerWeek, minGapMs: workspace.minGapMs },
    timeZone: workspace.timeZone,
    country: workspace.country,
  });
}
