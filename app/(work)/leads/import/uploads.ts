import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Caller } from '#prisma/caller.ts';
import { environment } from '#prisma/environment.ts';
import { decodedText } from '#workflows/leads/text-encoding.ts';

/** Files of leads on their way in, under `uploads/` of the state folder: kept until they are imported, or a day. */

export const LARGEST_BYTES = 100 * 1_000_000;
const KEPT_MS = 24 * 3_600_000;
/** As much as guessing needs: 64,000 characters of at most four bytes. */
const HEAD_BYTES = 256 * 1024;

const Meta = z.object({
  workspaceId: z.string(),
  userId: z.string(),
  fileName: z.string(),
  bytes: z.number(),
});
export type Upload = z.infer<typeof Meta> & { id: string; file: string };

function folder(): string {
  return join(environment().home, 'uploads');
}

function fileOf(id: string): string {
  return join(folder(), `${id}.csv`);
}

/** What is known of a file stands beside it. */
function noteOf(id: string): string {
  return join(folder(), `${id}.json`);
}

/** Thrown by the stream that has grown too large; nothing of it is kept. */
class TooLarge extends Error {
  override name = 'TooLarge';
}

/** Writes a body to a file as it arrives; never more than the limit, and nothing of what is over it. */
export async function keepUpload(
  caller: Caller,
  fileName: string,
  body: ReadableStream<Uint8Array>,
): Promise<{ ok: true; upload: Upload } | { ok: false; reason: string }> {
  const id = randomUUID();
  const file = fileOf(id);
  let bytes = 0;
  const measured = new Transform({
    transform(chunk: Uint8Array, _, done) {
      bytes += chunk.length;
      done(bytes > LARGEST_BYTES ? new TooLarge() : null, chunk);
    },
  });
  try {
    await mkdir(folder(), { recursive: true, mode: 0o700 });
    await forgetOld();
    await pipeline(Readable.fromWeb(body as never), measured, createWriteStream(file, { mode: 0o600 }));
    const meta = { workspaceId: caller.workspaceId, userId: caller.userId, fileName, bytes };
    await writeFile(noteOf(id), JSON.stringify(meta), { mode: 0o600 });
    return { ok: true, upload: { ...meta, id, file } };
  } catch (error) {
    await rm(file, { force: true });
    await rm(noteOf(id), { recursive: true, force: true });
    return { ok: false, reason: whyNotKept(error) };
  }
}

function whyNotKept(error: unknown): string {
  if (error instanceof TooLarge) {
    return 'The file is larger than 100 MB. Nothing of it was kept; split it and send the parts.';
  }
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOSPC')
    return 'The disk is full. Nothing of the file was kept; make room and send it again.';
  console.error('An upload ended early:', error);
  return 'The file did not arrive whole. Nothing of it was kept; send it again.';
}

const Id = z.uuid();

/** An upload of this person's; null when it is gone, or another's. */
export async function findUpload(caller: Caller, id: string): Promise<Upload | null> {
  if (!Id.safeParse(id).success) return null;
  try {
    const meta = Meta.parse(JSON.parse(await readFile(noteOf(id), 'utf8')));
    const own = meta.workspaceId === caller.workspaceId && meta.userId === caller.userId;
    return own ? { ...meta, id, file: fileOf(id) } : null;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** The beginning of an upload as text. */
export async function headOfUpload(upload: Upload): Promise<string> {
  const handle = await open(upload.file);
  try {
    const buffer = new Uint8Array(Math.min(HEAD_BYTES, upload.bytes));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    let text = '';
    for await (const part of decodedText([buffer.subarray(0, bytesRead)], (name) => new TextDecoder(name)))
      text += part;
    return text;
  } finally {
    await handle.close();
  }
}

/** All of an upload, as it is read from disk. */
export function bytesOfUpload(upload: Upload): AsyncIterable<Uint8Array> {
  return createReadStream(upload.file);
}

export async function forgetUpload(upload: Upload): Promise<void> {
  await rm(upload.file, { force: true });
  await rm(noteOf(upload.id), { force: true });
}

/** Files that were sent and never imported. */
async function forgetOld(): Promise<void> {
  for (const name of await readdir(folder())) {
    const path = join(folder(), name);
    try {
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > KEPT_MS) await rm(path, { force: true });
    } catch (error) {
      // Its import ended in between, and took it away.
      if (!isGone(error)) throw error;
    }
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
