import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { senderCredentials } from '#prisma/senders.ts';
import {
  type BenchLead,
  type BenchSystem,
  importCrowd,
  openBenchSystem,
} from '#scripts/bench/bench-system.ts';
import { count, type Figure, quantile, type Scale, seconds, wholeMs } from '#scripts/bench/figure.ts';
import { ROOT } from '#scripts/system/system.ts';
import { generateLeadFile } from '#workflows/leads/generate.ts';

/**
 * How long a provider waits for the answer to its webhook: texts of leads posted to the sender's own address, signed as
 * Twilio does, ten a second whatever became of those before; at rest, and while a large file is imported. Every 20th is a
 * STOP, which does the most before it is answered: the address is closed and everybody who has it is told.
 */
const EVERY_MS = 100;
const WARM_UP_POSTS = 50;
const POSTS_A_STOP = 20;
/** Each says STOP once, so they last for 8,000 posts: more than a quarter of an hour. */
const LEADS = 400;

export async function* webhookFigures({ isSmall }: Scale): AsyncGenerator<Figure> {
  const rows = isSmall ? 2_000 : 100_000;
  const restMs = isSmall ? 5_000 : 60_000;
  const stage = await openBenchSystem();
  try {
    const texts = textsOf(await importCrowd(stage, 0, LEADS));
    await postWhile(stage, texts, sleep(WARM_UP_POSTS * EVERY_MS));
    yield figureOf('at rest', await postWhile(stage, texts, sleep(restMs)));
    const file = join(stage.system.home, 'leads.csv');
    await pipeline(Readable.from(generateLeadFile({ rows, seed: 7 })), createWriteStream(file));
    const begunMs = performance.now();
    const importing = importFile(stage, file);
    const tookMs = await postWhile(stage, texts, importing);
    yield figureOf(
      `while ${count(rows)} rows are imported (${seconds(performance.now() - begunMs)})`,
      tookMs,
    );
  } finally {
    await stage.close();
  }
}

function figureOf(when: string, tookMs: readonly number[]): Figure {
  const at = (share: number) => wholeMs(quantile(tookMs, share));
  return {
    name: `signed webhook of a text, every ${POSTS_A_STOP}th a STOP, ${when}`,
    is: `p50 ${at(0.5)}, p99 ${at(0.99)}, worst ${wholeMs(Math.max(...tookMs))} of ${count(tookMs.length)}`,
    goal: 'p99 <= 50 ms',
  };
}

type Text = { from: string; body: string };

/** What the leads write, one after the other; every 20th text is the STOP of one who has not said it yet. */
function* textsOf(leads: readonly BenchLead[]): Generator<Text, never> {
  const yetToStop = [...leads];
  for (let n = 1; ; n += 1) {
    const stopping = n % POSTS_A_STOP === 0 ? yetToStop.pop() : undefined;
    const from = stopping ?? leads[n % leads.length];
    if (from === undefined) throw new Error('There are no leads.');
    yield { from: from.cellPhone, body: stopping === undefined ? 'Sounds good, tell me more' : 'STOP' };
  }
}

/** @returns how long each post took that was begun before `work` was done */
async function postWhile(
  stage: BenchSystem,
  texts: Generator<Text, never>,
  work: Promise<unknown>,
): Promise<number[]> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  const posts: Promise<number>[] = [];
  const begunMs = performance.now();
  while (!isDone) {
    posts.push(post(stage, texts.next().value));
    await sleep(Math.max(0, begunMs + posts.length * EVERY_MS - performance.now()));
  }
  await done;
  return Promise.all(posts);
}

async function post({ system, sender, secret }: BenchSystem, { from, body }: Text): Promise<number> {
  const { twilio } = senderCredentials(sender, secret);
  if (twilio === undefined) throw new Error('The sender of the bench has no account.');
  const url = `${system.url}/hooks/${sender.hookKey}/sms`;
  const params = {
    MessageSid: `SM${randomBytes(16).toString('hex')}`,
    AccountSid: twilio.accountSid,
    From: from,
    To: sender.smsNumber ?? '',
    Body: body,
    NumMedia: '0',
    NumSegments: '1',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
  };
  const signature = getExpectedTwilioSignature(twilio.authToken, url, params);
  const begunMs = performance.now();
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signature,
    },
    body: new URLSearchParams(params),
  });
  await answer.text();
  if (!answer.ok) throw new Error(`The webhook was answered with ${answer.status}.`);
  return performance.now() - begunMs;
}

/** As an operator imports it: by the command, in a process of its own, beside the running system. */
async function importFile({ system, workspace }: BenchSystem, file: string): Promise<void> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['scripts/baton.ts', 'import', file, '--workspace', workspace.id],
    {
      cwd: ROOT,
      env: { ...process.env, BATON_HOME: system.home, BATON_PORT: new URL(system.url).port },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const [code] = await once(child, 'exit');
  process.removeListener('exit', endWithUs);
  if (code !== 0) throw new Error(`The import ended with ${code}.`);
}
