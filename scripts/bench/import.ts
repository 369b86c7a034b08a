import { setTimeout as sleep } from 'node:timers/promises';
import { readFormDoor } from '#prisma/form-doors.ts';
import { end, seedPlay, straightPlay, text, wait } from '#prisma/testing/seed.ts';
import {
  type BenchSystem,
  importCrowd,
  openBenchSystem,
  setRateLimits,
} from '#scripts/bench/bench-system.ts';
import { count, type Figure, type Scale, seconds } from '#scripts/bench/figure.ts';

/**
 * An import into a live play, until the carrier has taken every lead's first text; then a second one at the rates that a
 * sender has at first, in the middle of which somebody fills in a form and is not to wait behind it.
 */
const imported = (tag: string) => ({ id: 'start', kind: 'trigger', config: { by: 'import', tag } });
const playOf = (name: string, trigger: { id: string; kind: string; config: Record<string, unknown> }) =>
  straightPlay(name, [
    trigger,
    text('first', `Hi {{ lead.firstName }}, ${name} from Kestrel Yard. STOP to end.`),
    wait('days', 2),
    text('last', 'Last note from Kestrel Yard. STOP to end.'),
    end,
  ]);
const FORM = 'request-a-demo';
const PAGE = 5_000;

export async function* importFigures({ isSmall }: Scale): AsyncGenerator<Figure> {
  const many = isSmall ? 40 : 500;
  const stage = await openBenchSystem();
  const { db, sender } = stage;
  try {
    await seedPlay(db, sender, playOf('Spring', imported('spring')));
    const begunMs = Date.now();
    await importCrowd(stage, 0, many, 'spring');
    const readMs = Date.now();
    const acceptedMs = await lastAcceptedMs(stage, many);
    yield {
      name: `${count(many)} leads imported into a live play, until the last first text was accepted`,
      is: `${seconds(acceptedMs - begunMs)} (file read and leads enrolled after ${seconds(readMs - begunMs)})`,
      goal: '<= 60 s',
    };

    await seedPlay(db, sender, playOf('Autumn', imported('autumn')));
    await seedPlay(
      db,
      sender,
      playOf('Demo', { id: 'start', kind: 'trigger', config: { by: 'form', form: FORM } }),
    );
    await db.write.sender.update({ where: { id: sender.id }, data: { smsPerSecond: 10, emailPerSecond: 5 } });
    await setRateLimits(stage.carrier, 'default');
    await importCrowd(stage, many, many, 'autumn');
    // The import's texts are on their way now, and will be for a while.
    await sleep(2_000);
    const before = await waitingTexts(stage);
    const fresh = await freshLead(stage);
    const after = await waitingTexts(stage);
    yield {
      name: `a lead by the form while ${count(many)} imported ones are texted at 10 a second`,
      is: `text accepted after ${seconds(fresh)} (${before} imported leads had no text before, ${after} after)`,
      goal: '<= 10 s',
    };
  } finally {
    await stage.close();
  }
}

/** When the carrier took the last of so many texts, by its own clock. */
async function lastAcceptedMs({ carrier, until }: BenchSystem, texts: number): Promise<number> {
  await until(
    'the carrier to have all texts',
    async () => (await carrier.health()).totals.smsAccepted >= texts,
  );
  const { rows } = await carrier.witness({ by: 'body', channel: 'sms', limit: PAGE });
  if (rows.some((row) => row.accepted > 1)) throw new Error('A lead was texted twice.');
  return Math.max(...rows.flatMap((row) => row.acceptedMs));
}

const waitingTexts = ({ db, workspace }: BenchSystem): Promise<number> =>
  db.read.enrolment.count({ where: { workspaceId: workspace.id, origin: 'import', nodeId: 'first' } });

/** @returns milliseconds from the post of the form until the carrier has taken the text */
async function freshLead({ db, system, carrier, workspace, until }: BenchSystem): Promise<number> {
  const key = workspace.formKey;
  const door = await readFormDoor(db.read, { key, form: FORM });
  const phone = '+17738675309';
  const begunMs = Date.now();
  const answer = await fetch(`${system.url}/f/${key}/${FORM}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      firstName: 'Jenny',
      lastName: 'Tutone',
      cellPhone: phone,
      textConsent: 'yes',
      consentVersion: door?.wording.version,
    }),
  });
  if (!answer.ok) throw new Error(`The form was refused: ${await answer.text()}`);
  return until('the text to the fresh lead', async () => {
    const { rows } = await carrier.witness({ by: 'body', channel: 'sms', to: phone });
    const acceptedMs = rows.flatMap((row) => row.acceptedMs);
    return acceptedMs.length > 0 && Math.min(...acceptedMs) - begunMs;
  });
}
