import { describe, expect, it } from 'vitest';
import { COLUMN_TARGETS, chooseTarget } from '#workflows/leads/columns.ts';
import { type Generated, generateLeadFile } from '#workflows/leads/generate.ts';
import type { LeadDraft, LeadRow } from '#workflows/leads/lead-draft.ts';
import { fieldsOfReading, leadRows, previewLeadFile, type Reading } from '#workflows/leads/lead-file.ts';

function reading(text: string, country = 'US'): Reading {
  const preview = previewLeadFile(text, country);
  if (!preview.ok) throw new Error(preview.reason);
  return preview.reading;
}

async function rowsOf(text: string, country = 'US'): Promise<LeadRow[]> {
  const rows: LeadRow[] = [];
  for await (const row of leadRows([text], reading(text, country))) rows.push(row);
  return rows;
}

async function draftsOf(text: string, country = 'US'): Promise<LeadDraft[]> {
  return (await rowsOf(text, country)).flatMap((row) => ('draft' in row ? [row.draft] : []));
}

async function only(text: string, country = 'US'): Promise<LeadDraft> {
  const [draft] = await draftsOf(text, country);
  if (draft === undefined) throw new Error('no lead');
  return draft;
}

const generated = (request: Generated) => [...generateLeadFile(request)].join('');

describe('a file of a list vendor', () => {
  const text = generated({ rows: 300, seed: 7 });

  it('is imported as it is: every row a lead, phone1 at home, phone2 at work', async () => {
    const rows = await rowsOf(text);
    expect(rows).toHaveLength(300);
    expect(rows.filter((row) => 'reason' in row)).toEqual([]);
    const columns = reading(text).columns.map(({ header, target }) => `${header}: ${target}`);
    expect(columns).toContain('phone1: homePhone');
    expect(columns).toContain('phone2: workPhone');
    expect(columns).toContain('county: custom');
    expect(rows[0]).toMatchObject({
      rowNumber: 2,
      draft: {
        country: 'US',
        countryHow: 'address',
        homePhone: expect.stringMatching(/^\+1\d{3}55501\d\d$/),
      },
    });
  });

  it('gets the zeros of New Jersey and Massachusetts back, and knows every place', async () => {
    const drafts = await draftsOf(text);
    expect(
      drafts.filter(({ region }) => region === 'NJ').every(({ postalCode }) => postalCode === '08014'),
    ).toBe(true);
    expect(
      drafts.filter(({ region }) => region === 'MA').every(({ postalCode }) => postalCode === '02108'),
    ).toBe(true);
    expect(drafts.every(({ place }) => place.how === 'postal region')).toBe(true);
    expect(drafts.find(({ city }) => city === 'El Paso')?.place.zones).toEqual(['America/Denver']);
  });

  it('is the same file whatever it is written with', async () => {
    const plain = await draftsOf(text);
    for (const mess of [
      { delimiter: ';' },
      { delimiter: '\t' },
      { lineEnd: '\r' },
      { lineEnd: '\n' },
      { mark: true },
    ] as const) {
      expect(await draftsOf(generated({ rows: 300, seed: 7, ...mess })), JSON.stringify(mess)).toEqual(plain);
    }
  });

  it('loses its bad rows and no other', async () => {
    const rows = await rowsOf(generated({ rows: 2_000, seed: 3, badPerThousand: 30 }));
    const reasons = rows.flatMap((row) => ('reason' in row ? [row.reason.slice(0, 20)] : []));
    expect(new Set(reasons)).toEqual(
      new Set(['There is no email ad', 'The row has 15 value', 'A quotation mark ope']),
    );
    expect(rows).toHaveLength(2_000);
    expect(reasons.length).toBeGreaterThan(30);
    expect(reasons.length).toBeLessThan(90);
  });

  it('is read as it arrives, in any pieces', async () => {
    const pieces = text.match(/[\s\S]{1,97}/g) ?? [];
    let count = 0;
    for await (const row of leadRows(pieces, reading(text))) if ('draft' in row) count += 1;
    expect(count).toBe(300);
  });

  it('is the same for the same seed and another for another', () => {
    expect(generated({ rows: 5, seed: 1 })).toBe(generated({ rows: 5, seed: 1 }));
    expect(generated({ rows: 5, seed: 1 })).not.toBe(generated({ rows: 5, seed: 2 }));
  });
});

