import type { LeadDraft } from '#workflows/leads/lead-draft.ts';

/**
 * What tells that two leads are one, strongest first: an id of another program, the email address, a phone number
 * together with the name (families and offices share numbers).
 */
export function leadKeys(
  lead: Pick<
    LeadDraft,
    'externalIds' | 'email' | 'cellPhone' | 'homePhone' | 'workPhone' | 'firstName' | 'lastName'
  >,
): string[] {
  const name = `${lead.firstName} ${lead.lastName}`
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const phones = [lead.cellPhone, lead.homePhone, lead.workPhone].filter((phone) => phone !== null);
  return [
    ...lead.externalIds.map(({ source, externalId }) => `id:${source}:${externalId}`),
    ...(lead.email === null ? [] : [`email:${lead.email.toLowerCase()}`]),
    ...[...new Set(phones)].map((phone) => `phone:${phone}:${name}`),
  ];
}
