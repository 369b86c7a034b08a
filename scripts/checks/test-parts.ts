import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type PartRun, runPart, runProgram } from '#scripts/checks/part-run.ts';
import { ensurePrismaClient, ensureSite, ensureWorkflowBundle } from '#scripts/system/build.ts';
import { Progress } from '#scripts/system/progress.ts';
import { ROOT } from '#scripts/system/system.ts';

const RESULTS = join(ROOT, 'test-results');

const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()),
});

export type Runner = 'unit' | 'integration' | 'browser';

/** A runner's report, parsed; a runner that was killed or could not start leaves none. */
function reportOf<Report>(schema: z.ZodType<Report>, file: string, code: number): Report {
  if (!existsSync(file)) throw new Error(`it ended with exit code ${code} and left no report`);
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** What a runner's own report says; a run that ended badly without a failed test counts as one failure. */
function counted(
  report: { passed: number; failed: number },
  code: number,
): { passed: number; failed: number } {
  return code !== 0 && report.failed === 0 ? { passed: report.passed, failed: 1 } : report;
}

async function runVitest(project: 'unit' | 'integration', filters: readonly string[]) {
  const file = join(RESULTS, `${project}.json`);
  rmSync(file, { force: true });
  const { code } = await runProgram(
    join(ROOT, 'node_modules/.bin/vitest'),
    [
      'run',
      `--project=${project}`,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...filters,
    ],
    { output: 'inherit' },
  );
  const report = reportOf(vitestReport, file, code);
  // A file that cannot even be loaded has no tests to fail.
  const unloaded = report.testResults.filter(
    (one) => one.status === 'failed' && one.assertionResults.length === 0,
  ).length;
  return counted({ passed: report.numPassedTests, failed: report.numFailedTests + unloaded }, code);
}

async function runPlaywright(filters: readonly string[]) {
  const file = join(RESULTS, 'browser.json');
  rmSync(file, { force: true });
  const { code } = await runProgram(
    join(ROOT, 'node_modules/.bin/playwright'),
    ['test', '--reporter=list,json', '--pass-with-no-tests', ...filters],
    { output: 'inherit', env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file } },
  );
  const { stats, errors } = reportOf(playwrightReport, file, code);
  const failed = stats.unexpected + (stats.unexpected === 0 ? errors.length : 0);
  return counted({ passed: stats.expected + stats.flaky, failed }, code);
}

/** What tests need made first. The site is built as `npm start` builds it. */
async function prepare(runners: readonly Runner[]): Promise<void> {
  const progress = new Progress();
  const say = progress.say.bind(progress);
  await ensurePrismaClient(say);
  if (runners.includes('integration') || runners.includes('browser')) {
    const { temporalBinary } = await import('#scripts/testing/temporal-server.ts');
    await temporalBinary(join(RESULTS, 'home'));
    await ensureWorkflowBundle(say);
    await ensureSite(say, { NEXT_TELEMETRY_DISABLED: '1' });
  }
  if (runners.includes('browser')) {
    const { ensureChromium } = await import('#scripts/testing/chromium.ts');
    ensureChromium((sentence) => say('browser', sentence));
  }
}

/** Runs the given runners one after the other; `filters` are paths or parts of paths. */
export async function testParts(runners: readonly Runner[], filters: readonly string[]): Promise<PartRun[]> {
  mkdirSync(RESULTS, { recursive: true });
  const runs: PartRun[] = [];
  const prepared = await runPart('set-up and build', async () => {
    await prepare(runners);
    return { passed: 0, failed: 0 };
  });
  runs.push(prepared);
  if (prepared.failed > 0) return runs;
  for (const runner of runners) {
    console.log(`\n== ${runner}`);
    runs.push(
      await runPart(runner, () =>
        runner === 'browser' ? runPlaywright(filters) : runVitest(runner, filters),
      ),
    );
  }
  return runs;
}
