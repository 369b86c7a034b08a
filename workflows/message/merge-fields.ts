import { Liquid, type Template } from 'liquidjs';
import { usableValue } from '#workflows/message/field-value.ts';
import type { FieldSpec } from '#workflows/message/fields.ts';
import { formatDateValue, unknownDateParts } from '#workflows/message/merge-date.ts';

/**
 * Merge fields are Liquid with almost all of Liquid taken away: `{{ path | filter: "argument" }}`, no tags, six filters.
 * What a person sees in the editor is then all that can happen when a thousand leads are written to.
 */

export type MessagePart =
  | { kind: 'text'; text: string }
  | { kind: 'field'; path: string; label: string; fallback: string | null; source: string };

export interface TemplateProblem {
  code: 'syntax' | 'tag' | 'filter' | 'field' | 'date-format' | 'too-long';
  /** What is wrong and how to mend it. */
  sentence: string;
  /** Offsets into the source, for underlining. */
  from: number;
  to: number;
}

export interface MessageTemplate {
  source: string;
  parts: readonly MessagePart[];
  /** Every field named, once, in order. */
  fields: readonly FieldSpec[];
  /** Fields without a fallback: a lead that lacks one cannot be written to. */
  required: readonly string[];
  compiled: readonly Template[];
}

export type ParsedTemplate =
  | { ok: true; template: MessageTemplate }
  | { ok: false; problems: readonly TemplateProblem[] };

/** Values by path. Missing, null and unusable ones are alike. */
export type FieldValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type RenderedText =
  | {
      ok: true;
      text: string /** Labels of fields for which the fallback spoke. */;
      fellBack: readonly string[];
    }
  | { ok: false; reason: string; missing: readonly string[] };

/** Longest source of a template: ten times the longest text that can be sent, as field names are longer than values. */
const MAX_SOURCE = 16_000;
const MAX_RENDERED = 20_000;

const FILTERS = ['default', 'capitalize', 'upcase', 'downcase', 'truncate', 'date'] as const;
const ARGUMENT = `(?:"[^"]*"|'[^']*'|\\d+)`;
const OUTPUT = new RegExp(
  `^\\{\\{-?\\s*([A-Za-z_][\\w]*(?:\\.[A-Za-z_][\\w-]*)*)((?:\\s*\\|\\s*[a-z_]+(?:\\s*:\\s*${ARGUMENT}(?:\\s*,\\s*${ARGUMENT})*)?)*)\\s*-?\\}\\}$`,
);
const FILTER = new RegExp(`\\|\\s*([a-z_]+)(?:\\s*:\\s*(${ARGUMENT}(?:\\s*,\\s*${ARGUMENT})*))?`, 'g');

const liquid = new Liquid({
  strictFilters: true,
  strictVariables: true,
  lenientIf: true,
  ownPropertyOnly: true,
  parseLimit: MAX_SOURCE + 1,
});
liquid.registerFilter('date', (value: unknown, format: unknown) =>
  // Nothing stays nothing, so that a `default` after this speaks; words stay words: they are a `default` before it.
  typeof value === 'string'
    ? (formatDateValue(value, typeof format === 'string' ? format : '%-d %B %Y') ?? value)
    : null,
);

/** Parses a template against the fields that exist. All problems are found at once; on none, it can be rendered. */
export function parseTemplate(source: string, catalogue: readonly FieldSpec[]): ParsedTemplate {
  if (source.length > MAX_SOURCE) {
    const sentence = `This is ${source.length} characters long; at most ${MAX_SOURCE} can be used. Shorten it.`;
    return { ok: false, problems: [{ code: 'too-long', sentence, from: 0, to: source.length }] };
  }
  const problems: TemplateProblem[] = [];
  const parts: MessagePart[] = [];
  const fields = new Map<string, FieldSpec>();
  const required = new Set<string>();
  for (const piece of pieces(source)) {
    if (piece.kind === 'text') {
      parts.push({ kind: 'text', text: piece.text });
      continue;
    }
    const read = readOutput(piece.text, catalogue);
    if (!read.ok) {
      problems.push({ ...read.problem, from: piece.from, to: piece.from + piece.text.length });
      continue;
    }
    fields.set(read.spec.path, read.spec);
    if (read.fallback === null) required.add(read.spec.path);
    parts.push({
      kind: 'field',
      path: read.spec.path,
      label: read.spec.label,
      fallback: read.fallback,
      source: piece.text,
    });
  }
  if (problems.length > 0) return { ok: false, problems };
  const compiled = liquid.parse(source);
  return {
    ok: true,
    template: { source, parts, fields: [...fields.values()], required: [...required], compiled },
  };
}

/** The source cut into words and merge fields, whether or not those are right: for chips on cards and in editors. */
export function templateParts(source: string, catalogue: readonly FieldSpec[]): MessagePart[] {
  return pieces(source).map((piece): MessagePart => {
    if (piece.kind === 'text') return piece;
    const read = readOutput(piece.text, catalogue);
    return read.ok
      ? {
          kind: 'field',
          path: read.spec.path,
          label: read.spec.label,
          fallback: read.fallback,
          source: piece.text,
        }
      : { kind: 'text', text: piece.text };
  });
}

