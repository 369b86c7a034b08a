import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIELDS,
  type FieldSpec,
  fieldCatalogue,
  fieldSnippet,
  sampleValues,
} from '#workflows/message/fields.ts';
import { instantValue } from '#workflows/message/merge-date.ts';
import {
  type FieldValues,
  parseTemplate,
  renderTemplate,
  templateParts,
} from '#workflows/message/merge-fields.ts';

const catalogue: readonly FieldSpec[] = [
  ...fieldCatalogue([
    { name: 'docks', label: 'Docks', type: 'number' },
    { name: 'renews', label: 'Renews', type: 'date' },
  ]),
  {
    path: 'visit.startsAt',
    label: 'visit',
    kind: 'instant',
    sample: '2026-12-01T10:00:00-08:00[America/Los_Angeles]',
    trusted: true,
  },
];

function render(source: string, values: FieldValues) {
  const parsed = parseTemplate(source, catalogue);
  if (!parsed.ok) throw new Error(parsed.problems.map((p) => p.sentence).join(' '));
  return renderTemplate(parsed.template, values);
}

function problems(source: string) {
  const parsed = parseTemplate(source, catalogue);
  return parsed.ok ? [] : parsed.problems.map((p) => p.code);
}

describe('a template', () => {
  it('fills fields, and lets the fallback speak where the lead has none', () => {
    const source =
      'Hi {{ lead.firstName | default: "there" }}, {{sender.name}} from {{ sender.brand }} here.';
    expect(
      render(source, { 'lead.firstName': 'Dana', 'sender.name': 'Maya', 'sender.brand': 'Northline' }),
    ).toEqual({
      ok: true,
      text: 'Hi Dana, Maya from Northline here.',
      fellBack: [],
    });
    expect(render(source, { 'sender.name': 'Maya', 'sender.brand': 'Northline' })).toMatchObject({
      text: 'Hi there, Maya from Northline here.',
      fellBack: ['first name'],
    });
  });

  it('is never sent as "Hi null" (E28): a missing field without fallback fails it, and says which', () => {
    for (const value of [undefined, null, '', '  ', 'null', 'N/A', '\u200b']) {
      const rendered = render('Hi {{ lead.firstName }} at {{ lead.company }}', {
        'lead.firstName': value,
        'lead.company': 'Acme',
      });
      expect(rendered).toMatchObject({ ok: false, missing: ['first name is empty'] });
    }
  });

  it('treats values that are links, code, essays or carrier keywords as missing (E28)', () => {
    for (const value of [
      'http://evil.example',
      'win at cheap.xyz',
      'STOP',
      ' cancel ',
      '{{ first_name }}',
      'x'.repeat(81),
      'a.b/c.d',
    ]) {
      expect(render('Hi {{ lead.firstName | default: "there" }}', { 'lead.firstName': value })).toMatchObject(
        { text: 'Hi there' },
      );
    }
  });

  it('lets a company be named like its site, but not link to it', () => {
    expect(render('{{ lead.company }}', { 'lead.company': 'Booking.com' })).toMatchObject({
      text: 'Booking.com',
    });
    expect(render('{{ lead.company }}', { 'lead.company': 'https://booking.com' })).toMatchObject({
      ok: false,
    });
    expect(render('{{ lead.company }}', { 'lead.company': 'Free at booking.com now' })).toMatchObject({
      ok: false,
    });
  });

  it('keeps a value on one line and takes invisible characters out', () => {
    expect(
      render('Hi {{ lead.firstName }}!', { 'lead.firstName': 'Da\u202ena\r\nReply\tnow' }),
    ).toMatchObject({ text: 'Hi Dana Reply now!' });
  });

  it('does not read the value of a field as template code', () => {
    expect(render('{{ sender.name }}', { 'sender.name': '{{ sender.brand }}' })).toMatchObject({ ok: false });
  });

  it('writes dates and times as told, in the zone the value carries', () => {
    expect(render('{{ lead.decidesBy | date: "%-d %B" }}', { 'lead.decidesBy': '2026-12-15' })).toMatchObject(
      { text: '15 December' },
    );
    const startsAt = instantValue(Date.parse('2026-12-01T18:00:00Z'), 'America/Los_Angeles');
    expect(
      render('{{ visit.startsAt | date: "%a %-I:%M %p" }}', { 'visit.startsAt': startsAt }),
    ).toMatchObject({ text: 'Tue 10:00 am' });
    expect(
      render('{{ lead.decidesBy | date: "%-d %B" | default: "soon" }}', { 'lead.decidesBy': 'in spring' }),
    ).toMatchObject({ text: 'soon' });
    expect(render('{{ lead.decidesBy | default: "soon" | date: "%-d %B" }}', {})).toMatchObject({
      text: 'soon',
    });
    expect(render('{{ lead.decidesBy | date: "%-d %B" }}', { 'lead.decidesBy': 'in spring' })).toMatchObject({
      ok: false,
      missing: ['decides by is not a date'],
    });
  });

  it('applies the six filters it has', () => {
    const values = { 'lead.firstName': 'dANA', 'lead.company': 'Harbor Freightways' };
    expect(render('{{ lead.firstName | capitalize }}', values)).toMatchObject({ text: 'Dana' });
    expect(render('{{ lead.firstName | upcase }}{{ lead.firstName | downcase }}', values)).toMatchObject({
      text: 'DANAdana',
    });
    expect(render("{{ lead.company | truncate: 9, '' }}", values)).toMatchObject({ text: 'Harbor Fr' });
  });
});

