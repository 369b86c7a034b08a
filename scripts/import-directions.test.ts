import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#scripts/system/system.ts';

/**
 * The guard is guarded: each forbidden import is planted in a copy of the configuration, and lint must refuse it with
 * the sentence that says where the code belongs. A change of tool or of a rule cannot lose a direction in silence.
 */

/** file, planted line, part of the sentence that teaches. */
const FORBIDDEN: ReadonlyArray<[file: string, line: string, teaches: string]> = [
  ['app/page.ts', "import '#scripts/start.ts';", 'belongs in prisma/, temporal/client'],
  ['app/page.ts', "import '#temporal/worker.ts';", "the worker's outbox picks up"],
  ['app/page.ts', "import '#temporal/activities.ts';", "the worker's outbox picks up"],
  ['app/page.ts', "import '#temporal/carrier/book.ts';", "the worker's outbox picks up"],
  ['app/page.ts', "import '#temporal/providers/twilio.ts';", 'webhook parsers of #temporal/hooks/'],
  ['app/page.ts', "import '@temporalio/client';", 'add a function to temporal/client/'],
  ['app/page.ts', "import 'better-sqlite3';", 'query files of prisma/'],
  [
    'app/page.ts',
    "import { PrismaClient } from '#prisma/generated/client.ts'; new PrismaClient();",
    'takes a Caller',
  ],
  ['app/page.ts', "import 'twilio';", 'only enqueues messages'],
  ['app/page.ts', "import '../components/button.tsx';", 'the one alias'],
  ['components/button.tsx', "import '#app/actions.ts';", 'as props'],
  ['components/button.tsx', "import '#prisma/leads.ts';", 'no data access'],
  ['components/button.tsx', "import '#temporal/client/start.ts';", 'no data access'],
  ['components/button.tsx', "import '#scripts/start.ts';", 'no data access'],
  ['components/button.tsx', "import 'node:fs';", 'runs in the browser'],
  ['components/button.tsx', "import '@xyflow/react';", 'Only components/canvas/'],
  ['components/canvas/canvas.tsx', "import '#prisma/leads.ts';", 'no data access'],
  ['components/canvas/canvas.tsx', "import '#app/actions.ts';", 'as props'],
  ['workflows/play.ts', "import '#app/page.tsx';", 'knows no other room'],
  ['workflows/play.ts', "import '#components/button.tsx';", 'knows no other room'],
  ['workflows/play.ts', "import '#prisma/leads.ts';", 'knows no other room'],
  [
    'workflows/play.ts',
    "import type { Lead } from '#prisma/leads.ts'; export type L = Lead;",
    'knows no other room',
  ],
  ['workflows/play.ts', "export * from '#temporal/names.ts';", 'knows no other room'],
  ['workflows/play.ts', "await import('#scripts/start.ts');", 'knows no other room'],
  ['workflows/play.ts', "import 'react';", 'workflows/ is pure'],
  ['workflows/play.ts', "import 'next/headers';", 'workflows/ is pure'],
  ['workflows/play.ts', "import '@temporalio/workflow';", 'workflows/ is pure'],
  ['workflows/play.ts', "import '@prisma/client';", 'workflows/ is pure'],
  ['workflows/play.ts', "import 'node:crypto';", 'workflows/ is pure'],
  ['workflows/engine/step.ts', "import 'zod';", 'imports nothing outside itself'],
  ['workflows/engine/step.ts', "import '#workflows/play.ts';", 'imports nothing outside itself'],
  ['workflows/engine/step.ts', "import '#prisma/leads.ts';", 'imports nothing outside itself'],
  ['workflows/play.test.ts', "import '#prisma/leads.ts';", 'needs no other room'],
  ['prisma/leads.ts', "import '#app/page.tsx';", 'knows only itself and workflows/'],
  ['prisma/leads.ts', "import '#components/button.tsx';", 'knows only itself and workflows/'],
  ['prisma/leads.ts', "import '#temporal/names.ts';", 'knows only itself and workflows/'],
  ['prisma/leads.ts', "import '#scripts/start.ts';", 'knows only itself and workflows/'],
  ['prisma/leads.ts', "import '@temporalio/client';", 'write an outbox or job row'],
  ['prisma/leads.ts', "import 'next/headers';", 'what needs a request'],
  ['temporal/worker.ts', "import '#app/page.tsx';", 'temporal/ knows prisma/ and workflows/'],
  ['temporal/worker.ts', "import '#components/button.tsx';", 'temporal/ knows prisma/ and workflows/'],
  ['temporal/worker.ts', "import '#scripts/start.ts';", 'temporal/ knows prisma/ and workflows/'],
  ['temporal/worker.ts', "import 'react';", 'without a browser or a request'],
  ['temporal/workflows.ts', "import '#prisma/leads.ts';", 'belongs in an activity'],
  ['temporal/workflows.ts', "import '#temporal/providers/twilio.ts';", 'belongs in an activity'],
  ['temporal/workflows.ts', "import 'node:fs';", 'belongs in an activity'],
  ['temporal/workflows.ts', "import '@temporalio/client';", 'belongs in an activity'],
  ['temporal/workflows.ts', "import 'zod';", 'fourteen times the memory'],
  ['temporal/carrier/book.ts', "import '#temporal/names.ts';", 'a witness must not share our bugs'],
  ['temporal/carrier/book.ts', "import '#workflows/play.ts';", 'a witness must not share our bugs'],
  ['temporal/carrier/book.ts', "import '#prisma/leads.ts';", 'a witness must not share our bugs'],
  ['scripts/start.ts', "import '#app/page.tsx';", 'never its pages or components'],
  ['scripts/start.ts', "import '#components/button.tsx';", 'never its pages or components'],
  ['tests/thread.e2e.ts', "import '#app/page.tsx';", 'Nothing imports app/'],
  ['workflows/play.ts', 'export const at = Date.now();', 'never reads the clock'],
  ['workflows/play.ts', 'export const at = new Date();', 'never reads the clock'],
  [
    'workflows/play.ts',
    'declare const DateTime: { now(): number }; export const at = DateTime.now();',
    'never reads the clock',
  ],
  ['workflows/engine/step.ts', 'export const at = Math.random();', 'never rolls dice'],
  ...[
    'app/page.ts',
    'components/button.tsx',
    'components/button.test.ts',
    'components/canvas/canvas.tsx',
    'prisma/leads.ts',
    'temporal/worker.ts',
    'temporal/workflows.ts',
    'scripts/start.ts',
    'workflows/play.ts',
    'workflows/play.test.ts',
    'tests/thread.e2e.ts',
  ].flatMap((file): [string, string, string][] => [
    [file, "import './../prisma/leads.ts';", 'the one alias'],
    [file, "import './below/../../prisma/leads.ts';", 'the one alias'],
  ]),
  ['temporal/carrier/book.ts', "import './../names.ts';", 'a witness must not share our bugs'],
  ['workflows/engine/step.ts', "import './../play.ts';", 'imports nothing outside itself'],
  ...[
    'app/page.ts',
    'components/button.tsx',
    'components/button.test.ts',
    'components/canvas/canvas.tsx',
    'prisma/leads.ts',
    'temporal/worker.ts',
    'scripts/start.ts',
  ].map((file): [string, string, string] => [
    file,
    "import '#tests/testing/crowd.ts';",
    'Nothing imports tests/',
  ]),
  ['workflows/play.ts', "import '#tests/testing/crowd.ts';", 'knows no other room'],
  ['temporal/workflows.ts', "import '#temporal/activities.ts';", 'belongs in an activity'],
  ['temporal/workflows.ts', "import './activities.ts';", 'belongs in an activity'],
  ['temporal/workflows.ts', "import '#workflows/compile/parse.ts';", 'belongs in an activity'],
  ['temporal/workflows.ts', "import 'luxon';", 'belongs in an activity'],
  ['proxy.ts', "import 'better-sqlite3';", 'belongs in that route'],
  ['proxy.ts', "import '@temporalio/client';", 'belongs in that route'],
  ['proxy.ts', "import '#scripts/start.ts';", 'belongs in that route'],
  ['proxy.ts', "import '#prisma/leads.ts';", 'belongs in that route'],
  [
    'app/page.ts',
    "import * as P from '#prisma/generated/client.ts'; new P.PrismaClient();",
    'takes a Caller',
  ],
  ['app/page.ts', "export * from '#prisma/generated/client.ts';", 'takes a Caller'],
  ['app/page.ts', "await import('#prisma/generated/client.ts');", 'takes a Caller'],
  ['components/button.tsx', "import 'twilio';", 'runs in the browser'],
  ['components/button.tsx', "import 'next/headers';", 'runs in the browser'],
  ['components/canvas/canvas.tsx', "import 'next/headers';", 'runs in the browser'],
  ['workflows/play.ts', 'export const at = globalThis.Date.now();', 'never reads the clock'],
  ['workflows/play.ts', 'export const at = new globalThis.Date();', 'never reads the clock'],
  [
    'workflows/play.ts',
    "import { DateTime } from 'luxon'; export const at = DateTime.fromObject({ hour: 9 });",
    'never reads the clock',
  ],
];

