import http from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type TrialCarrier,
  type TrialReceiver,
  trialCarrier,
  trialReceiver,
} from '#temporal/carrier/trial.ts';

const AC = `ACsandbox${'0'.repeat(25)}`;
const TOKEN = 'sandbox_token_1';
const OURS = '+15005550006';
const MESSAGES = 5_000;
const AT_ONCE = 64;

let carrier: TrialCarrier;
let receiver: TrialReceiver;
beforeAll(async () => {
  carrier = await trialCarrier();
  receiver = await trialReceiver();
});
afterAll(async () => {
  await carrier.remove();
  await receiver.close();
});

it('accepts 5,000 texts at 500 a second or more, tells of each, and stays small', async () => {
  await carrier.control('PUT', `accounts/${AC}`, { authToken: TOKEN, numbers: [OURS] });
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const send = (i: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const form = {
        To: `+1212${5_550_000 + i}`,
        From: OURS,
        Body: `Hello ${i}`,
        StatusCallback: `${receiver.url}/s?sk=${i}`,
      };
      const body = new URLSearchParams(form).toString();
      const req = http.request(
        `${carrier.url}/2010-04-01/Accounts/${AC}/Messages.json`,
        {
          method: 'POST',
          agent,
          auth: `${AC}:${TOKEN}`,
          headers: { 'content-length': Buffer.byteLength(body) },
        },
        (res) => {
          res.resume();
          res.on('end', () => resolve(res.statusCode ?? 0));
        },
      );
      req.on('error', reject);
      req.end(body);
    });
  const startMs = Date.now();
  let next = 0;
  const statuses: number[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < MESSAGES) statuses.push(await send(next++));
    }),
  );
  const perSecond = MESSAGES / ((Date.now() - startMs) / 1000);
  agent.destroy();
  expect(statuses.filter((status) => status === 201)).toHaveLength(MESSAGES);
  expect(perSecond).toBeGreaterThan(500);

  expect(await carrier.control('GET', 'idle?waitMs=60000')).toMatchObject({ idle: true });
  expect(receiver.heard).toHaveLength(MESSAGES * 2);
  const { totals } = await carrier.control<{ totals: unknown }>('GET', 'witness?by=key&limit=1');
  expect(totals).toEqual({ groups: MESSAGES, posts: MESSAGES, accepted: MESSAGES, duplicated: 0 });
  const { rssBytes } = await carrier.control<{ rssBytes: number }>('GET', 'health');
  expect(rssBytes).toBeLessThan(400 * 1024 * 1024);
}, 60_000);
