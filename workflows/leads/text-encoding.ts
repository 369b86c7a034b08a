/**
 * Which encoding a file of leads has, and its bytes as text. Spreadsheets write UTF-8 with and without a mark, UTF-16,
 * and on older machines windows-1252.
 */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What `new TextDecoder(encoding)` gives; passed in, because the rules know no platform. */
export interface Decoder {
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

/** As many bytes as tell UTF-16 without a mark. */
const HEAD_BYTES = 512;
/**
 * As many bytes as tell UTF-8 from windows-1252, counted from the first that is not ASCII: up to there both are the same,
 * so the first accent of a file may come as late as it likes. Bounded, so that no file is ever held whole.
 */
const WINDOW_BYTES = 64 * 1024;

/**
 * Text of a file as it arrives, without the mark at its beginning. It follows from the bytes alone, not from how they are
 * cut into chunks, so that the preview of a file's beginning and its import read the same. What is broken in a file of
 * UTF-8 becomes U+FFFD.
 */
export async function* decodedText(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  makeDecoder: (encoding: TextEncoding) => Decoder,
): AsyncGenerator<string> {
  const beginning = new Beginning();
  let decoder: Decoder | null = null;
  let isFirst = true;
  for await (const chunk of decidedChunks(chunks, beginning)) {
    if (beginning.encoding !== null) decoder ??= makeDecoder(beginning.encoding);
    // All ASCII as yet: any of the encodings that are left reads it, and keeps nothing of it.
    const text =
      decoder === null ? makeDecoder('utf-8').decode(chunk) : decoder.decode(chunk, { stream: true });
    if (text === '') continue;
    yield isFirst ? withoutMark(text) : text;
    isFirst = false;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

/** The same bytes; what cannot be read before more of them are there is held back until then. */
async function* decidedChunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  beginning: Beginning,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield beginning.encoding === null ? beginning.push(chunk) : chunk;
  if (beginning.encoding === null) yield beginning.end();
}

/** The bytes of a file up to where its encoding is known. */
class Beginning {
  encoding: TextEncoding | null = null;
  private held: Uint8Array[] = [];
  private heldBytes = 0;
  private wantedBytes = HEAD_BYTES;
  private isAtStart = true;

  /** What can be read now: ASCII, or everything that was held, in `encoding`. */
  push(chunk: Uint8Array): Uint8Array {
    this.held.push(chunk);
    this.heldBytes += chunk.length;
    return this.heldBytes < this.wantedBytes ? new Uint8Array(0) : this.decide(false);
  }

  /** The rest, when nothing more comes. */
  end(): Uint8Array {
    return this.decide(true);
  }

  private decide(isAll: boolean): Uint8Array {
    const bytes = this.take();
    if (this.isAtStart) {
      this.isAtStart = false;
      this.encoding = encodingByHead(bytes.subarray(0, HEAD_BYTES));
      if (this.encoding !== null) return bytes;
    }
    let at = 0;
    while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at += 1;
    const window = bytes.subarray(at, at + WINDOW_BYTES);
    if (isAll || window.length === WINDOW_BYTES) {
      this.encoding = isUtf8(window, window.length === WINDOW_BYTES) ? 'utf-8' : 'windows-1252';
      return bytes;
    }
    if (window.length > 0) {
      this.held = [window];
      this.heldBytes = window.length;
    }
    this.wantedBytes = window.length > 0 ? WINDOW_BYTES : 1;
    return bytes.subarray(0, at);
  }

  private take(): Uint8Array {
    const bytes = new Uint8Array(this.heldBytes);
    let at = 0;
    for (const chunk of this.held) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.held = [];
    this.heldBytes = 0;
    return bytes;
  }
}

/** The encoding that a file says by its first bytes; null: one that agrees with ASCII. */
function encodingByHead(head: Uint8Array): TextEncoding | null {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // Latin text in UTF-16 without a mark has a zero in every second byte.
  const zeros = [0, 0];
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  if ((zeros[1] ?? 0) > head.length / 5) return 'utf-16le';
  return (zeros[0] ?? 0) > head.length / 5 ? 'utf-16be' : null;
}

/**
 * Whether bytes are UTF-8, be it with a few that are broken. One bad byte does not make a file windows-1252, and two
 * letters of windows-1252 that happen to look like one of UTF-8 ("NESTLÉ®") do not make it UTF-8: the more frequent counts.
 * @param isCut whether the bytes go on, so that the last character may be in two
 */
function isUtf8(bytes: Uint8Array, isCut: boolean): boolean {
  let whole = 0;
  let broken = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    if (length > 1) whole += 1;
    else if (length === 0 && isCut && bytes.length - at < 4) break;
    else if (length === 0) broken += 1;
    at += Math.max(1, length);
  }
  return whole >= broken;
}

/** How many bytes the character of UTF-8 at a place has (Unicode 16, table 3-7); 0: there is none. */
function characterLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let k = 1; k < length; k += 1) {
    const byte = bytes[at + k] ?? 0;
    const least = k > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const most = k > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < least || byte > most) return 0;
  }
  return length;
}

/** Text without the byte order mark that some decoders leave at its beginning. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
