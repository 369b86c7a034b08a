import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EmailFrame, renderEmail } from '#workflows/message/email.ts';
import { type EmailDocument, isSafeLink, parseEmailDocument } from '#workflows/message/email-document.ts';
import { lintEmail } from '#workflows/message/email-lint.ts';
import { FIELDS } from '#workflows/message/fields.ts';

const frame: EmailFrame = {
  signature: 'Maya Ortiz\nNorthline',
  brand: 'Northline',
  postalAddress: '1 Pier Way\nSeattle, WA 98101',
  unsubscribeUrl: 'https://baton.example/u/abc?x=1&y=2',
  purpose: 'marketing',
};

const document: EmailDocument = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'A <quick> question' }] },
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'Hi ' },
        {
          type: 'mergeField',
          attrs: { field: 'lead.firstName', fallback: 'there' },
          marks: [{ type: 'bold' }],
        },
        { type: 'text', text: ', see ' },
        {
          type: 'text',
          text: 'our times',
          marks: [
            { type: 'italic' },
            { type: 'link', attrs: { href: 'https://n.example/t?a=1&b="2"'.replaceAll('"', '%22') } },
          ],
        },
        { type: 'hardBreak' },
        { type: 'text', text: 'or reply.' },
      ],
    },
    {
      type: 'orderedList',
      content: [
        { type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'email' }] }] },
        {
          type: 'listItem',
          content: [
            { type: 'paragraph', content: [{ type: 'text', text: 'text' }] },
            {
              type: 'bulletList',
              content: [
                {
                  type: 'listItem',
                  content: [{ type: 'paragraph', content: [{ type: 'text', text: 'STOP ends it' }] }],
                },
              ],
            },
          ],
        },
      ],
    },
  ],
};

const render = (
  values = {},
  more: Partial<EmailFrame> = {},
  subject = 'For {{ lead.company | default: "you" }}',
) => renderEmail({ subject, document }, values, FIELDS, { ...frame, ...more });

const merge = (field: string) => ({ type: 'mergeField' as const, attrs: { field, fallback: null } });
const oneLine = (...parts: (string | ReturnType<typeof merge>)[]): EmailDocument => ({
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
    },
  ],
});

describe('an email', () => {
  it('is written as HTML and as plain text, with signature, postal address and unsubscribe link', () => {
    const email = render({ 'lead.firstName': 'Dana & Co', 'lead.company': 'Acme' });
    if (!email.ok) throw new Error(email.reason);
    expect(email.subject).toBe('For Acme');
    expect(email.html).toContain('<h2 ');
    expect(email.html).toContain('A &#60;quick&#62; question');
    expect(email.html).toContain(
      'Hi <strong>Dana &#38; Co</strong>, see <a href="https://n.example/t?a=1&#38;b=%222%22"><em>our times</em></a><br>or reply.',
    );
    expect(email.html).toContain('<a href="https://baton.example/u/abc?x=1&#38;y=2">Unsubscribe</a>');
    expect(email.text).toBe(
      [
        'A <quick> question',
        '',
        'Hi Dana & Co, see our times (https://n.example/t?a=1&b=%222%22)',
        'or reply.',
        '',
        '1. email',
        '2. text',
        '   - STOP ends it',
        '',
        'Maya Ortiz',
        'Northline',
        '',
        '-- ',
        'Northline, 1 Pier Way, Seattle, WA 98101',
        'Unsubscribe: https://baton.example/u/abc?x=1&y=2',
        '',
      ].join('\n'),
    );
  });

  it('says which fields fell back, and fails where one is missing without a fallback', () => {
    expect(render()).toMatchObject({ ok: true, fellBack: ['company', 'first name'] });
    const strict = oneLine('Hi ', merge('lead.firstName'));
    expect(
      renderEmail({ subject: 'Hi', document: strict }, { 'lead.firstName': 'null' }, FIELDS, frame),
    ).toMatchObject({ ok: false, missing: ['first name'] });
  });

  it('is not written as marketing without postal address or unsubscribe link (A6)', () => {
    expect(render({}, { postalAddress: ' ' })).toMatchObject({ ok: false });
    expect(render({}, { unsubscribeUrl: null })).toMatchObject({ ok: false });
    expect(render({}, { postalAddress: '', unsubscribeUrl: null, purpose: 'conversational' })).toMatchObject({
      ok: true,
    });
  });

  it('has a subject of one line', () => {
    expect(render({}, {}, 'Hello\r\nBcc: all@example.com')).toMatchObject({
      subject: 'Hello Bcc: all@example.com',
    });
    expect(render({}, {}, '  ')).toMatchObject({ ok: false });
    expect(render({}, {}, 'Hi {{ lead.nmae }}')).toMatchObject({ ok: false });
  });

  it('never lets a value become markup', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (name) => {
        const email = render({ 'lead.firstName': `<b>"${name}'` });
        if (!email.ok) return;
        const inside = /<strong>([\s\S]*?)<\/strong>/.exec(email.html)?.[1] ?? '';
        expect(inside).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('makes a link of a link field, and only of a safe one', () => {
    const one: EmailDocument = {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [{ type: 'mergeField', attrs: { field: 'lead.website', fallback: 'soon' } }],
        },
      ],
    };
    const html = (value: string) => {
      const email = renderEmail({ subject: 'x', document: one }, { 'lead.website': value }, FIELDS, frame);
      return email.ok ? email.html : '';
    };
    expect(html('https://meet.example/1')).toContain(
      '<a href="https://meet.example/1">https://meet.example/1</a>',
    );
    expect(html('javascript:alert(1)')).toContain('<p style="margin:0 0 16px">soon</p>');
  });
});

