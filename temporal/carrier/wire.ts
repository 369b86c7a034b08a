import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a door answers. `cut` closes the socket without a word. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  html?: string;
  cut?: boolean;
}

export class TooLarge extends Error {}

/** The body as sent, or TooLarge beyond the limit. Rejects when the caller hangs up in the middle. */
export async function readBody(req: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of req) {
    size += (piece as Buffer).length;
    if (size > limitBytes) throw new TooLarge();
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}

export function write(res: ServerResponse, answer: Answer): void {
  if (res.destroyed || res.writableEnded) return;
  if (answer.cut) {
    res.socket?.destroy();
    return;
  }
  const text = answer.html ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  const type = answer.html === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8';
  res.writeHead(answer.status, {
    ...(text ? { 'content-type': type } : {}),
    'content-length': Buffer.byteLength(text),
    ...answer.headers,
  });
  res.end(text);
}

export function pause(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}

/** Webhooks leave for this machine alone, whatever a caller registers. */
export function isLoopback(url: string): boolean {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return false;
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return false;
  const host = parsed.hostname;
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
