import { type Db, openDatabase } from './client.ts';
import { environment } from './environment.ts';

const KEY = Symbol.for('baton.database');
const shared = globalThis as typeof globalThis & { [KEY]?: Db };

/**
 * The database of this process, opened at the first call. Next bundles a module more than once, so the one connection
 * is kept beside the modules.
 */
export function database(): Db {
  shared[KEY] ??= openDatabase(environment().databaseFile);
  return shared[KEY];
}
