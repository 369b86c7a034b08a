import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** For tests, here and elsewhere: a carrier process of one's own, and a receiver of webhooks. */

export interface TrialCarrier {
  url: string;
  token: string;
  home: string;
  pid: number;
  /** Kills the process (SIGKILL unless told otherwise) and waits until it is gone; its file stays. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same file and port. */
  restart(): Promise<void>;
  /** Stops it and removes its directory. */
  remove(): Promise<void>;
  /** JSON to and from the control door. Rejects on an error status, with the carrier's sentence. */
  control<T>(method: string, path: string, body?: unknown): Promise<T>;
}

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

export async function trialCarrier(): Promise<TrialCarrier> {
  const home = await mkdtemp(join(tmpdir(), 'baton-carrier-'));
  const token = 'trial-token-0123456789';
  let running = await launch(home, token, 0);
  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    const { child } = running;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  };
  return {
    url: running.url,
    token,
    home,
    get pid() {
      return running.child.pid ?? 0;
    },
    kill,
    async restart() {
      await kill();
      running = await launch(home, token, Number(new URL(running.url).port));
    },
    async remove() {
      await kill();
      await rm(home, { recursive: true, force: true });
    },
    async control<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await fetch(`${running.url}/control/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${response.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
  };
}

function launch(home: string, token: string, port: number): Promise<{ child: ChildProcess; url: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN], {
      env: { ...process.env, BATON_HOME: home, BATON_CARRIER_PORT: String(port), BATON_CARRIER_TOKEN: token },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const listen = (piece: Buffer): void => {
      said += piece.toString('utf8');
      const url = /ready at (http:\S+)/.exec(said)?.[1];
      if (url) resolve({ child, url });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`the carrier ended with ${code}: ${said}`)));
  });
}

export interface Heard {
  method: string;
  /** Path and query. */
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
  atMs: number;
}

export interface TrialReceiver {
  url: string;
  heard: Heard[];
  /** What the next requests are answered with; the last one stays. */
  answerWith(...answers: { status: number; type?: string; body?: string; cut?: boolean }[]): void;
  /** Resolves once this many requests pass the filter; rejects after ten seconds with what came instead. */
  waitFor(count: number, filter?: (heard: Heard) => boolean): Promise<Heard[]>;
  close(): Promise<void>;
  reopen(): Promise<void>;
}

/** A web server that keeps what it is sent. */
export async function trialReceiver(): Promise<TrialReceiver> {
  const heard: Heard[] = [];
  let answers: { status: number; type?: string; body?: string; cut?: boolean }[] = [{ status: 204 }];
  const waiting = new Set<() => void>();
  let server = http.createServer(handle);
  let port = 0;

  function handle(req: http.IncomingMessage, res: http.ServerResponse): void {
    const pieces: Buffer[] = [];
    req.on('data', (piece: Buffer) => pieces.push(piece));
    req.on('end', () => {
      const body = Buffer.concat(pieces).toString('utf8');
      heard.push({
        method: req.method ?? '',
        path: req.url ?? '',
        headers: req.headers,
        body,
        atMs: Date.now(),
      });
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 204 };
      if (answer.cut) res.socket?.destroy();
      else res.writeHead(answer.status, answer.type ? { 'content-type': answer.type } : {}).end(answer.body);
      for (const wake of [...waiting]) wake();
    });
  }
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  await open();
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    answerWith(...given) {
      answers = given;
    },
    waitFor(count, filter = () => true) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          const came = heard.map((one) => `${one.path} ${one.body}`).join('\n');
          reject(new Error(`waited for ${count} requests in vain; these came:\n${came}`));
        }, 10_000);
        const look = (): void => {
          const found = heard.filter(filter);
          if (found.length < count) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    async reopen() {
      server = http.createServer(handle);
      await open();
    },
  };
}