describe('columns', () => {
  it('are known by their headings in several tongues and spellings', () => {
    const targets = (line: string) =>
      reading(
        `${line}\n${line
          .split(',')
          .map(() => 'a@b.example')
          .join(',')}`,
      ).columns.map(({ target }) => target);
    expect(targets('First Name,LAST_NAME,E-mail,Mobile Phone,Postcode')).toEqual([
      'firstName',
      'lastName',
      'email',
      'cellPhone',
      'postalCode',
    ]);
    expect(targets('Prénom,Nom,Courriel,Entreprise')).toEqual(['firstName', 'lastName', 'email', 'company']);
    expect(targets('Full Name,Account Name,Email Address,Lead Source,Salesforce ID')).toEqual([
      'fullName',
      'company',
      'email',
      'source',
      'externalId',
    ]);
  });

  it('are known by what stands in them when the heading says nothing, or there is none', () => {
    const file = 'Dana Whitfield,dana@example.com,(253) 555-0142\nTheo Park,theo@example.com,206-555-0177\n';
    const { hasHeading, columns } = reading(file);
    expect(hasHeading).toBe(false);
    expect(columns.map(({ target }) => target)).toEqual(['custom', 'email', 'phone']);
    expect(
      reading('name,kontakt,wo\nA,a@b.example,www.a.example').columns.map(({ target }) => target),
    ).toEqual(['fullName', 'email', 'website']);
  });

  it('that match nothing become fields of their own, with a type and a name', async () => {
    const file =
      'email,Number of Docks,Renewal,VIP?,Code,VIP?\na@b.example,12,2026-12-01,yes,0042,no\nc@d.example,3,2027-01-15,no,0007,no\n';
    expect(fieldsOfReading(reading(file)).map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'numberOfDocks: number',
      'renewal: date',
      'vip: boolean',
      'code: text',
      'vip2: boolean',
      'otherPhones: text',
    ]);
    expect((await only(file)).custom).toEqual({
      numberOfDocks: 12,
      renewal: '2026-12-01',
      vip: true,
      code: '0042',
      vip2: false,
    });
  });

  it('keep a long heading and long values only in part: a browser hands them back with every choice', () => {
    const long = 'x'.repeat(30_000);
    const { columns } = reading(`email,${'h'.repeat(600)}\na@b.example,${long}\n`);
    const [, notes] = columns;
    expect([notes?.header.length, notes?.samples.map(({ length }) => length)]).toEqual([200, [200]]);
  });

  it('are at most a thousand', () => {
    const wide = (count: number) => previewLeadFile(`email${',x'.repeat(count - 1)}\na@b.example\n`, 'US');
    expect(wide(1_000)).toMatchObject({ ok: true });
    expect(wide(1_001)).toMatchObject({ ok: false, reason: expect.stringContaining('1,001 columns') });
  });

  it('do not fill one field twice', () => {
    expect(
      reading('email,Email Address\na@b.example,c@d.example').columns.map(({ target }) => target),
    ).toEqual(['email', 'custom']);
  });

  it('can be chosen by a person', () => {
    const { columns } = reading('email,Wert\na@b.example,7');
    const [, worth] = columns;
    if (worth === undefined) throw new Error('no column');
    expect(chooseTarget(worth, 'score', columns, ['7'], 'US')).toMatchObject({
      target: 'score',
      how: 'chosen',
      custom: null,
    });
    expect(new Set(COLUMN_TARGETS.map(({ id }) => id)).size).toBe(COLUMN_TARGETS.length);
  });
});

