import { countryWords, phoneWords } from '#app/(work)/leads/lead-words.ts';
import type { LeadDetail } from '#components/lead/lead-sheet.ts';
import type { LeadRecord } from '#prisma/leads.ts';
import type { LeadFieldSpec } from '#workflows/leads/field-values.ts';
import { placeOf } from '#workflows/time/place.ts';
import { zoneWords } from '#workflows/time/zones.ts';

type Detail = { name: keyof LeadRecord & string; label: string; type: LeadDetail['type'] };

/** In the order of the page. */
const DETAILS: readonly Detail[] = [
  { name: 'firstName', label: 'First name', type: 'text' },
  { name: 'lastName', label: 'Last name', type: 'text' },
  { name: 'company', label: 'Company', type: 'text' },
  { name: 'email', label: 'Email', type: 'email' },
  { name: 'cellPhone', label: 'Cell', type: 'phone' },
  { name: 'workPhone', label: 'Work', type: 'phone' },
  { name: 'homePhone', label: 'Home', type: 'phone' },
  { name: 'street', label: 'Street', type: 'text' },
  { name: 'city', label: 'City', type: 'text' },
  { name: 'region', label: 'State', type: 'text' },
  { name: 'postalCode', label: 'Postal code', type: 'text' },
  { name: 'country', label: 'Country', type: 'country' },
  { name: 'timeZone', label: 'Time zone', type: 'zone' },
  { name: 'website', label: 'Website', type: 'text' },
  { name: 'score', label: 'Score', type: 'number' },
  { name: 'stage', label: 'Stage', type: 'text' },
  { name: 'source', label: 'Source', type: 'text' },
  { name: 'decidesBy', label: 'Decides by', type: 'date' },
];

const COUNTRY_HOW: Record<string, string> = {
  phone: 'from the phone number',
  workspace: 'the workspace’s own, nobody said otherwise',
};

/** The lead's values as they are edited and shown, with how each is known where nobody typed it. */
export function leadDetails(
  lead: LeadRecord,
  fields: readonly LeadFieldSpec[],
  workspaceCountry: string,
): LeadDetail[] {
  const own = fields.filter((field) => field.name.startsWith('custom.'));
  return [
    ...DETAILS.map((detail) => standardDetail(lead, detail, workspaceCountry)),
    ...own.map((field): LeadDetail => {
      const value = lead.custom[field.name.slice('custom.'.length)];
      return { ...field, value: value === null || value === undefined ? '' : String(value) };
    }),
  ];
}

function standardDetail(lead: LeadRecord, detail: Detail, workspaceCountry: string): LeadDetail {
  const { name, label, type } = detail;
  const raw = lead[name];
  const value = raw === null || raw === undefined ? '' : String(raw);
  switch (type) {
    case 'phone':
      return { name, label, type, value: value && phoneWords(value, lead.country) };
    case 'country': {
      const how = COUNTRY_HOW[lead.countryHow ?? ''];
      return { name, label, type, value, shown: value && countryWords(value), ...(how ? { how } : {}) };
    }
    case 'zone': {
      const given = lead.zoneHow === 'given';
      const place = placeOf({
        timeZone: given ? lead.timeZone : null,
        country: lead.country ?? workspaceCountry,
        region: lead.region,
        postalCode: lead.postalCode,
        phones: [lead.cellPhone, lead.homePhone, lead.workPhone].filter((phone) => phone !== null),
      });
      return {
        name,
        label,
        type,
        // Worked out, it is no value to edit: setting one overrides it, emptying it works it out again.
        value: given ? value : '',
        shown: zoneWords(place.likely),
        how: place.sentence,
      };
    }
    case 'date':
      return { name, label, type, value, ...(value ? { shown: dateWords(value) } : {}) };
    default:
      return {
        name,
        label,
        type,
        value,
        ...(name === 'website' && value ? { shown: value.replace(/^https?:\/\/(www\.)?/i, '') } : {}),
      };
  }
}

/** "2026-12-18" -> "18 Dec 2026". */
function dateWords(date: string): string {
  const atMs = Date.parse(`${date}T12:00:00Z`);
  if (Number.isNaN(atMs)) return date;
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(atMs);
}
