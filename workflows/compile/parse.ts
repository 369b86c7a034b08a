import type { z } from 'zod';
import { PLAY_VERSION, Play } from '#workflows/play.ts';

export type ParsedPlay =
  | { ok: true; play: Play }
  | { ok: false; problems: { path: string; sentence: string }[] };

const DEEPEST = 40;
const MOST_VALUES = 200_000;
const LONGEST_TEXT = 200_000;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** From an older document version to the next. None yet: version 1 is the first. */
const UPGRADES: Record<number, (document: Record<string, unknown>) => Record<string, unknown>> = {};

/**
 * A play document from a file, a paste or the wire. Total: hostile input (deep, huge, prototype keys) is refused in
 * words before any recursion goes into it, older versions are brought up to date, newer ones are named.
 */
export function parsePlay(json: unknown): ParsedPlay {
  const shape = refuseShape(json);
  if (shape !== null) return { ok: false, problems: [shape] };
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return refuse('', 'This is not a play. A play is a JSON object with "format": "baton.play".');
  }
  let document = json as Record<string, unknown>;
  if (document.format !== 'baton.play') {
    return refuse('format', 'This is not a play. A play says "format": "baton.play".');
  }
  let version = document.version;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return refuse(
      'version',
      `A play says which version of the format it is in; this one says ${words(version)}.`,
    );
  }
  if (version > PLAY_VERSION) {
    return refuse(
      'version',
      `This play was made by a newer Baton (format ${version}, this one reads up to ${PLAY_VERSION}). Update Baton, then import it again.`,
    );
  }
  while (version < PLAY_VERSION) {
    const upgrade = UPGRADES[version];
    if (upgrade === undefined) return refuse('version', `Plays of format ${version} can no longer be read.`);
    document = upgrade(document);
    version += 1;
    document = { ...document, version };
  }
  const parsed = Play.safeParse(document);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues
        .slice(0, 50)
        .map((issue) => ({ path: issue.path.map(String).join('.'), sentence: issueSentence(issue) })),
    };
  }
  const ids = new Set<string>();
  for (const [i, node] of parsed.data.nodes.entries()) {
    if (ids.has(node.id))
      return refuse(`nodes.${i}.id`, `Two steps have the id "${node.id}". Give one of them another.`);
    ids.add(node.id);
  }
  return { ok: true, play: parsed.data };
}

function refuse(path: string, sentence: string): ParsedPlay {
  return { ok: false, problems: [{ path, sentence }] };
}

/** A play as a file: the same play is the same bytes, and `parsePlay` gives back what was printed. */
export function printPlay(play: Play): string {
  return `${JSON.stringify(Play.parse(play), null, 2)}\n`;
}

/** zod's issue in a sentence that does not need zod to be understood. */
export function issueSentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `"${issue.keys.slice(0, 3).join('", "')}" does not belong here.`;
    case 'invalid_type':
      // zod keeps the input to itself, but says in its words when there is none.
      return issue.message.endsWith('received undefined')
        ? 'This is missing.'
        : `This should be ${article(issue.expected)}.`;
    default:
      return issue.message.endsWith('.') ? issue.message : `${issue.message}.`;
  }
}

function article(type: string): string {
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function words(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value)?.slice(0, 40) ?? 'something else');
}

/** Walks without recursion, so that depth cannot exhaust the stack here or in the parser behind it. */
function refuseShape(json: unknown): { path: string; sentence: string } | null {
  const open: { value: unknown; depth: number; path: string }[] = [{ value: json, depth: 0, path: '' }];
  let seen = 0;
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const { value, depth, path } = item;
    seen += 1;
    if (seen > MOST_VALUES) return { path: '', sentence: 'This file is too large to be a play.' };
    if (typeof value === 'string' && value.length > LONGEST_TEXT)
      return { path, sentence: 'This text is too long.' };
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= DEEPEST)
      return { path, sentence: `Nothing in a play is nested deeper than ${DEEPEST} levels.` };
    for (const key of Object.keys(value)) {
      if (FORBIDDEN_KEYS.has(key)) return { path, sentence: `"${key}" is not a name that a play may use.` };
      open.push({
        value: (value as Record<string, unknown>)[key],
        depth: depth + 1,
        path: path === '' ? key : `${path}.${key}`,
      });
    }
  }
  return null;
}
