// A small part for the supervisor's tests: listens on PORT and answers with its pid. STUBBORN=1 ignores SIGTERM,
// FAIL=1 ends at once with an error, CHILD_PORT starts a child of its own that listens there.
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, STUBBORN, FAIL, CHILD_PORT, ENDED_FILE, NAME } = process.env;

if (FAIL) {
  console.error('Error: the fixture was told to fail');
  process.exit(7);
}
createServer((_request, response) => response.end(String(process.pid))).listen(Number(PORT), '127.0.0.1');
if (CHILD_PORT) {
  spawn(process.execPath, [import.meta.filename], {
    env: { ...process.env, PORT: CHILD_PORT, CHILD_PORT: '' },
    stdio: 'ignore',
  });
}
process.on('SIGTERM', () => {
  if (STUBBORN) return;
  if (ENDED_FILE) appendFileSync(ENDED_FILE, `${NAME}\n`);
  process.exit(0);
});
