import type { PreviewLead } from '#components/canvas/setting.ts';
import type { Caller } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { consentsOfLead } from '#prisma/consents.ts';
import { readLead } from '#prisma/leads.ts';
import { type FieldSpec, sampleValues } from '#workflows/message/fields.ts';
import { SAMPLE_LEAD, SimConsent, type SimLead } from '#workflows/simulate/script.ts';
import { givenZone } from '#workflows/time/place.ts';

/** The lead everybody has, so that a play can be tried before there is a real one. */
export function samplePreview(catalogue: readonly FieldSpec[]): PreviewLead {
  const values = sampleValues(catalogue);
  const { firstName, lastName, company } = SAMPLE_LEAD.fields;
  return {
    id: 'sample',
    name: `${firstName} ${lastName} (sample)`,
    company: String(company ?? ''),
    phone: values['lead.cellPhone'] ?? null,
    email: values['lead.email'] ?? null,
    values: Object.fromEntries(Object.entries(values).filter(([path]) => path.startsWith('lead.'))),
    simulated: SAMPLE_LEAD,
  };
}

const FIELDS = [
  'firstName',
  'lastName',
  'company',
  'email',
  'cellPhone',
  'homePhone',
  'workPhone',
  'city',
  'region',
  'postalCode',
  'country',
  'website',
  'score',
  'stage',
  'source',
  'decidesBy',
] as const;

/** A real lead for previews and simulations, with their consents in this environment. Null when it is gone. */
export async function previewLead(
  db: Db,
  caller: Caller,
  leadId: string,
  environment: string,
): Promise<PreviewLead | null> {
  const [lead, ledger] = await Promise.all([
    readLead(db, caller, leadId),
    consentsOfLead(db, caller, leadId),
  ]);
  if (lead === null) return null;
  const name = `${lead.firstName} ${lead.lastName}`.trim();
  const fields = {
    ...Object.fromEntries(FIELDS.map((field) => [field, lead[field]])),
    ...Object.fromEntries(Object.entries(lead.custom).map(([field, value]) => [`custom.${field}`, value])),
  };
  return {
    id: lead.id,
    name: name || lead.company || lead.email || 'A lead',
    company: lead.company,
    phone: lead.cellPhone ?? lead.homePhone ?? lead.workPhone,
    email: lead.email,
    values: {
      ...Object.fromEntries(Object.entries(fields).map(([field, value]) => [`lead.${field}`, value])),
      ...(lead.owner
        ? { 'owner.name': lead.owner.name, 'owner.firstName': lead.owner.name.split(' ')[0] }
        : {}),
    },
    simulated: {
      fields,
      tags: lead.tags,
      // One that was worked out is worked out again, as the gate does: several may be possible.
      timeZone: givenZone(lead) ?? undefined,
      ...agreed(ledger.filter((row) => row.environment === environment)),
    },
  };
}

/** Grants, and channels whose last word was a refusal. */
function agreed(ledger: Awaited<ReturnType<typeof consentsOfLead>>): Pick<SimLead, 'consents' | 'optedOut'> {
  const consents = ledger
    .filter((row) => row.act === 'grant')
    .flatMap((row) => {
      const consent = SimConsent.safeParse({ channel: row.channel, basis: row.basis, purpose: row.purpose });
      return consent.success ? [consent.data] : [];
    });
  const optedOut = (['sms', 'email'] as const).filter((channel) => {
    const last = ledger.findLast((row) => row.channel === channel && row.act !== 'grant');
    return last?.act === 'revoke';
  });
  return { consents, optedOut };
}