describe('a row', () => {
  it('has its country from the column, the address, the phone, the other rows, the workspace', async () => {
    const how = async (text: string, country = 'US') => {
      const draft = await only(text, country);
      return `${draft.country} ${draft.countryHow}`;
    };
    expect(await how('email,country\na@b.example,United Kingdom')).toBe('GB given');
    expect(await how('email,postcode\na@b.example,SW1A 1AA')).toBe('GB address');
    expect(await how('email,province,postal code\na@b.example,ON,M5V 2T6')).toBe('CA address');
    expect(await how('email,state,zip\na@b.example,VIC,3000')).toBe('AU address');
    expect(await how('email,state,zip\na@b.example,WA,6000', 'AU')).toBe('AU address');
    expect(await how('email,state,zip\na@b.example,WA,98101', 'AU')).toBe('US address');
    expect(await how('email,phone\na@b.example,+63 917 123 4567')).toBe('PH phone');
    expect(await how('email,phone\na@b.example,07400 123456\nc@d.example,07400 654321')).toBe('GB file');
    expect(await how('email\na@b.example', 'PH')).toBe('PH workspace');
  });

  it('gives a mobile to the cell phone wherever it stands, as in British and Australian lists', async () => {
    const draft = await only(
      'first_name,phone1,phone2,email,postal\nAda,020 7946 0018,07400 123456,a@b.example,SW1A 1AA',
      'GB',
    );
    expect(draft).toMatchObject({ homePhone: '+442079460018', cellPhone: '+447400123456', workPhone: null });
  });

  it('keeps numbers that cannot be texted as a note, and takes two out of one field', async () => {
    const draft = await only(
      'email,phone,work phone\na@b.example,415.555.2671 / 415.555.2672,(212) 555-0100 x123',
    );
    expect(draft).toMatchObject({
      cellPhone: '+14155552671',
      homePhone: '+14155552672',
      workPhone: null,
      custom: { otherPhones: '(212) 555-0100 x123' },
    });
    expect(draft.remarks).toEqual(['"(212) 555-0100 x123" has an extension']);
  });

  it('does not keep the same number twice', async () => {
    expect(await only('email,mobile,home phone\na@b.example,206-555-0177,(206) 555 0177')).toMatchObject({
      cellPhone: '+12065550177',
      homePhone: null,
    });
  });

  it('without a way to reach the lead is rejected with what was found', async () => {
    const rows = await rowsOf('name,email,phone\nDana,dana at example,555-0100\nTheo,,\nAda,a@b.example,');
    expect(rows.map((row) => ('reason' in row ? row.reason : 'ok'))).toEqual([
      'There is no way to reach this lead: "dana at example" is not an email address; "555-0100" is not a number that exists in US.',
      'There is no email address and no phone number.',
      'ok',
    ]);
    expect(rows[0]).toMatchObject({ rowNumber: 2, raw: 'Dana,dana at example,555-0100' });
  });

  it('says where a character could not be read, and keeps the rest', async () => {
    const draft = await only('email,First name,notes\na@x.example,Jos\ufffd,fine\n');
    expect(draft).toMatchObject({
      firstName: 'Jos\ufffd',
      remarks: [expect.stringMatching(/^First name has/)],
    });
  });

  it('reads dates, zones, tags, ids and states', async () => {
    const file =
      'email,state,decides by,time zone,tags,HubSpot ID,score\na@b.example,florida,12/31/2026,Central Time,"vip; expo",991,72';
    expect(await only(file)).toMatchObject({
      region: 'FL',
      decidesBy: '2026-12-31',
      timeZone: 'America/Chicago',
      tags: ['vip', 'expo'],
      externalIds: [{ source: 'hubspot', externalId: '991' }],
      score: 72,
      place: { how: 'given', zones: ['America/Chicago'], regions: ['US-FL'] },
    });
  });
});

describe('a file that is no list of leads', () => {
  it('is refused in words', () => {
    for (const text of ['', '\n\n', 'first_name,email\n', 'a,b\n1,2\n']) {
      expect(previewLeadFile(text, 'US'), JSON.stringify(text)).toMatchObject({
        ok: false,
        reason: expect.stringContaining('Nothing was imported'),
      });
    }
  });

  it('is not cut in its last row by the preview', () => {
    const preview = previewLeadFile(generated({ rows: 2_000, seed: 9 }), 'US');
    expect(preview.ok && preview.rows).toHaveLength(10);
    expect(preview.ok && preview.rows.every((row) => 'draft' in row)).toBe(true);
  });
});
