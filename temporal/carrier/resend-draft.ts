import { bareAddress } from '#temporal/carrier/addresses.ts';
import type { EmailAccount } from '#temporal/carrier/records.ts';
import { errorJson } from '#temporal/carrier/resend-shape.ts';
import type { Answer } from '#temporal/carrier/wire.ts';

const MOST_RECIPIENTS = 50;
const EXAMPLE_DOMAINS = /@(example\.(com|org|net)|test\.com)$/;

export interface EmailDraft {
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: Record<string, string>;
}

export function refuse(
  status: number,
  name: string,
  message: string,
  headers?: Record<string, string>,
): Answer {
  return { status, body: errorJson(status, name, message), ...(headers ? { headers } : {}) };
}

/** The JSON body with Resend's names, or the refusal of one that has not the form. */
export function readDraft(body: string): EmailDraft | Answer {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return refuse(400, 'validation_error', 'The request body is not valid JSON.');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return refuse(422, 'validation_error', 'The request body must be an object.');
  }
  const fields = json as Record<string, unknown>;
  const text = (name: string): string | null =>
    typeof fields[name] === 'string' ? (fields[name] as string) : null;
  const many = (name: string): string[] => {
    const value = fields[name];
    if (typeof value === 'string') return [value];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  };
  for (const name of ['from', 'to', 'subject']) {
    if (fields[name] === undefined)
      return refuse(422, 'missing_required_field', `Missing \`${name}\` field.`);
  }
  const headers = fields.headers;
  const tags = Array.isArray(fields.tags) ? (fields.tags as { name?: unknown; value?: unknown }[]) : [];
  return {
    from: text('from') ?? '',
    to: many('to'),
    cc: many('cc'),
    bcc: many('bcc'),
    replyTo: many('reply_to'),
    subject: text('subject') ?? '',
    html: text('html'),
    text: text('text'),
    headers:
      typeof headers === 'object' && headers !== null
        ? Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
          )
        : {},
    tags: Object.fromEntries(tags.map((tag) => [String(tag.name), String(tag.value)])),
  };
}

/** Resend's own checks; null when the email may be accepted. */
export function checkDraft(
  account: EmailAccount,
  draft: EmailDraft,
  refuseExampleDomains: boolean,
): Answer | null {
  const bad = (message: string): Answer => refuse(422, 'validation_error', message);
  const looksRight = (address: string): boolean =>
    /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(bareAddress(address));
  const form =
    'The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.';
  if (!looksRight(draft.from)) return bad(`Invalid \`from\` field. ${form}`);
  if (draft.to.length === 0 || draft.to.some((address) => !looksRight(address))) {
    return bad(`Invalid \`to\` field. ${form}`);
  }
  if (draft.to.length > MOST_RECIPIENTS)
    return bad('Invalid `to` field. The maximum number of recipients is 50.');
  if (refuseExampleDomains && draft.to.some((to) => EXAMPLE_DOMAINS.test(bareAddress(to)))) {
    return bad(
      'Invalid `to` field. Please use our testing email address instead of domains like `example.com`.',
    );
  }
  if (draft.replyTo.some((address) => !looksRight(address)))
    return bad(`Invalid \`reply_to\` field. ${form}`);
  if (draft.html === null && draft.text === null) return bad('Missing `html` or `text` field.');
  for (const [name, value] of Object.entries(draft.tags)) {
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name) || !/^[A-Za-z0-9_-]{1,256}$/.test(value)) {
      return bad('Tags should only contain ASCII letters, numbers, underscores, or dashes.');
    }
  }
  const domain = bareAddress(draft.from).split('@')[1] ?? '';
  if (domain !== account.domain && !domain.endsWith(`.${account.domain}`)) {
    return refuse(
      403,
      'validation_error',
      `The ${domain} domain is not verified. Please, add and verify your domain.`,
    );
  }
  return null;
}
