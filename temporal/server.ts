import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '#temporal/names.ts';

/**
 * The embedded Temporal server: the Temporal CLI's development server with its own SQLite file in the state folder.
 * Which binary, see server-binary.ts. Its file can only be opened by the version that made it (its schema check does
 * nothing, and Temporal's advice on an upgrade is to delete the file), so the version is written down beside the file.
 */

/** The version of the Temporal CLI that Baton starts new files with (server 1.32.0). */
export const TEMPORAL_VERSION = '1.9.1';

/** Days a finished run stays readable in Temporal; the projection in our own database is the record. */
export const RETENTION_DAYS = 30;

export function temporalDatabaseFile(home: string): string {
  return join(home, 'temporal.db');
}

/** The version that made this state folder's Temporal file; the pinned one where there is no file yet. */
export function temporalVersionOf(home: string): string {
  const note = `${temporalDatabaseFile(home)}.version`;
  if (!existsSync(temporalDatabaseFile(home)) || !existsSync(note)) return TEMPORAL_VERSION;
  return readFileSync(note, 'utf8').trim();
}

/** Writes down which version makes the file; call before the server is first started with it. */
export function noteTemporalVersion(home: string, version: string): void {
  writeFileSync(`${temporalDatabaseFile(home)}.version`, `${version}\n`);
}

export interface TemporalServerOptions {
  port: number;
  databaseFile: string;
  namespace: string;
  /** `key=value` pairs as the CLI takes them; tests turn time skipping on by one. */
  dynamicConfig?: readonly string[];
}

const CLI_TYPE = { KEYWORD: 'Keyword', INT: 'Int' } as const;

/**
 * Arguments of `temporal`. Loopback only: it has no authentication. With WAL and synchronous=1 the file is as fast as
 * memory (25.6 plays a second against 14.1), and a `kill -9` loses nothing; a power cut may lose the last commits,
 * which our own database then makes good.
 */
export function temporalServerArguments(options: TemporalServerOptions): string[] {
  return [
    'server',
    'start-dev',
    '--headless',
    '--ip=127.0.0.1',
    `--port=${options.port}`,
    `--db-filename=${options.databaseFile}`,
    `--namespace=${options.namespace}`,
    '--sqlite-pragma=journal_mode=wal',
    '--sqlite-pragma=synchronous=1',
    '--log-level=warn',
    ...Object.entries(SEARCH_ATTRIBUTES).map(
      ([name, type]) => `--search-attribute=${name}=${CLI_TYPE[type]}`,
    ),
    ...(options.dynamicConfig ?? []).map((pair) => `--dynamic-config-value=${pair}`),
  ];
}
