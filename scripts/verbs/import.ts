import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { adoptEnvironment, printJson, type Verb, VerbFailed } from '#scripts/verb.ts';

interface Options {
  workspace?: string;
  tag?: string;
  json?: boolean;
}

/** Rejected rows that are printed; all of them are kept with the import. */
const REASONS_SHOWN = 20;

export const importVerb: Verb = (program) => {
  program
    .command('import')
    .description(
      'leads from a CSV file: columns are guessed, known leads updated, rows that are none reported',
    )
    .argument('<file>', 'comma, semicolon or tab separated, in UTF-8, UTF-16 or windows-1252')
    .option('--workspace <name>', 'by name or id; needed where there are several')
    .option('--tag <tag>', 'given to every lead of the file; plays can ask for it')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExits with 1 when the file cannot be read, or when every row was rejected.')
    .action(importFile);
};

async function importFile(path: string, options: Options): Promise<void> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new VerbFailed(`There is no file ${path}. Nothing was imported.`);
  }
  const { databaseFile } = await adoptEnvironment();
  const { migrate } = await import('#prisma/migrator.ts');
  await migrate(databaseFile);
  const { database } = await import('#prisma/database.ts');
  const { systemCaller } = await import('#prisma/caller.ts');
  const { importLeadFile } = await import('#prisma/lead-file-import.ts');
  const { allRejections } = await import('#prisma/imports.ts');
  const db = database();
  try {
    const caller = systemCaller(await chosenWorkspace(options.workspace));
    const imported = await importLeadFile(db, caller, {
      fileName: basename(path),
      bytes: createReadStream(path),
      tag: options.tag ?? null,
      onProgress: options.json ? undefined : showProgress(),
    });
    if (!imported.ok) throw new VerbFailed(imported.reason);
    const { report, reading } = imported;
    const columns = reading.columns.map(({ header, target, custom, how }) => ({
      header,
      becomes: custom === null ? target : `custom.${custom.name}`,
      how,
    }));
    const rejections: { rowNumber: number; reason: string }[] = [];
    for await (const { rowNumber, reason } of allRejections(db, caller, report.importId)) {
      rejections.push({ rowNumber, reason });
      if (!options.json && rejections.length === REASONS_SHOWN) break;
    }
    if (options.json) {
      printJson({
        ok: true,
        ...report,
        columns,
        rejections,
      });
    } else {
      console.log(columns.map(({ header, becomes }) => `${header} -> ${becomes}`).join('\n'));
      console.log(
        `${report.rows} rows: ${report.created} new leads, ${report.updated} updated, ${report.rejected} rejected.`,
      );
      if (report.entered + report.notEntered > 0) {
        console.log(
          `${report.entered} leads entered plays, ${report.notEntered} did not (their timelines say why).`,
        );
      }
      for (const { rowNumber, reason } of rejections) {
        console.log(`row ${rowNumber}: ${reason}`);
      }
      if (report.rejected > REASONS_SHOWN) {
        console.log(`and ${report.rejected - REASONS_SHOWN} more; --json lists them.`);
      }
    }
    process.exitCode = report.rows > 0 && report.rejected === report.rows ? 1 : 0;
  } finally {
    await db.close();
  }
}

/** The id of the workspace that was named, or of the only one. */
async function chosenWorkspace(named: string | undefined): Promise<string> {
  const { database } = await import('#prisma/database.ts');
  const { allWorkspaces } = await import('#prisma/workspaces.ts');
  const all = await allWorkspaces(database());
  if (all.length === 0) {
    throw new VerbFailed(
      'There is no workspace yet, so nothing was imported. Run "npm start" and make the owner\'s account first.',
    );
  }
  const found = named === undefined ? all : all.filter(({ id, name }) => id === named || name === named);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    const names = all.map(({ name, id }) => `${name} (${id})`).join(', ');
    throw new VerbFailed(`Say which workspace with --workspace: ${names}. Nothing was imported.`);
  }
  return only.id;
}

/** A line on a terminal that is written over; nothing where nobody looks. */
function showProgress(): ((soFar: { rows: number; rejected: number }) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  return ({ rows }) => process.stderr.write(`\r${rows.toLocaleString('en')} rows read`);
}