/** Fills a template for one lead. A field that is missing, or not fit to be sent, and has no fallback, fails the message. */
export function renderTemplate(template: MessageTemplate, values: FieldValues): RenderedText {
  const scope: Record<string, unknown> = Object.create(null);
  const missing: string[] = [];
  const fellBack: string[] = [];
  for (const spec of template.fields) {
    const usable = usableValue(values[spec.path], spec);
    if (usable.ok && (!isDate(spec) || formatDateValue(usable.text, '%Y') !== null))
      put(scope, spec.path, usable.text);
    else if (template.required.includes(spec.path))
      missing.push(`${spec.label} ${usable.ok ? 'is not a date' : usable.why}`);
    else {
      // Present but null: a path whose parent exists must not look like a misspelt one.
      put(scope, spec.path, null);
      fellBack.push(spec.label);
    }
  }
  if (missing.length > 0) {
    return {
      ok: false,
      missing,
      reason: `Not written: ${missing.join(', ')}. Fill it in on the lead, or give the message a fallback for it.`,
    };
  }
  const text: string = liquid.renderSync([...template.compiled], scope);
  if (text.length > MAX_RENDERED) {
    return {
      ok: false,
      missing: [],
      reason: `Not written: it would be ${text.length} characters long. Shorten the message.`,
    };
  }
  return { ok: true, text, fellBack };
}

function isDate(spec: FieldSpec): boolean {
  return spec.kind === 'date' || spec.kind === 'instant';
}

function put(scope: Record<string, unknown>, path: string, value: string | null): void {
  const keys = path.split('.');
  const last = keys.pop();
  if (last === undefined) return;
  let inner = scope;
  for (const key of keys) {
    const next = (inner[key] ?? Object.create(null)) as Record<string, unknown>;
    inner[key] = next;
    inner = next;
  }
  inner[last] = value;
}

type Piece = { kind: 'text'; text: string } | { kind: 'code'; text: string; from: number };

/** Cuts at `{{ }}` and `{% %}`; an opening without its closing runs to the end and is then refused. */
function pieces(source: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of source.matchAll(/\{\{[\s\S]*?(?:\}\}|$)|\{%[\s\S]*?(?:%\}|$)/g)) {
    if (match.index > at) found.push({ kind: 'text', text: source.slice(at, match.index) });
    found.push({ kind: 'code', text: match[0], from: match.index });
    at = match.index + match[0].length;
  }
  if (at < source.length) found.push({ kind: 'text', text: source.slice(at) });
  return found;
}

type ReadOutput =
  | { ok: true; spec: FieldSpec; fallback: string | null }
  | { ok: false; problem: Pick<TemplateProblem, 'code' | 'sentence'> };

function readOutput(code: string, catalogue: readonly FieldSpec[]): ReadOutput {
  const refuse = (problem: TemplateProblem['code'], sentence: string): ReadOutput => ({
    ok: false,
    problem: { code: problem, sentence },
  });
  if (code.startsWith('{%')) {
    return refuse(
      'tag',
      `"${short(code)}" is a Liquid tag. Messages have fields only: use a branch to write differently.`,
    );
  }
  const match = OUTPUT.exec(code);
  if (match === null) {
    return refuse(
      'syntax',
      `"${short(code)}" is not a merge field. Write {{ lead.firstName | default: "there" }}, or insert one.`,
    );
  }
  const [, path = '', chain = ''] = match;
  const spec = catalogue.find((candidate) => candidate.path === path);
  if (spec === undefined) return refuse('field', `There is no field "${path}".${nearest(path, catalogue)}`);
  let fallback: string | null = null;
  let hasDate = false;
  for (const [, name = '', argument = ''] of chain.matchAll(FILTER)) {
    const args = [...argument.matchAll(new RegExp(ARGUMENT, 'g'))].map(([arg]) =>
      arg.replace(/^["']|["']$/g, ''),
    );
    if (!FILTERS.some((known) => known === name)) {
      return refuse('filter', `"${name}" is not a filter here. There are: ${FILTERS.join(', ')}.`);
    }
    if (name === 'default') {
      const text = args[0]?.trim() ?? '';
      if (text === '')
        return refuse('filter', `The fallback of "${spec.label}" is empty. Write what to say instead.`);
      fallback = text;
    }
    if (name === 'truncate' && !/^[1-9]\d*$/.test(args[0] ?? '')) {
      return refuse('filter', 'Say how many characters to keep: truncate: 20.');
    }
    if (name === 'date') {
      const unknown = unknownDateParts(args[0] ?? '');
      if (unknown.length > 0)
        return refuse('date-format', `A date format cannot hold ${unknown.join(', ')}. Try "%-d %B".`);
      if (!isDate(spec))
        return refuse('date-format', `"${spec.label}" is not a date: take the date format away.`);
      hasDate = true;
    }
  }
  if (isDate(spec) && !hasDate) {
    return refuse(
      'date-format',
      `Say how to write the date "${spec.label}": {{ ${path} | date: "%-d %B" }}.`,
    );
  }
  return { ok: true, spec, fallback };
}

function nearest(path: string, catalogue: readonly FieldSpec[]): string {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const wanted = plain(path.split('.').at(-1) ?? path);
  const found = catalogue.find((spec) => plain(spec.path).endsWith(wanted) || plain(spec.label) === wanted);
  return found === undefined ? ' Insert one from the list.' : ` Did you mean {{ ${found.path} }}?`;
}

function short(code: string): string {
  return code.length > 40 ? `${code.slice(0, 39)}…` : code;
}
