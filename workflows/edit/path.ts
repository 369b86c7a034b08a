import type { z } from 'zod';

type Json = z.core.util.JSONType;
type JsonObject = { [key: string]: Json };

/** The value at a dotted path ("duration.value", "cases.0.value"), or undefined. Total for anything stored. */
export function valueAt(config: unknown, path: string): unknown {
  let value: unknown = config;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

/**
 * A copy with the value at `path` set, or taken away when undefined. Only the objects on the way are copied. Missing
 * steps become objects, or a list when the next key is a number; a key beyond a list's end is put at its end.
 */
export function withValueAt<Config extends JsonObject>(
  config: Config,
  path: string,
  value: Json | undefined,
): Config {
  return setIn(config, path.split('.'), value) as Config;
}

function setIn(holder: Json | undefined, [key, ...rest]: string[], value: Json | undefined): Json {
  if (key === undefined) throw new Error('A path needs at least one key.');
  const isIndex = /^\d+$/.test(key);
  if (
    Array.isArray(holder) ||
    (isIndex && (holder === undefined || holder === null || typeof holder !== 'object'))
  ) {
    const list = Array.isArray(holder) ? [...holder] : [];
    const index = isIndex ? Math.min(Number(key), list.length) : list.length;
    if (rest.length === 0 && value === undefined) list.splice(index, 1);
    else list[index] = rest.length === 0 ? (value ?? null) : setIn(list[index], rest, value);
    return list;
  }
  const object: JsonObject = typeof holder === 'object' && holder !== null ? { ...holder } : {};
  if (rest.length > 0) {
    if (value === undefined && object[key] === undefined) return object;
    object[key] = setIn(object[key], rest, value);
  } else if (value === undefined) delete object[key];
  else object[key] = value;
  return object;
}
