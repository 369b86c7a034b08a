import { defineConfig } from 'vitest/config';

const notOurs = ['**/node_modules/**', '**/.next/**', '**/.baton/**'];

/** Unit tests need nothing but the sources; integration tests get a real Temporal server. Browser tests: playwright.config.ts. */
export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: notOurs,
          globalSetup: ['scripts/testing/prisma-client.ts'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['**/*.integration.ts'],
          exclude: notOurs,
          globalSetup: ['scripts/testing/prisma-client.ts', 'scripts/testing/temporal-for-tests.ts'],
          // They kill processes, fill queues and read clocks: one at a time, or they measure each other.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          // Against the whole system under its own supervisor: kills and races, as many as are asked for.
          name: 'soak',
          include: ['tests/**/*.soak.ts'],
          exclude: notOurs,
          globalSetup: ['scripts/testing/prisma-client.ts'],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
