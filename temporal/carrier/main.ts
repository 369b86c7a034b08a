import { join } from 'node:path';
import process from 'node:process';
import { startCarrier } from '#temporal/carrier/server.ts';

/** `node temporal/carrier/main.ts`: the sandbox carrier as a process of its own. */
const token = process.env.BATON_CARRIER_TOKEN ?? '';
const port = Number(process.env.BATON_CARRIER_PORT ?? Number.NaN);
const home = process.env.BATON_HOME ?? '.baton';

function fail(sentence: string): never {
  console.error(`sandbox carrier: ${sentence}`);
  process.exit(1);
}

if (token.length < 16)
  fail('BATON_CARRIER_TOKEN must hold the shared control token (16 characters or more).');
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  fail('BATON_CARRIER_PORT must be a port number (0 = any).');

const carrier = await startCarrier({
  file: join(home, 'carrier.jsonl'),
  port,
  token,
  // A witness that can no longer write must not go on answering as if it could.
  onFailure: (error) =>
    fail(`cannot write ${join(home, 'carrier.jsonl')}: ${error.message}. Everything acknowledged is kept.`),
}).catch((error: Error) => fail(error.message));

console.log(`sandbox carrier ready at ${carrier.url}`);

let closing = false;
async function stop(): Promise<void> {
  if (closing) return;
  closing = true;
  clearInterval(orphanWatch);
  await carrier.close();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

// Whoever started us is gone without a word (kill -9): do not linger on the port.
const parent = process.ppid;
const orphanWatch = setInterval(() => {
  if (process.ppid !== parent) void stop();
}, 300);
