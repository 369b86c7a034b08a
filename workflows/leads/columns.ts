import { readBoolean, readDay, readEmail, readNumber, readZone } from '#workflows/leads/cell-values.ts';
import { countryOf } from '#workflows/leads/country-names.ts';
import { readPhone } from '#workflows/leads/phone.ts';
import { US_STATES } from '#workflows/time/us-places.ts';

/** What a column of a file becomes. */
export const COLUMN_TARGETS = [
  { id: 'firstName', label: 'First name' },
  { id: 'lastName', label: 'Last name' },
  { id: 'fullName', label: 'Full name' },
  { id: 'company', label: 'Company' },
  { id: 'email', label: 'Email' },
  { id: 'cellPhone', label: 'Cell phone' },
  { id: 'homePhone', label: 'Home phone' },
  { id: 'workPhone', label: 'Work phone' },
  { id: 'phone', label: 'Phone, of whatever kind' },
  { id: 'street', label: 'Street' },
  { id: 'city', label: 'City' },
  { id: 'region', label: 'State or region' },
  { id: 'postalCode', label: 'Postal code' },
  { id: 'country', label: 'Country' },
  { id: 'timeZone', label: 'Time zone' },
  { id: 'website', label: 'Website' },
  { id: 'score', label: 'Score' },
  { id: 'stage', label: 'Stage' },
  { id: 'source', label: 'Source' },
  { id: 'decidesBy', label: 'Decides by' },
  { id: 'tags', label: 'Tags' },
  { id: 'externalId', label: 'Id in the other program' },
  { id: 'custom', label: 'A field of your own' },
  { id: 'ignore', label: 'Leave out' },
] as const;

/** Columns that a file may have; more than any list of leads, fewer than a browser cannot hand back. */
export const MOST_COLUMNS = 1_000;
/** Characters of a heading and of a sample that are kept: they are shown, and come back from the browser. */
export const MOST_SHOWN = 200;

export type ColumnTarget = (typeof COLUMN_TARGETS)[number]['id'];

export interface Column {
  /** As in the file; "Column 3" where it has no heading. */
  header: string;
  target: ColumnTarget;
  /** Why it was guessed so: by its heading, by what stands in it, or not at all (it becomes a field of its own). */
  how: 'heading' | 'content' | 'unmatched' | 'chosen';
  /** Of a `custom` column: the field it becomes. */
  custom: { name: string; label: string; type: 'text' | 'number' | 'date' | 'boolean' } | null;
  /** Of an `externalId` column: which program it names, for the key. */
  source: string | null;
  /** A few values, for the person who checks the mapping. */
  samples: readonly string[];
}

/** Headings in small letters without spaces and signs. The same heading is never in two rows. */
const HEADINGS: Readonly<Partial<Record<ColumnTarget, string>>> = {
  firstName:
    'firstname first fname givenname given forename prenom nombre vorname contactfirstname leadfirstname',
  lastName:
    'lastname last lname surname familyname family nom apellido apellidos nachname contactlastname leadlastname',
  fullName:
    'name fullname contactname contact leadname customername customer person personname displayname nomcomplet',
  company:
    'company companyname organization organisation org account accountname business businessname employer firm societe entreprise empresa firma leadcompany',
  email:
    'email emailaddress mail emailid workemail businessemail primaryemail contactemail useremail courriel correo correoelectronico adressemail',
  cellPhone:
    'cell cellphone mobile mobilephone mobilenumber cellnumber cellphonenumber mobileno mob handy portable movil celular smsnumber textnumber mobiletelephone',
  homePhone:
    'phone1 home homephone homenumber homephonenumber phonehome hometelephone tel1 telephone1 residencephone',
  workPhone:
    'phone2 work workphone worknumber workphonenumber phonework businessphone officephone office directphone directline worktelephone companyphone tel2 telephone2',
  phone:
    'phone phonenumber telephone telephonenumber tel number contactnumber primaryphone phoneno telefono telefon contactphone phone3 otherphone',
  street:
    'address street address1 streetaddress addressline1 mailingaddress mailingstreet billingaddress billingstreet street1 adresse direccion strasse',
  city: 'city town suburb locality mailingcity billingcity ville ciudad stadt municipality post_town posttown',
  region:
    'state province region stateprovince st mailingstate billingstate stateregion county_state prov estado bundesland',
  postalCode:
    'zip zipcode postal postalcode postcode zippostal zippostalcode mailingzip billingzip mailingpostalcode plz codepostal codigopostal pincode post',
  country: 'country countrycode nation mailingcountry billingcountry pays pais land countryregion',
  timeZone: 'timezone tz zone timezonename ianatimezone',
  website: 'web website url site webaddress homepage companywebsite domain companydomain',
  score: 'score leadscore rating',
  stage: 'stage status leadstatus leadstage lifecyclestage',
  source: 'source leadsource origin channelsource utmsource',
  decidesBy: 'decidesby decisiondate decideby targetdate closedate expectedclosedate needby needsby',
  tags: 'tags tag labels label lists segments',
  externalId:
    'id leadid contactid recordid crmid externalid salesforceid sfid hubspotid customerid personid uuid objectid',
};

const BY_HEADING: ReadonlyMap<string, ColumnTarget> = new Map(
  Object.entries(HEADINGS).flatMap(([target, headings]) =>
    headings.split(' ').map((heading): [string, ColumnTarget] => [heading, target as ColumnTarget]),
  ),
);