describe('parseEmailDocument', () => {
  it('takes what the editor writes, with its own attributes', () => {
    const json = {
      type: 'doc',
      content: [
        { type: 'paragraph', attrs: { textAlign: null } },
        {
          type: 'paragraph',
          content: [
            {
              type: 'text',
              text: 'x',
              marks: [
                {
                  type: 'link',
                  attrs: { href: 'mailto:a@b.example', target: '_blank', rel: null, class: null },
                },
              ],
            },
          ],
        },
        {
          type: 'orderedList',
          attrs: { start: 1, type: null },
          content: [{ type: 'listItem', content: [{ type: 'paragraph' }] }],
        },
      ],
    };
    expect(parseEmailDocument(json)).toMatchObject({ ok: true });
    expect(parseEmailDocument(document)).toEqual({ ok: true, document });
  });

  it('refuses images, scripts in links, depth and size, with a reason', () => {
    const text = (href: string) => ({
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [{ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href } }] }],
        },
      ],
    });
    for (const bad of [
      null,
      'x',
      { type: 'doc' },
      { type: 'doc', content: [{ type: 'image', attrs: { src: 'x' } }] },
      text('javascript:alert(1)'),
      text('//evil.example'),
    ]) {
      expect(parseEmailDocument(bad)).toMatchObject({ ok: false, reason: expect.any(String) });
    }
    const list = (inner: unknown): unknown => ({
      type: 'bulletList',
      content: [{ type: 'listItem', content: [inner] }],
    });
    const nested = (levels: number) =>
      Array.from({ length: levels }).reduce((inner) => list(inner), { type: 'paragraph' });
    expect(parseEmailDocument({ type: 'doc', content: [nested(4)] })).toMatchObject({ ok: true });
    expect(parseEmailDocument({ type: 'doc', content: [nested(5)] })).toMatchObject({ ok: false });
    expect(parseEmailDocument({ type: 'doc', content: [nested(50_000)] })).toMatchObject({ ok: false });
    const long = { type: 'text', text: 'x'.repeat(20_000) };
    expect(
      parseEmailDocument({
        type: 'doc',
        content: [{ type: 'paragraph', content: [long, long, long, long] }],
      }),
    ).toMatchObject({ ok: false });
  });
});

describe('isSafeLink', () => {
  it('takes http, https and mailto, nothing else', () => {
    expect(
      ['https://a.example', 'http://a.example/x?y#z', 'mailto:a@b.example?subject=x'].every(isSafeLink),
    ).toBe(true);
    expect(
      [
        'javascript:x',
        'data:text/html,x',
        ' https://a',
        'https://',
        'ftp://a',
        '/x',
        'mailto:',
        'https://a b',
      ].some(isSafeLink),
    ).toBe(false);
  });
});

describe('lintEmail', () => {
  it('finds an empty subject, an empty body, unknown fields, stray braces and a missing postal address', () => {
    const codes = (subject: string, part: Parameters<typeof oneLine>[0], postalAddress = 'x') =>
      lintEmail({ subject, document: oneLine(part) }, FIELDS, {
        postalAddress,
        purpose: 'marketing',
      }).map((p) => p.code);
    expect(codes('Hi', 'Hello')).toEqual([]);
    expect(codes('', merge('lead.nmae'))).toEqual(['email-no-subject', 'email-field']);
    expect(codes('{{ x }}', 'Hi {{ lead.firstName | upcase }}')).toEqual([
      'email-subject-field',
      'email-braces',
    ]);
    expect(codes('Hi', ' ', '')).toEqual(['email-empty', 'email-no-postal-address']);
  });
});
