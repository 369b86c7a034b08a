import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * JSON that is the same for the same meaning: sorted keys, NFC strings, no `-0`, nothing undefined. Synchronous and
 * equal in the browser, the worker and the tests; plans and contents are addressed by the SHA-256 of this text.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      if (!Number.isFinite(value)) throw new Error(`A number that JSON cannot hold: ${value}.`);
      return String(value === 0 ? 0 : value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? arrayJson(value) : objectJson(value as Record<string, unknown>);
    default:
      throw new Error(`Not JSON: ${typeof value}.`);
  }
}

function arrayJson(items: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < items.length; i++) {
    if (i > 0) text += ',';
    text += canonicalJson(items[i] ?? null);
  }
  return `${text}]`;
}

function objectJson(value: Record<string, unknown>): string {
  let text = '{';
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item === undefined) continue;
    if (text.length > 1) text += ',';
    text += `${quoted(key)}:${canonicalJson(item)}`;
  }
  return `${text}}`;
}

/** What needs neither escapes nor normalising, which is almost everything. */
const SIMPLE = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return SIMPLE.test(text) ? `"${text}"` : JSON.stringify(text.normalize('NFC'));
}

/** Lower-case hex SHA-256 of the UTF-8 bytes of `text`. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
