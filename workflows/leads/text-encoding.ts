/**
 * Which encoding a file of leads has, and its bytes as text. Spreadsheets write UTF-8 with and without a mark, UTF-16,
 * and on older machines windows-1252.
 */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What `new TextDecoder(encoding)` gives; passed in, because the rules know no platform. */
export interface Decoder {
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

/** The encoding of a file, by its first bytes (a few kilobytes are enough). */
export function encodingOf(bytes: Uint8Array): TextEncoding {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // Latin text in UTF-16 without a mark has a zero in every second byte.
  const head = bytes.subarray(0, 512);
  const zeros = [0, 0];
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  if ((zeros[1] ?? 0) > head.length / 5) return 'utf-16le';
  if ((zeros[0] ?? 0) > head.length / 5) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

/** Whether bytes are UTF-8, but for a character that may be cut off at the end. */
function isUtf8(bytes: Uint8Array): boolean {
  let i = 0;
  while (i < bytes.length) {
    const byte = bytes[i] ?? 0;
    const length =
      byte < 0x80
        ? 1
        : byte >= 0xc2 && byte < 0xe0
          ? 2
          : byte >= 0xe0 && byte < 0xf0
            ? 3
            : byte >= 0xf0 && byte < 0xf5
              ? 4
              : 0;
    if (length === 0) return false;
    for (let k = 1; k < length; k += 1) {
      const next = bytes[i + k];
      if (next === undefined) return true;
      if ((next & 0xc0) !== 0x80) return false;
    }
    i += length;
  }
  return true;
}

/** Text of a file as it arrives; the mark at its beginning is taken off. */
export async function* decodedText(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  makeDecoder: (encoding: TextEncoding) => Decoder,
): AsyncGenerator<string> {
  let decoder: Decoder | null = null;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    decoder ??= makeDecoder(encodingOf(chunk));
    const text = decoder.decode(chunk, { stream: true });
    if (text === '') continue;
    yield isFirst ? withoutMark(text) : text;
    isFirst = false;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

/** Text without the byte order mark that some decoders leave at its beginning. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
