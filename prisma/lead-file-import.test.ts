import { expect, test } from 'vitest';
import { importLeadFile } from './lead-file-import.ts';
import { listLeads } from './lead-list.ts';
import { readLead } from './leads.ts';
import { testWorkspace } from './testing/workspace.ts';

async function* inPieces(bytes: Uint8Array, size = 7) {
  for (let i = 0; i < bytes.length; i += size) {
    yield bytes.subarray(i, i + size);
  }
}

const SAMPLE = [
  'first_name,last_name,company_name,address,city,county,state,zip,phone1,phone2,email,web',
  'James,Butt,"Benton, John B Jr",6649 N Blue Gum St,New Orleans,Orleans,LA,70116,504-621-8927,504-845-1427,jbutt@gmail.com,http://www.bentonjohnbjr.com',
  'Nobody,Nowhere,,,,,,,,,,',
  'Lenna,Paprocki,Feltz Printing Service,639 Main St,Anchorage,Anchorage,AK,99501,907-385-4412,907-921-2010,lpaprocki@hotmail.com,http://www.feltzprintingservice.com',
  'Danica,Bruschke,Stevens,840 15th Ave,Waco,Mclennan,TX,8014,12,254-205-1422,danica@example.com,',
].join('\r\n');

test('a file of leads is read as it is: columns guessed, phones, country and place known with how, rows refused with why', async () => {
  const { db, owner } = await testWorkspace();
  const bytes = new TextEncoder().encode(`\uFEFF${SAMPLE}`);
  const imported = await importLeadFile(db, owner, {
    fileName: 'leads.csv',
    bytes: inPieces(bytes),
    tag: 'fair',
  });
  expect(imported).toMatchObject({ ok: true, report: { rows: 4, created: 3, updated: 0, rejected: 1 } });
  const [james] = (await listLeads(db, owner, { search: 'butt' })).leads;
  expect(await readLead(db, owner, james?.id ?? '')).toMatchObject({
    firstName: 'James',
    company: 'Benton, John B Jr',
    homePhone: '+15046218927',
    workPhone: '+15048451427',
    cellPhone: null,
    country: 'US',
    countryHow: 'address',
    timeZone: 'America/Chicago',
    zoneHow: 'postal region',
    custom: { county: 'Orleans' },
    tags: ['fair'],
  });
  expect(await db.read.importRejection.findMany()).toMatchObject([
    { rowNumber: 3, reason: 'There is no email address and no phone number.' },
  ]);
  expect(await db.read.importedLead.findMany({ where: { remark: { not: '' } } })).toMatchObject([
    { rowNumber: 5, remark: expect.stringContaining('"12" is not') },
  ]);
});

test('the same file in UTF-16 with semicolons updates the same leads', async () => {
  const { db, owner } = await testWorkspace();
  await importLeadFile(db, owner, {
    fileName: 'a.csv',
    bytes: inPieces(new TextEncoder().encode(SAMPLE), 4_096),
  });
  const other = ['Vorname;Nachname;Email;Firma', 'James;Bütt;JBUTT@gmail.com;Nouvelle Orléans'].join('\n');
  const utf16 = new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(other, 'utf16le')]));
  const imported = await importLeadFile(db, owner, { fileName: 'b.csv', bytes: inPieces(utf16, 11) });
  expect(imported).toMatchObject({ ok: true, report: { created: 0, updated: 1 } });
  const [james] = (await listLeads(db, owner, { search: 'butt orleans' })).leads;
  // What the second file does not say stays, and its guess at the country does not overrule the address.
  expect(await readLead(db, owner, james?.id ?? '')).toMatchObject({
    lastName: 'Bütt',
    company: 'Nouvelle Orléans',
    homePhone: '+15046218927',
    countryHow: 'address',
  });
});

test('a field of the workspace keeps its type: what does not fit is left out with a remark', async () => {
  const { db, owner } = await testWorkspace();
  const file = (docks: string) =>
    new TextEncoder().encode(`email,docks\na@x.example,${docks}\nb@x.example,3\n`);
  await importLeadFile(db, owner, { fileName: 'a.csv', bytes: inPieces(file('12')) });
  const again = await importLeadFile(db, owner, { fileName: 'b.csv', bytes: inPieces(file('many')) });
  expect(again).toMatchObject({ ok: true, report: { updated: 2 } });
  const [a] = (await listLeads(db, owner, { search: 'a@x' })).leads;
  expect(await readLead(db, owner, a?.id ?? '')).toMatchObject({ custom: { docks: 12 } });
  expect(await db.read.importedLead.findMany({ where: { remark: { not: '' } } })).toMatchObject([
    { rowNumber: 2, remark: '"many" in docks is not a number' },
  ]);
});

test('a file that is no list of leads is refused in words', async () => {
  const { db, owner } = await testWorkspace();
  const refused = await importLeadFile(db, owner, {
    fileName: 'x.csv',
    bytes: inPieces(new TextEncoder().encode('colour,size\nred,3\nblue,4\n')),
  });
  expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('Nothing was imported') });
  expect(await db.read.import.count()).toBe(0);
});
