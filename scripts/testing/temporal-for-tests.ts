import type { TestProject } from 'vitest/node';
import { startTestTemporal } from '#scripts/testing/temporal-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `host:port` of the Temporal server that all integration tests share; `inject('temporalAddress')`. */
    temporalAddress: string;
    temporalNamespace: string;
  }
}

/** Vitest's global set-up: one real Temporal server for all integration tests, with time skipping allowed. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const temporal = await startTestTemporal({ timeSkipping: true });
  project.provide('temporalAddress', temporal.address);
  project.provide('temporalNamespace', temporal.namespace);
  return temporal.stop;
}
