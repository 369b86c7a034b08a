import { checksData } from '#app/(work)/plays/play-checks.ts';
import type { SignedIn } from '#app/session.ts';
import type { PlaySetting, PreviewLead } from '#components/canvas/setting.ts';
import { type Caller, may } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { listLeads } from '#prisma/lead-list.ts';
import { readLead } from '#prisma/leads.ts';
import { listSenders } from '#prisma/senders.ts';
import { readWorkspace } from '#prisma/workspaces.ts';
import { type FieldSpec, fieldCatalogue, sampleValues } from '#workflows/message/fields.ts';
import { REPLY_INTENTS } from '#workflows/nodes/wait-for-reply.ts';
import { timeWords } from '#workflows/time/local-time.ts';

/** Real leads offered for previews, besides the sample. */
const PREVIEW_LEADS = 8;

/** All that the editor of one play needs to know of its workspace. */
export async function playSetting(
  db: Db,
  caller: Caller,
  workspace: SignedIn['workspace'],
  playId: string,
): Promise<PlaySetting> {
  const mayPublish = may(caller, 'plays.publish');
  const [checks, whole, senders, page] = await Promise.all([
    checksData(db, caller),
    readWorkspace(db, caller),
    mayPublish ? listSenders(db, caller) : [],
    listLeads(db, caller, { limit: PREVIEW_LEADS }),
  ]);
  const custom = checks.leadFields.filter((field) => field.name.startsWith('custom.'));
  const catalogue = fieldCatalogue(
    custom.map((field) => ({ ...field, name: field.name.slice('custom.'.length) })),
  );
  const sample = sampleLead(catalogue, workspace.timeZone);
  const [sender] = senders;
  const own = {
    ...Object.fromEntries(Object.entries(sample.values).filter(([path]) => !path.startsWith('lead.'))),
    ...(sender
      ? {
          'sender.name': sender.name,
          'sender.firstName': sender.name.split(' ')[0],
          'sender.brand': sender.brand,
          'sender.mainNumber': sender.mainNumber,
        }
      : {}),
  };
  const leads = await Promise.all(page.leads.map((row) => readLead(db, caller, row.id)));
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
    previewLeads: [
      { ...sample, values: { ...sample.values, ...own } },
      ...leads.flatMap((lead): PreviewLead[] =>
        lead === null ? [] : [previewOf(lead, own, workspace.timeZone)],
      ),
    ],
    timeZone: workspace.timeZone,
    smsHours: { from: timeWords(whole.quietToMinute), to: timeWords(whole.quietFromMinute) },
  };
}

function sampleLead(catalogue: readonly FieldSpec[], timeZone: string): PreviewLead {
  const values = sampleValues(catalogue);
  return {
    id: 'sample',
    name: `${values['lead.firstName']} ${values['lead.lastName']} (sample)`,
    company: values['lead.company'] ?? '',
    timeZone,
    phone: values['lead.cellPhone'] ?? null,
    email: values['lead.email'] ?? null,
    values,
  };
}

type LeadRecord = NonNullable<Awaited<ReturnType<typeof readLead>>>;

function previewOf(lead: LeadRecord, own: PreviewLead['values'], fallbackZone: string): PreviewLead {
  const name = `${lead.firstName} ${lead.lastName}`.trim();
  const standard = [
    'firstName',
    'lastName',
    'company',
    'city',
    'region',
    'cellPhone',
    'email',
    'website',
    'decidesBy',
  ] as const;
  return {
    id: lead.id,
    name: name || lead.company || lead.email || 'A lead',
    company: lead.company,
    timeZone: lead.timeZone ?? fallbackZone,
    phone: lead.cellPhone ?? lead.homePhone ?? lead.workPhone,
    email: lead.email,
    values: {
      ...own,
      ...Object.fromEntries(standard.map((field) => [`lead.${field}`, lead[field]])),
      ...Object.fromEntries(
        Object.entries(lead.custom).map(([field, value]) => [`lead.custom.${field}`, value]),
      ),
      ...(lead.owner
        ? { 'owner.name': lead.owner.name, 'owner.firstName': lead.owner.name.split(' ')[0] }
        : {}),
    },
  };
}