const ALLOWED: ReadonlyArray<[file: string, line: string]> = [
  ['app/page.ts', "import '#components/button.tsx';"],
  ['app/page.ts', "import '#prisma/leads.ts';"],
  ['app/page.ts', "import type { Lead } from '#prisma/generated/client.ts'; export type L = Lead;"],
  ['app/page.ts', "import '#temporal/client/start.ts';"],
  ['app/page.ts', "import '#temporal/hooks/twilio-hook.ts';"],
  ['components/button.tsx', "import '#workflows/play.ts';"],
  ['components/canvas/canvas.tsx', "import '@xyflow/react';"],
  ['workflows/play.ts', "import 'zod';"],
  ['workflows/play.ts', "import 'csv-parse/sync';"],
  ['workflows/play.ts', "import '#workflows/engine/step.ts';"],
  ['workflows/play.ts', 'export const at = (ms: number) => new Date(ms);'],
  ['workflows/play.test.ts', "import 'node:fs';"],
  ['workflows/engine/step.ts', "import './plan.ts';"],
  ['prisma/leads.ts', "import '#workflows/play.ts';"],
  ['temporal/worker.ts', "import '#prisma/leads.ts';"],
  ['temporal/workflows.ts', "import '#workflows/engine/step.ts';"],
  ['temporal/workflows.ts', "import './names.ts';"],
  ['temporal/workflows.ts', "import '@temporalio/workflow';"],
  ['temporal/carrier/book.ts', "import '#temporal/carrier/journal.ts';"],
  ['temporal/carrier/book.ts', "import './journal.ts';"],
  ['proxy.ts', "import { NextResponse } from 'next/server'; export const p = NextResponse;"],
  ['components/button.tsx', "import './class-names.ts';"],
  ['components/button.tsx', "import 'next/navigation';"],
  [
    'workflows/play.ts',
    "import { DateTime } from 'luxon'; export const at = DateTime.local(2026, 11, 22, { zone: 'utc' });",
  ],
  ['scripts/start.ts', "import '#temporal/server.ts';"],
];

