import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRun } from '#prisma/run-file.ts';
import { isInstalled } from '#scripts/ensure.mjs';
import { isAlive } from '#scripts/supervisor/process-stamp.ts';
import { portHolder, portTrouble } from '#scripts/system/port.ts';
import { freeBytes, prepareStateFolder } from '#scripts/system/state-folder.ts';
import { ROOT, type System } from '#scripts/system/system.ts';
import { chosenSystem, printJson, type Verb } from '#scripts/verb.ts';
import { temporalVersionOf } from '#temporal/server.ts';
import { lookForTemporalBinary } from '#temporal/server-binary.ts';

/** One thing looked at; `ok` is false when a person has to do something before `npm start` works. */
interface Finding {
  what: string;
  ok: boolean;
  says: string;
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024).toLocaleString('en')} MB`;

export const doctor: Verb = (program) => {
  program
    .command('doctor')
    .description('what is here and what is in the way: Node, packages, Temporal, state folder, disk, ports')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const findings = await examine();
      const ok = findings.every((finding) => finding.ok);
      if (options.json) printJson({ ok, findings });
      else
        for (const { what, ok: fine, says } of findings)
          console.log(`${fine ? 'ok ' : 'NOT'} ${what.padEnd(10)} ${says}`);
      process.exitCode = ok ? 0 : 1;
    });
};

async function examine(): Promise<Finding[]> {
  const { settings, system } = chosenSystem();
  const findings: Finding[] = [
    { what: 'node', ok: true, says: `${process.version} at ${process.execPath}` },
    isInstalled(ROOT)
      ? { what: 'packages', ok: true, says: 'as package-lock.json says' }
      : { what: 'packages', ok: false, says: 'not as package-lock.json says; "npm start" installs them' },
  ];
  if (system.temporal.isEmbedded) {
    const passedOver: string[] = [];
    const version = temporalVersionOf(system.home);
    const found = await lookForTemporalBinary({
      home: system.home,
      cache: system.cache,
      version,
      cliPath: settings.TEMPORAL_CLI_PATH,
      searchPath: process.env.PATH,
      say: (sentence) => passedOver.push(sentence),
    });
    const says = found
      ? `${version} from ${found.source}`
      : `${version} is not here yet; "npm start" fetches it`;
    findings.push({ what: 'temporal', ok: true, says: [says, ...passedOver].join('. ') });
  } else {
    findings.push({ what: 'temporal', ok: true, says: `your cluster at ${system.temporal.address}` });
  }
  const state = prepareStateFolder(system.home);
  findings.push(
    state.ok
      ? { what: 'state', ok: true, says: `${system.home}, ${megabytes(freeBytes(system.home))} free` }
      : { what: 'state', ok: false, says: state.reason },
  );
  if (existsSync(system.databaseFile)) {
    findings.push({
      what: 'database',
      ok: true,
      says: `${system.databaseFile}, ${megabytes(statSync(system.databaseFile).size)}`,
    });
  }
  return [...findings, ...(await examineRun(system))];
}

/** What runs on this state folder; where nothing does, whether its ports are free. */
async function examineRun(system: System): Promise<Finding[]> {
  const run = existsSync(join(system.home, 'run.json')) ? readRun(system.home) : null;
  if (run && isAlive(run.supervisor)) {
    return [
      { what: 'running', ok: true, says: run.url },
      ...run.parts.map(({ name, state, lastExit, restarts }) => ({
        what: name,
        ok: state === 'up',
        says: `${state}${restarts > 0 ? `, started again ${restarts} times: ${lastExit}` : ''}`,
      })),
    ];
  }
  const { web, carrier, temporal } = system.ports;
  const wanted: Array<[string, number]> = [
    [system.host, web],
    ['127.0.0.1', carrier],
  ];
  if (system.temporal.isEmbedded) wanted.push(['127.0.0.1', temporal]);
  const findings: Finding[] = [{ what: 'running', ok: true, says: 'no' }];
  for (const [host, port] of wanted) {
    const trouble = await portTrouble(host, port);
    const holder = trouble === 'taken' ? portHolder(port) : null;
    findings.push({
      what: `port ${port}`,
      ok: trouble === null,
      says:
        trouble === null ? 'free' : `${trouble}${holder ? ` by ${holder}` : ''}; BATON_PORT moves all three`,
    });
  }
  return findings;
}
