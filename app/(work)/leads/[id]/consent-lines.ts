import { phoneWords } from '#app/(work)/leads/lead-words.ts';
import type { ConsentEvent, ConsentLine } from '#components/lead/lead-sheet.ts';
import type { ConsentStanding } from '#prisma/consent-standing.ts';

type Row = ConsentStanding['ledger'][number];

const BASES: Record<string, string> = {
  written: 'in writing',
  express: 'said so',
  implied: 'implied',
  permission: 'permission',
  keyword: 'by keyword',
  words: 'in their own words',
  link: 'by the unsubscribe link',
  carrier: 'told by the carrier',
  person: 'told to a person',
  complained: 'reported as spam',
};

const MEDIA: Record<string, string> = {
  form: 'on a form',
  paper: 'on paper',
  message: 'in a message',
  phone: 'on the phone',
  person: 'in person',
  list: 'with an imported list',
  import: 'with an imported list',
};

const ACTS: Record<string, string> = {
  grant: 'Agreed',
  revoke: 'Opted out',
  restore: 'Opted in again',
};

/** How they did it: "Opted out, by keyword". */
function eventTitle(row: Row): string {
  const about = row.act === 'grant' ? purposeWords(row.purpose) : '';
  return [`${ACTS[row.act] ?? row.act}${about}`, BASES[row.basis] ?? row.basis, MEDIA[row.medium]]
    .filter(Boolean)
    .join(', ');
}

function purposeWords(purpose: string): string {
  if (purpose === 'informational') return ' to information only';
  return purpose === 'marketing' ? ' to marketing' : '';
}

/** Ids of messages are evidence too, but the message itself stands on the timeline. */
const MESSAGE_BASES = new Set(['keyword', 'words', 'link', 'carrier', 'complained']);

function eventOf(row: Row): ConsentEvent {
  const evidence = MESSAGE_BASES.has(row.basis)
    ? ''
    : [row.evidence, row.wording].filter(Boolean).join(' · ');
  return {
    id: row.id,
    act: row.act === 'grant' || row.act === 'restore' ? row.act : 'revoke',
    title: eventTitle(row),
    evidence,
    atMs: row.atMs,
  };
}

const NOTHING: Record<ConsentStanding['standing'], { sms: string; email: string }> = {
  given: { sms: '', email: '' },
  informationOnly: { sms: 'Marketing texts are not sent', email: '' },
  withdrawn: { sms: '', email: '' },
  expired: { sms: 'Marketing texts are not sent', email: 'Email is not sent' },
  none: { sms: 'Texts are not sent until there is', email: 'Email is not sent until there is' },
  notNeeded: { sms: '', email: 'Sent until they say no' },
};

/** Texts go to the first number; what is known of others is kept beside it. */
function labelOf(standing: Pick<ConsentStanding, 'channel'>, before: ConsentStanding | undefined): string {
  if (standing.channel === 'email') return 'Email';
  return before?.channel === 'sms' ? 'Other number' : 'Marketing texts';
}

/** One line a channel and address, with its ledger newest first. */
export function consentLines(standings: readonly ConsentStanding[], country: string | null): ConsentLine[] {
  const isMixed = new Set(standings.map((standing) => standing.environment)).size > 1;
  return standings.map(({ by, ledger, ...standing }, i) => ({
    ...standing,
    shownAddress: standing.channel === 'sms' ? phoneWords(standing.address, country) : standing.address,
    label: `${labelOf(standing, standings[i - 1])}${isMixed ? `, ${standing.environment}` : ''}`,
    how: [by === null ? '' : eventTitle(by), NOTHING[standing.standing][standing.channel]]
      .filter(Boolean)
      .join('. '),
    atMs: by?.atMs ?? null,
    history: ledger.map(eventOf).reverse(),
  }));
}
