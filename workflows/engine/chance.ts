/**
 * A number in [0, 10000) from two strings: the draw behind every split and arm. Equal on every machine and in every
 * shell, since simulation and life must agree. cyrb53 (public domain, bryc/code), reduced to basis points.
 */
export function drawBasisPoint(seed: string, salt: string): number {
  const text = `${seed}\u0000${salt}`;
  let h1 = 0xdeadbeef;
  let h2 = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ c, 2654435761);
    h2 = Math.imul(h2 ^ c, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return (4294967296 * (2097151 & h2) + (h1 >>> 0)) % 10000;
}
