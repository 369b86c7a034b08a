import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type PartRun, runPart, runProgram } from '#scripts/checks/part-run.ts';
import { ROOT } from '#scripts/system/system.ts';

const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);

/** A check that passes or fails as a whole; what it says is printed only when it fails. */
function check(name: string, work: () => Promise<{ code: number; output: string }>): Promise<PartRun> {
  return runPart(name, async () => {
    const { code, output } = await work();
    if (code === 0) return { passed: 1, failed: 0 };
    console.error(`\n${name} failed:\n${output.trimEnd()}`);
    return { passed: 0, failed: 1 };
  });
}

const quietly = (command: string, args: readonly string[]) => runProgram(command, args, { output: 'pipe' });

/** Everything that needs no test: style and import directions, types, the lock, the migrations. */
export async function lintParts(): Promise<PartRun[]> {
  mkdirSync(join(ROOT, 'node_modules/.cache/baton'), { recursive: true });
  return Promise.all([
    check('style and directions', () =>
      quietly(bin('biome'), ['check', '--error-on-warnings', '--colors=off']),
    ),
    check('types', async () => {
      const { generate } = await import('#prisma/generate.ts');
      await generate();
      const routes = await runProgram(bin('next'), ['typegen'], {
        output: 'pipe',
        env: { NEXT_TELEMETRY_DISABLED: '1' },
      });
      return routes.code === 0 ? quietly(bin('tsc'), ['-p', 'tsconfig.check.json']) : routes;
    }),
    check('types of workflows/', () => quietly(bin('tsc'), ['-p', 'tsconfig.core.json'])),
    check('lock', () => quietly(process.execPath, ['scripts/complete-lock.mjs', '--check'])),
    check('migrations', async () => {
      const { checkMigrations } = await import('#prisma/check-migrations.ts');
      const checked = await checkMigrations();
      return checked.ok ? { code: 0, output: '' } : { code: 1, output: checked.reason };
    }),
  ]);
}