/** What `tsc -p tsconfig.core.json` must not know, even beside packages that ask for Node's types. */
const UNKNOWN_TO_THE_CORE = [
  'fetch',
  'setTimeout',
  'process',
  'console',
  'window',
  'crypto',
  'performance',
  'Buffer',
];

interface Diagnostic {
  message: string;
  category: string;
  location: { path: string };
}

let copy: string;
let found: Diagnostic[];
let typeErrors: string;

/** Each plant has a folder-like suffix of its own, so that many stand in one room: workflows/play-12.ts. */
const placeOf = (file: string, index: number) => file.replace(/^(.*\/)?([^/.]+)(\..*)$/, `$1$2-${index}$3`);

function plant(file: string, line: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), `${line}\n`);
}

const all = [
  ...FORBIDDEN.map(([file, line]) => ({ file, line })),
  ...ALLOWED.map(([file, line]) => ({ file, line })),
];

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'baton-directions-'));
  for (const name of [
    'biome.json',
    '.gitignore',
    'tsconfig.json',
    'tsconfig.core.json',
    'package.json',
    'scripts/lint',
  ]) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  all.forEach(({ file, line }, index) => {
    plant(placeOf(file, index), line);
  });
  const run = promisify(execFile);
  const biome = join(ROOT, 'node_modules/.bin/biome');
  const report = await run(biome, ['lint', '--reporter=json', '--max-diagnostics=none'], { cwd: copy }).catch(
    (failed: { stdout: string }) => failed,
  );
  found = (JSON.parse(report.stdout) as { diagnostics: Diagnostic[] }).diagnostics;

  rmSync(join(copy, 'workflows'), { recursive: true });
  plant('workflows/play.ts', "import 'liquidjs';\nimport 'csv-parse/sync';");
  UNKNOWN_TO_THE_CORE.forEach((name, index) => {
    plant(`workflows/reach-${index}.ts`, `export const reached = ${name};`);
  });
  typeErrors = await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.core.json'], {
    cwd: copy,
  }).then(
    ({ stdout }) => stdout,
    (failed: { stdout: string }) => failed.stdout,
  );
}, 60_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What lint says about the directions and the clock of a planted file. */
function saidOf(file: string, index: number): string[] {
  return found
    .filter(({ category }) => category === 'lint/style/noRestrictedImports' || category === 'plugin')
    .filter(({ location }) => location.path === placeOf(file, index))
    .map(({ message }) => message);
}

describe('lint', () => {
  it.each(FORBIDDEN.map((entry, index) => [...entry, index] as const))(
    'refuses in %s: %s',
    (file, _line, teaches, index) => {
      expect(saidOf(file, index)).toEqual([expect.stringContaining(teaches)]);
    },
  );

  it.each(ALLOWED.map((entry, index) => [...entry, FORBIDDEN.length + index] as const))(
    'allows in %s: %s',
    (file, _line, index) => {
      expect(saidOf(file, index)).toEqual([]);
    },
  );
});

describe('tsconfig.core.json', () => {
  it.each(UNKNOWN_TO_THE_CORE.map((name, index) => [name, index] as const))('knows no %s', (name, index) => {
    expect(typeErrors).toMatch(new RegExp(`workflows/reach-${index}\\.ts.*Cannot find name '${name}'`));
  });
});
