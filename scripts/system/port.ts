import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';

/** Why a port cannot be listened on, or null when it can. */
export async function portTrouble(
  host: string,
  port: number,
): Promise<'taken' | 'forbidden' | 'no such address' | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve('taken');
      else if (error.code === 'EACCES') resolve('forbidden');
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') resolve('no such address');
      else reject(error);
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** Whether somebody listens on a port of this machine. */
export async function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Ports that nobody listens on at this moment, next to each other: the first of `count`. For tests and trials. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    // Below the range from which systems hand out ports by themselves (32768 and up), so that nobody takes them meanwhile.
    const first = 12_000 + Math.floor(Math.random() * 18_000);
    const troubles = await Promise.all(
      Array.from({ length: count }, (_, i) => portTrouble('127.0.0.1', first + i)),
    );
    if (troubles.every((trouble) => trouble === null)) return first;
  }
}

function linuxHolder(port: number): string | null {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((table) => readFileSync(table, 'utf8').split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      // 0A is LISTEN; column 9 is the socket's inode.
      .filter((columns) => columns[3] === '0A' && columns[1]?.endsWith(`:${hexPort}`))
      .map((columns) => `socket:[${columns[9]}]`),
  );
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const isHolder = readdirSync(`/proc/${pid}/fd`).some((fd) => {
        try {
          return inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
        } catch {
          return false;
        }
      });
      if (!isHolder) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return `${command.slice(0, 80)} (pid ${pid})`;
    } catch {
      // Another user's process, or one that just ended: it cannot be named.
    }
  }
  return null;
}

/** Who listens on a port, in words; null where that cannot be seen (another user's process). */
export function portHolder(port: number): string | null {
  try {
    if (process.platform === 'linux') return linuxHolder(port);
    const flags = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
    const fields = execFileSync('lsof', flags, { encoding: 'utf8' }).split('\n');
    const field = (letter: string) => fields.find((line) => line.startsWith(letter))?.slice(1);
    return field('c') ? `${field('c')} (pid ${field('p')})` : null;
  } catch {
    return null;
  }
}
