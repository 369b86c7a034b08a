import { readName } from '#workflows/leads/cell-values.ts';
import { type ColumnTarget, targetOfName } from '#workflows/leads/columns.ts';
import { countryOf } from '#workflows/leads/country-names.ts';
import type { LeadChange } from './lead-row.ts';
import { changeOf, joined } from './lead-values.ts';

/** What was posted, field by field, as text. Field names are the hosted form's or another site's own. */
export type Posted = Readonly<Record<string, string>>;

/** Fields that are about the post and not about the lead. */
export const FORM_FIELDS = {
  /** `yes`: the box beside the consent wording was ticked. */
  consent: 'textConsent',
  /** Which of our wordings stood there. */
  version: 'consentVersion',
  /** The words, where another site has its own. */
  wording: 'consentWording',
  /** The same on every try to send the same answers. */
  token: 'token',
  /** ISO 8601; when the person pressed the button, where the post comes later. */
  submittedAt: 'submittedAt',
  /** Out of sight of people: only programs fill it in. */
  trap: 'leaveThisEmpty',
} as const;

export type Answers = {
  change: LeadChange;
  message: string;
  /** Everything that is no fact of a lead, in the poster's own words. */
  others: readonly { name: string; value: string }[];
  consent: { version: string; wording: string } | null;
  token: string | null;
  /** Milliseconds of wall time; null: just now. */
  submittedWallMs: number | null;
};

export type FieldErrors = Readonly<Record<string, string>>;
export type ReadAnswers = { ok: true; answers: Answers } | { ok: false; errors: FieldErrors };

export const MESSAGE_MOST = 2_000;
const NAME_MOST = 80;
const FIELDS_MOST = 60;
const OTHER_MOST = 500;

/** What a stranger may say of a lead. Stage, score, owner, tags and ids are the workspace's own business. */
const TAKEN: readonly ColumnTarget[] = [
  'firstName',
  'lastName',
  'fullName',
  'company',
  'email',
  'cellPhone',
  'homePhone',
  'workPhone',
  'phone',
  'street',
  'city',
  'region',
  'postalCode',
  'country',
  'website',
];
/** They stand in the first line of a text: a stranger's advertising must not. */
const NAMES: readonly ColumnTarget[] = ['firstName', 'lastName', 'fullName', 'company'];
const MESSAGES = new Set(['message', 'comment', 'comments', 'question', 'notes']);
const OWN = new Set<string>(Object.values(FORM_FIELDS));

/** @param country of the workspace, for numbers without a country code */
export function readAnswers(posted: Posted, country: string): ReadAnswers {
  const fields = Object.entries(posted).map(([name, value]) => [name, clean(value)] as const);
  const errors: Record<string, string> = {};
  if (fields.length > FIELDS_MOST) {
    return { ok: false, errors: { form: `A form has at most ${FIELDS_MOST} fields.` } };
  }
  if (fields.some(([name, value]) => name === FORM_FIELDS.trap && value !== '')) {
    const why =
      'A field that people do not see was filled in, as programs do. If you are a person, send it once more.';
    return { ok: false, errors: { form: why } };
  }
  const changes: LeadChange[] = [];
  const others: { name: string; value: string }[] = [];
  const message: string[] = [];
  const home = countryGiven(fields) ?? country;
  for (const [name, value] of fields) {
    if (value === '' || OWN.has(name)) continue;
    const target = targetOfName(name);
    if (MESSAGES.has(name.toLowerCase())) message.push(value);
    else if (target !== null && TAKEN.includes(target)) {
      const read = NAMES.includes(target) ? nameFault(value) : null;
      const found = read === null ? changeFor(target, value, home) : { ok: false as const, reason: read };
      if (found === null) others.push({ name, value });
      else if (found.ok) changes.push(found.change);
      else errors[name] = found.reason;
    } else others.push({ name, value: value.slice(0, OTHER_MOST) });
  }
  const words = message.join('\n\n');
  if (words.length > MESSAGE_MOST) errors.message = `A message has at most ${MESSAGE_MOST} characters.`;
  // The first of two numbers of one kind counts: the field above stands for the better one.
  const change = joined([...changes].reverse());
  const submitted = posted[FORM_FIELDS.submittedAt]?.trim() ?? '';
  const submittedWallMs = submitted === '' ? null : Date.parse(submitted);
  if (Number.isNaN(submittedWallMs)) {
    errors[FORM_FIELDS.submittedAt] = 'Write the time as ISO 8601, such as 2026-12-03T18:00:00Z.';
  }
  const isAsking = isYes(posted[FORM_FIELDS.consent] ?? '');
  const phone = change.cellPhone ?? change.homePhone ?? change.workPhone ?? null;
  if (Object.keys(errors).length === 0) {
    if (isAsking && phone === null) {
      errors.phone = 'Give the number that the texts may go to, or leave the box below unticked.';
    } else if (phone === null && !change.email) {
      errors.email = 'Give an email address or a phone number, so that somebody can answer you.';
    }
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return {
    ok: true,
    answers: {
      change,
      message: words,
      others,
      consent: isAsking
        ? { version: posted[FORM_FIELDS.version] ?? '', wording: clean(posted[FORM_FIELDS.wording] ?? '') }
        : null,
      token: tokenOf(posted[FORM_FIELDS.token] ?? ''),
      submittedWallMs,
    },
  };
}

function changeFor(target: ColumnTarget, value: string, country: string) {
  switch (target) {
    case 'fullName': {
      const { firstName, lastName } = readName(value);
      return { ok: true as const, change: lastName === '' ? { firstName } : { firstName, lastName } };
    }
    case 'phone':
      return changeOf({ field: 'cellPhone', value }, { country, how: '' });
    case 'country': {
      const code = countryOf(value);
      return code === null ? null : { ok: true as const, change: { country: code, countryHow: 'given' } };
    }
    default:
      return changeOf({ field: target, value }, { country, how: '' });
  }
}

function countryGiven(fields: readonly (readonly [string, string])[]): string | null {
  const given = fields.find(([name]) => targetOfName(name) === 'country');
  return given === undefined ? null : countryOf(given[1]);
}

function nameFault(value: string): string | null {
  if (value.length > NAME_MOST) return `This is longer than ${NAME_MOST} characters.`;
  return /:\/\/|\bwww\./i.test(value) ? 'Write a name here, without a web address.' : null;
}

/** As browsers and form tools say that a box was ticked. */
function isYes(value: string): boolean {
  return /^(?:yes|on|true|1|checked|agree[ds]?)$/i.test(value.trim());
}

function tokenOf(text: string): string | null {
  const token = text.trim();
  return token === '' || token.length > 100 ? null : token;
}

/** Without control characters, but for the ends of lines. */
function clean(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
      .trim()
  );
}
