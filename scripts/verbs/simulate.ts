import {
  compileFile,
  FIELD_HELP,
  FIELD_OPTION,
  PLAY_HELP,
  PLAY_OPTION,
  type PlayFileOptions,
  problemLine,
  readJsonFile,
} from '#scripts/play-file.ts';
import { printJson, type Verb, VerbFailed } from '#scripts/verb.ts';
import { SimulationFile } from '#workflows/simulate/script.ts';
import { simulate } from '#workflows/simulate/simulate.ts';
import type { Trace, TraceLine } from '#workflows/simulate/trace.ts';
import { instantWords } from '#workflows/time/instant-words.ts';
import { placeOf } from '#workflows/time/place.ts';

interface Options extends PlayFileOptions {
  script?: string;
  json?: boolean;
}

export const simulateVerb: Verb = (program) => {
  program
    .command('simulate')
    .description('what would happen to one lead, and when: nothing is sent')
    .argument('<play.json>', 'a play as it is exported')
    .option(
      '--script <lead.json>',
      'the lead, what they answer, and the rules; without it a lead who never answers',
    )
    .option(FIELD_OPTION, FIELD_HELP)
    .option(PLAY_OPTION, PLAY_HELP)
    .option('--json', 'print the trace as JSON')
    .addHelpText(
      'after',
      `
A script, all of it optional:
  { "lead": { "fields": { "firstName": "Priya", "cellPhone": "+13125550148" },
              "consents": [{ "channel": "sms", "basis": "written", "purpose": "all" }] },
    "startsAt": "2026-12-01T03:41:00Z",
    "script": { "acts": [{ "afterMessage": 1, "waitMs": 7200000, "text": "how much is it?" }],
                "sends": [{ "message": 2, "outcome": "inDoubt" }] } }
Acts: reply (text or intent), stop, start, pause, resume, skip, retry, exit. Exits with 1 when the play has problems.`,
    )
    .action((path: string, options: Options) => {
      const file = compileFile(path, options);
      const problems = file.parsed ? file.compiled.problems : file.problems;
      if (!file.parsed || !file.compiled.ok) {
        process.exitCode = 1;
        if (options.json) printJson({ ok: false, problems });
        else if (file.parsed) for (const problem of file.compiled.problems) console.log(problemLine(problem));
        else
          for (const { path: at, sentence } of file.problems)
            console.log(`error   ${at === '' ? '' : `${at}: `}${sentence}`);
        return;
      }
      const { lead, script, gate, startsAt } = readScript(options.script);
      const { plan, contents } = file.compiled;
      const trace = simulate({
        plan,
        contents,
        lead,
        script,
        gate,
        startMs: Date.parse(startsAt),
        play: file.play,
      });
      if (options.json) printJson({ ok: true, ...trace });
      else for (const line of textOf(trace, zoneOf(lead, gate))) console.log(line);
    });
};

function readScript(path: string | undefined) {
  const parsed = SimulationFile.safeParse(path === undefined ? {} : readJsonFile(path));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, 10)
    .map((issue) => `  ${issue.path.join('.') || 'the file'}: ${issue.message}`);
  throw new VerbFailed(`${path} is not a script for a simulation.\n${issues.join('\n')}`);
}

type Parsed = ReturnType<typeof readScript>;

function zoneOf(lead: Parsed['lead'], gate: Parsed['gate']): string {
  const text = (name: string): string | null =>
    typeof lead.fields[name] === 'string' ? String(lead.fields[name]) : null;
  return placeOf({
    timeZone: lead.timeZone ?? null,
    country: text('country') ?? gate.country,
    region: text('region'),
    postalCode: text('postalCode'),
    phones: [text('cellPhone')].filter((phone) => phone !== null),
  }).likely;
}

function textOf(trace: Trace, zone: string): string[] {
  const startMs = trace.lines[0]?.atMs ?? 0;
  const widest = Math.max(4, ...trace.lines.map((line) => line.node?.length ?? 0));
  // Far from "now", so that every line names its day.
  const when = (line: TraceLine): string =>
    instantWords(line.atMs, zone, startMs - 30 * 86_400_000).padEnd(17);
  const indent = ' '.repeat(19 + widest);
  return trace.lines.flatMap((line) => {
    const words = [line.subject, line.body]
      .filter((part) => part !== undefined)
      .join('\n')
      .trim();
    const quoted = words === '' ? [] : words.split('\n').map((text) => `${indent}> ${text}`);
    return [`${when(line)} ${(line.node ?? '').padEnd(widest)} ${line.sentence}`, ...quoted];
  });
}