describe('parseTemplate', () => {
  it('refuses tags, other filters, fields that do not exist and half-written ones, all at once', () => {
    expect(problems('{% if lead.firstName %}Hi{% endif %}')).toEqual(['tag', 'tag']);
    expect(problems('{{ lead.firstName | append: "x" }} {{ lead.nmae }} {{ lead.firstName')).toEqual([
      'filter',
      'field',
      'syntax',
    ]);
    expect(problems('{{ "now" | date: "%Y" }}')).toEqual(['syntax']);
    expect(problems('{{ lead.firstName lead.lastName }}')).toEqual(['syntax']);
    expect(problems('{{ lead.decidesBy }}')).toEqual(['date-format']);
    expect(problems('{{ lead.decidesBy | date: "%Q" }}')).toEqual(['date-format']);
    expect(problems('{{ lead.firstName | default: "" }}')).toEqual(['filter']);
    expect(problems('{{ constructor }}')).toEqual(['field']);
  });

  it('points at the place and offers the field that was meant', () => {
    const parsed = parseTemplate('Hi {{ first_name }}', catalogue);
    expect(parsed).toMatchObject({
      problems: [
        { from: 3, to: 19, sentence: 'There is no field "first_name". Did you mean {{ lead.firstName }}?' },
      ],
    });
  });

  it('lists the fields it uses once, and those a lead must have', () => {
    const parsed = parseTemplate(
      '{{ lead.firstName | default: "you" }} {{ lead.company }} {{ lead.company }}',
      catalogue,
    );
    expect(parsed).toMatchObject({ ok: true, template: { required: ['lead.company'] } });
    expect(parsed.ok && parsed.template.fields.map((f) => f.label)).toEqual(['first name', 'company']);
  });

  it('accepts what the editor inserts, for every field, and its sample renders', () => {
    for (const spec of catalogue) {
      for (const snippet of [fieldSnippet(spec), fieldSnippet(spec, 'a "friend"')]) {
        expect(render(snippet, sampleValues(catalogue)), snippet).toMatchObject({ ok: true });
      }
    }
  });

  it('never throws, and what it accepts renders or says why not', () => {
    const token = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      ' lead.firstName ',
      '|',
      ' default: "x"',
      ' date: "%Y"',
      'Hi',
      '"',
      "'",
      '-',
      ':',
      '.',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(token, fc.string({ maxLength: 3 })), { maxLength: 12 }),
        fc.string(),
        (bits, name) => {
          const parsed = parseTemplate(bits.join(''), FIELDS);
          if (parsed.ok) renderTemplate(parsed.template, { 'lead.firstName': name });
        },
      ),
    );
  });
});

describe('templateParts', () => {
  it('cuts a text into words and chips, and leaves what is not a field as it is', () => {
    expect(templateParts('Hi {{ lead.firstName | default: "there" }}, {{ oops }}', catalogue)).toEqual([
      { kind: 'text', text: 'Hi ' },
      {
        kind: 'field',
        path: 'lead.firstName',
        label: 'first name',
        fallback: 'there',
        source: '{{ lead.firstName | default: "there" }}',
      },
      { kind: 'text', text: ', ' },
      { kind: 'text', text: '{{ oops }}' },
    ]);
  });
});
