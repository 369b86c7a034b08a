import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** FNV-1a, 32 bit: every "random" choice of the carrier is a hash, so the same run meets the same weather. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  // FNV's high bits are poor for short, similar texts (phone numbers): mix them (murmur3 finaliser).
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number in [0, 1) decided by the text. */
export function share(text: string): number {
  return hash32(text) / 2 ** 32;
}

/** A whole number within the range, both ends included, decided by the text. */
export function between([least, most]: [number, number], text: string): number {
  return least + Math.floor(share(text) * (most - least + 1));
}

export function pick<T>(choices: readonly T[], text: string): T | undefined {
  return choices[Math.floor(share(text) * choices.length)];
}

/** Ids need uniqueness over restarts, not repeatability: these alone are truly random. */
export function newSid(prefix: 'SM' | 'MM'): string {
  return prefix + randomBytes(16).toString('hex');
}

export function newUuid(): string {
  return randomUUID();
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
