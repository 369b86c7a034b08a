/**
 * Run as a process of its own (`node temporal/server-download.ts FOLDER VERSION`) by server-binary.ts: the Temporal
 * SDK's own download of the CLI, into FOLDER. The SDK offers it only as part of starting a server, so one is started
 * in memory on a free port and ended at once; a process of its own keeps the SDK's native runtime out of the caller.
 */
import { Runtime } from '@temporalio/worker';

const [downloadDir, version] = process.argv.slice(2);
if (!downloadDir || !version) throw new Error('Usage: server-download.ts FOLDER VERSION');

const runtime = Runtime.instance();
const server = await runtime.createEphemeralServer({
  type: 'dev-server',
  exe: {
    type: 'cached-download',
    downloadDir,
    version: `v${version}`,
    ttl: 86_400_000,
    sdkName: 'sdk-typescript',
    sdkVersion: '1.24.0',
  },
  namespace: 'default',
  ip: '127.0.0.1',
  port: null,
  uiPort: null,
  dbFilename: null,
  ui: false,
  log: { format: 'pretty', level: 'error' },
  extraArgs: [],
});
await runtime.shutdownEphemeralServer(server);
await runtime.shutdown();
