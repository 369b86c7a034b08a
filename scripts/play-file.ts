import { readFileSync, statSync } from 'node:fs';
import { VerbFailed } from '#scripts/verb.ts';
import { type Compiled, compile } from '#workflows/compile/compile.ts';
import type { CompileContext } from '#workflows/compile/context.ts';
import { parsePlay } from '#workflows/compile/parse.ts';
import { STANDARD_FIELDS } from '#workflows/leads/field-values.ts';
import type { Problem } from '#workflows/node.ts';
import type { Play } from '#workflows/play.ts';
import { longestClosedMs, textWindows } from '#workflows/policy/windows.ts';

/** What a play file may name and only a workspace has. */
export interface PlayFileOptions {
  field?: string[];
  play?: string[];
}

/** Larger is no play: a plan of 64 KB comes from a document of a few hundred. */
const LARGEST_FILE_BYTES = 8 * 1024 * 1024;
const TYPES = ['text', 'number', 'date', 'boolean'] as const;

/** Any instant: openings are looked for over a whole year from it. */
const FROM_MS = Date.UTC(2026, 0, 1);

export const FIELD_OPTION = '--field <name:type...>';
export const FIELD_HELP = `a field of the workspace's own, as custom.docks:number (${TYPES.join(', ')})`;
export const PLAY_OPTION = '--play <id...>';
export const PLAY_HELP = 'a play that may be started by this one';

/** Reads JSON of a file that a person named; what is wrong with it is theirs to mend. */
export function readJsonFile(path: string): unknown {
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file?.isFile()) throw new VerbFailed(`There is no file ${path}.`);
  if (file.size > LARGEST_FILE_BYTES) throw new VerbFailed(`${path} is larger than 8 MB; nothing was read.`);
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new VerbFailed(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

export type CompiledFile =
  | { parsed: true; play: Play; compiled: Compiled }
  | { parsed: false; problems: { path: string; sentence: string }[] };

/** A play file, parsed and compiled as a workspace with these fields and plays would. */
export function compileFile(path: string, options: PlayFileOptions): CompiledFile {
  const parsed = parsePlay(readJsonFile(path));
  if (!parsed.ok) return { parsed: false, problems: parsed.problems };
  return { parsed: true, play: parsed.play, compiled: compile(parsed.play, contextOf(options)) };
}

function contextOf({ field = [], play = [] }: PlayFileOptions): CompileContext {
  const fields = field.map((given) => {
    const [name = '', type = 'text'] = given.split(':');
    const known = TYPES.find((one) => one === type);
    if (known === undefined)
      throw new VerbFailed(`"${given}" names no type of field. Use one of ${TYPES.join(', ')}.`);
    return { name, label: name.replace(/^custom\./, ''), type: known };
  });
  const windows = textWindows(
    { country: 'US', regions: [], zones: ['America/New_York'] },
    { fromMinute: 21 * 60, toMinute: 8 * 60 },
  );
  const closedMs = longestClosedMs(windows, FROM_MS) ?? 0;
  return {
    plays: play.map((id) => ({ id, name: id, starts: [], hasReentryGap: true, isLive: true })),
    leadFields: [...STANDARD_FIELDS, ...fields],
    longestClosedMs: (channel) => (channel === 'sms' ? closedMs : 0),
  };
}

/** "error text (step hello, field text): Write the text." */
export function problemLine(problem: Problem): string {
  const where = [
    problem.node === undefined ? null : `step ${problem.node}`,
    problem.port === undefined ? null : `port ${problem.port}`,
    problem.field === undefined ? null : `field ${problem.field}`,
  ].filter((part) => part !== null);
  const place = where.length === 0 ? '' : ` (${where.join(', ')})`;
  return `${problem.severity.padEnd(7)} ${problem.code}${place}: ${problem.sentence}`;
}
