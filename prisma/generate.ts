import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOM = fileURLToPath(new URL('./', import.meta.url));
const STAMP = join(ROOM, 'generated', 'made-from.txt');

/**
 * Writes the Prisma client to prisma/generated, offline, in about a second; does nothing when it is there already,
 * made from this schema by this Prisma.
 */
export async function generate(): Promise<{ generated: boolean }> {
  const manifest = createRequire(import.meta.url).resolve('prisma/package.json');
  const schema = await readFile(join(ROOM, 'schema.prisma'));
  const madeFrom = createHash('sha256')
    .update(schema)
    .update(await readFile(manifest))
    .digest('hex');
  const before = await readFile(STAMP, 'utf8').catch(() => null);
  if (before === madeFrom) {
    return { generated: false };
  }
  await run(join(dirname(manifest), 'build', 'index.js'), [
    'generate',
    '--schema',
    join(ROOM, 'schema.prisma'),
  ]);
  await writeFile(STAMP, madeFrom);
  return { generated: true };
}

function run(script: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: dirname(ROOM),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Any executable will do for the schema engine, which generating never calls but would otherwise download.
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`prisma generate failed:\n${said}`)),
    );
  });
}

if (import.meta.main) {
  const { generated } = await generate();
  console.log(generated ? 'Wrote prisma/generated.' : 'prisma/generated is up to date.');
}
