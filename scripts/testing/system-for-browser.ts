import { startRunningSystem } from '#scripts/testing/running-system.ts';

/** Playwright's global set-up: the whole product on a fresh state folder; its address is where every test begins. */
export default async function setup(): Promise<() => Promise<void>> {
  const port = Number(process.env.BATON_E2E_PORT);
  const system = await startRunningSystem({ port });
  process.env.BATON_E2E_HOME = system.home;
  return async () => {
    if (process.env.BATON_KEEP_HOME) {
      await system.stop();
      console.log(`The state of the browser tests was kept: ${system.home}`);
      return;
    }
    await system.remove();
  };
}