/** What a field of this name holds, by the same names as in files: "first_name", "Email address"; null: none we know. */
export function targetOfName(name: string): ColumnTarget | null {
  return BY_HEADING.get(plainHeading(name)) ?? null;
}

/** Two columns may not fill one field, but for these. */
const MAY_REPEAT: ReadonlySet<ColumnTarget> = new Set(['phone', 'tags', 'custom', 'ignore', 'externalId']);

function plainHeading(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** Whether a first row holds headings: several that are known, or none that looks like a lead's own value. */
export function isHeading(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  const known = filled.filter((cell) => BY_HEADING.has(plainHeading(cell))).length;
  if (known >= 2 || (known === 1 && filled.length <= 2)) return true;
  const looksLikeData = filled.some((cell) => readEmail(cell) !== null || /^[\d\s()+./-]{5,}$/.test(cell));
  return !looksLikeData && filled.length > 1 && known >= 1;
}

/**
 * What each column becomes, by its heading, then by what stands in it. What matches nothing becomes a field of the
 * workspace's own, so that nothing in a file is lost; a column that is empty is left out.
 */
export function guessColumns(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  country: string,
): Column[] {
  const taken = new Set<ColumnTarget>();
  const names = new Set<string>();
  const take = (target: ColumnTarget | null): ColumnTarget | null => {
    if (target === null || (taken.has(target) && !MAY_REPEAT.has(target))) return null;
    taken.add(target);
    return target;
  };
  const values = headers.map((_, i) =>
    rows.map((row) => row[i]?.trim() ?? '').filter((value) => value !== ''),
  );
  // All headings first: a heading that is known must not lose its field to a column that only looks like it.
  const byHeading = headers.map((header) => take(BY_HEADING.get(plainHeading(header)) ?? null));
  return headers.map((heading, i): Column => {
    const header = heading.trim() === '' ? `Column ${i + 1}` : heading.trim().slice(0, MOST_SHOWN);
    const found = values[i] ?? [];
    const samples = [...new Set(found)].slice(0, 3).map((value) => value.slice(0, MOST_SHOWN));
    const column = (target: ColumnTarget, how: Column['how']): Column => ({
      header,
      target,
      how,
      samples,
      custom: target === 'custom' ? customField(header, found, country, names) : null,
      source: target === 'externalId' ? sourceOf(header) : null,
    });
    const headed = byHeading[i] ?? null;
    if (headed !== null) return column(headed, 'heading');
    if (found.length === 0) return column('ignore', 'content');
    const content = take(byContent(found, country));
    return content === null ? column('custom', 'unmatched') : column(content, 'content');
  });
}

/** A column whose target a person chose. */
export function chooseTarget(
  column: Column,
  target: ColumnTarget,
  others: readonly Column[],
  rows: readonly string[],
  country: string,
): Column {
  const names = new Set(
    others.flatMap((other) => (other === column || other.custom === null ? [] : [other.custom.name])),
  );
  return {
    ...column,
    target,
    how: 'chosen',
    custom: target === 'custom' ? (column.custom ?? customField(column.header, rows, country, names)) : null,
    source: target === 'externalId' ? sourceOf(column.header) : null,
  };
}

function byContent(values: readonly string[], country: string): ColumnTarget | null {
  const share = (holds: (value: string) => boolean) => values.filter(holds).length / values.length;
  if (share((value) => readEmail(value) !== null) > 0.7) return 'email';
  if (share((value) => /[\d]{3}/.test(value) && readPhone(value, country).ok) > 0.7) return 'phone';
  if (share((value) => /^(?:https?:\/\/|www\.)\S+$/i.test(value)) > 0.7) return 'website';
  if (share((value) => US_STATES[value.toUpperCase()] !== undefined) > 0.9 && country === 'US')
    return 'region';
  if (share((value) => value.length > 2 && countryOf(value) !== null) > 0.9) return 'country';
  return share((value) => readZone(value) !== null && value.includes('/')) > 0.9 ? 'timeZone' : null;
}

function sourceOf(header: string): string {
  const plain = plainHeading(header);
  if (/^sf|salesforce/.test(plain)) return 'salesforce';
  return plain.includes('hubspot') ? 'hubspot' : 'file';
}

function customField(
  header: string,
  values: readonly string[],
  country: string,
  names: Set<string>,
): Column['custom'] {
  const name = freeName(header, names);
  names.add(name);
  return { name, label: header.slice(0, 60), type: typeOf(values, country) };
}

/** "Number of docks" -> "numberOfDocks"; made distinct with a number where the file has it twice. */
function freeName(header: string, names: ReadonlySet<string>): string {
  const words = header
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const camel = words
    .map((word, i) =>
      i === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase(),
    )
    .join('')
    .replace(/^[^a-z]+/, '')
    .slice(0, 36);
  const base = camel === '' ? 'field' : camel;
  let name = base;
  for (let n = 2; names.has(name); n += 1) name = `${base}${n}`;
  return name;
}

function typeOf(values: readonly string[], country: string): 'text' | 'number' | 'date' | 'boolean' {
  if (values.length === 0) return 'text';
  // "0042" is a code, not a number: its zeros must stay.
  if (values.every((value) => readNumber(value) !== null && !/^0\d/.test(value) && value.length < 16))
    return 'number';
  if (values.every((value) => readDay(value, country) !== null)) return 'date';
  return values.every((value) => readBoolean(value) !== null) ? 'boolean' : 'text';
}
