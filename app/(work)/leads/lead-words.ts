import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { PlayChoice } from '#components/lead/lead-sheet.ts';
import type { RunnablePlay } from '#prisma/lead-runs.ts';

/** How a lead is called and reached, in people's form. */
type Named = {
  firstName: string;
  lastName: string;
  company: string;
  email: string | null;
  cellPhone: string | null;
  homePhone: string | null;
  workPhone: string | null;
};

/** "Priya Raman", else the company, else an address: never empty. */
export function leadName(lead: Named): string {
  return (
    `${lead.firstName} ${lead.lastName}`.trim() ||
    lead.company ||
    lead.email ||
    firstPhone(lead) ||
    'Lead without a name'
  );
}

/** "Priya", for buttons. */
export function shortName(lead: Named): string {
  return lead.firstName || leadName(lead);
}

/** The number a text would go to, as people write it; '' for none. */
export function firstPhone(lead: Named & { country?: string | null }): string {
  const phone = lead.cellPhone ?? lead.homePhone ?? lead.workPhone;
  return phone === null ? '' : phoneWords(phone, lead.country ?? null);
}

/** "(312) 555-0148" at home, "+44 20 7946 0018" abroad. */
export function phoneWords(e164: string, country: string | null): string {
  const parsed = parsePhoneNumberFromString(e164);
  if (parsed === undefined) return e164;
  const isHome =
    parsed.country === country ||
    (parsed.countryCallingCode === '1' && (country === 'US' || country === 'CA'));
  return isHome ? parsed.formatNational() : parsed.formatInternational();
}

const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** "United States"; the code itself where no name is known. */
export function countryWords(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code;
}

/** A play as the "run a play" dialog offers it. */
export function playChoice(play: RunnablePlay): PlayChoice {
  const { isIn, ...rest } = play;
  return { ...rest, refusal: isIn ? 'Is in it now' : null };
}
