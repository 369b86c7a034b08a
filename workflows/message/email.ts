import {
  type EmailBlock,
  type EmailDocument,
  type EmailInline,
  type EmailMark,
  isSafeLink,
} from '#workflows/message/email-document.ts';
import {
  BODY_STYLE,
  blockHtml,
  blocksText,
  escapeHtml,
  linesHtml,
  STYLES,
} from '#workflows/message/email-markup.ts';
import { usableValue } from '#workflows/message/field-value.ts';
import type { FieldSpec } from '#workflows/message/fields.ts';
import { formatDateValue } from '#workflows/message/merge-date.ts';
import { type FieldValues, parseTemplate, renderTemplate } from '#workflows/message/merge-fields.ts';

/** What stands round every email: who writes, from where, and how to end it. */
export interface EmailFrame {
  /** Lines of the sender's signature; empty when there is none. */
  signature: string;
  brand: string;
  /** Postal address, which CAN-SPAM (15 USC 7704(a)(5)) and CASL want in every marketing email. */
  postalAddress: string;
  /** One opaque link per recipient; null for mail that nobody subscribes to (an answer to a question). */
  unsubscribeUrl: string | null;
  purpose: 'marketing' | 'informational' | 'conversational';
}

export type RenderedEmail =
  | { ok: true; subject: string; html: string; text: string; fellBack: readonly string[] }
  | { ok: false; reason: string; missing: readonly string[] };

const MAX_SUBJECT = 200;

/**
 * One email for one lead, as HTML and as plain text. A merge field that is missing, or not fit to be sent, and has no
 * fallback fails it; so do a marketing email without postal address or unsubscribe link, and an empty subject.
 */
export function renderEmail(
  email: { subject: string; document: EmailDocument },
  values: FieldValues,
  catalogue: readonly FieldSpec[],
  frame: EmailFrame,
): RenderedEmail {
  const incomplete = frameProblem(frame);
  if (incomplete !== null) return { ok: false, missing: [], reason: incomplete };
  const subject = renderSubject(email.subject, values, catalogue);
  if (!subject.ok) return subject;
  const filled = fill(email.document, values, catalogue);
  if (!filled.ok) return filled;
  const { blocks } = filled;
  const footer = footerParts(frame);
  const signatureHtml =
    frame.signature.trim() === '' ? '' : `<p style="${STYLES.paragraph}">${linesHtml(frame.signature)}</p>`;
  const html =
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escapeHtml(subject.text)}</title></head><body style="${BODY_STYLE}">` +
    `${blocks.map(blockHtml).join('')}${signatureHtml}${footer.html}</body></html>`;
  const text = [blocksText(blocks, 0), frame.signature.trim(), footer.text]
    .filter((part) => part !== '')
    .join('\n\n');
  return {
    ok: true,
    subject: subject.text,
    html,
    text: `${text}\n`,
    fellBack: [...new Set([...subject.fellBack, ...filled.fellBack])],
  };
}

function frameProblem(frame: EmailFrame): string | null {
  if (frame.purpose !== 'marketing') return null;
  if (frame.postalAddress.trim() === '')
    return 'Not written: a marketing email must show a postal address. Add one to the sender.';
  if (frame.unsubscribeUrl === null)
    return 'Not written: a marketing email must hold an unsubscribe link, and there is none.';
  return null;
}

function renderSubject(source: string, values: FieldValues, catalogue: readonly FieldSpec[]) {
  const parsed = parseTemplate(source, catalogue);
  if (!parsed.ok)
    return {
      ok: false as const,
      missing: [],
      reason: `Not written: ${parsed.problems[0]?.sentence ?? 'the subject is broken.'}`,
    };
  const rendered = renderTemplate(parsed.template, values);
  if (!rendered.ok) return rendered;
  // A line break in a subject would start another header.
  const text = rendered.text.replace(/\s+/g, ' ').trim().slice(0, MAX_SUBJECT);
  if (text === '')
    return { ok: false as const, missing: [], reason: 'Not written: the subject is empty. Write one.' };
  return { ok: true as const, text, fellBack: rendered.fellBack };
}

type Filled =
  | { ok: true; blocks: EmailBlock[]; fellBack: string[] }
  | { ok: false; reason: string; missing: string[] };

/** Replaces each merge field by text, with the marks it has. */
function fill(document: EmailDocument, values: FieldValues, catalogue: readonly FieldSpec[]): Filled {
  const missing: string[] = [];
  const fellBack: string[] = [];
  const fillInline = (inline: EmailInline): EmailInline[] => {
    if (inline.type !== 'mergeField') return [inline];
    const spec = catalogue.find((candidate) => candidate.path === inline.attrs.field);
    const fallback = inline.attrs.fallback?.trim() ?? '';
    const value = spec === undefined ? null : fieldText(spec, values);
    const text = value ?? fallback;
    if (text === '') {
      missing.push(spec?.label ?? inline.attrs.field);
      return [];
    }
    if (value === null) fellBack.push(spec?.label ?? inline.attrs.field);
    const linked = spec?.kind === 'link' && value !== null ? linkMark(value) : null;
    return [{ type: 'text', text, marks: [...(inline.marks ?? []), ...(linked === null ? [] : [linked])] }];
  };
  const fillBlock = (block: EmailBlock): EmailBlock => {
    if (block.type === 'bulletList' || block.type === 'orderedList') {
      return {
        ...block,
        content: block.content.map((item) => ({ ...item, content: item.content.map(fillBlock) })),
      };
    }
    return { ...block, content: (block.content ?? []).flatMap(fillInline) };
  };
  const blocks = document.content.map(fillBlock);
  if (missing.length > 0) {
    const names = [...new Set(missing)];
    const reason = `Not written: ${names.join(', ')} is missing. Fill it in on the lead, or give the field a fallback.`;
    return { ok: false, missing: names, reason };
  }
  return { ok: true, blocks, fellBack };
}

function fieldText(spec: FieldSpec, values: FieldValues): string | null {
  const usable = usableValue(values[spec.path], spec);
  if (!usable.ok) return null;
  if (spec.kind === 'date') return formatDateValue(usable.text, '%-d %B %Y');
  if (spec.kind === 'instant') return formatDateValue(usable.text, '%A %-d %B at %H:%M');
  return usable.text;
}

function linkMark(value: string): EmailMark | null {
  const href = value.includes('@') && !value.includes('://') ? `mailto:${value}` : value;
  return isSafeLink(href) ? { type: 'link', attrs: { href } } : null;
}

function footerParts(frame: EmailFrame): { html: string; text: string } {
  const address = [frame.brand.trim(), frame.postalAddress.trim().replace(/\s*\r?\n\s*/g, ', ')]
    .filter((part) => part !== '')
    .join(', ');
  const unsubscribe =
    frame.unsubscribeUrl !== null && isSafeLink(frame.unsubscribeUrl) ? frame.unsubscribeUrl : null;
  if (address === '' && unsubscribe === null) return { html: '', text: '' };
  const link = unsubscribe === null ? '' : `<br><a href="${escapeHtml(unsubscribe)}">Unsubscribe</a>`;
  return {
    html: `<p style="${STYLES.footer}">${escapeHtml(address)}${link}</p>`,
    text: ['-- ', address, unsubscribe === null ? '' : `Unsubscribe: ${unsubscribe}`]
      .filter((part) => part !== '')
      .join('\n'),
  };
}
