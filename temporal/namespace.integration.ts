import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startTestTemporal, type TestTemporal } from '#scripts/testing/temporal-server.ts';
import { temporalClient } from '#temporal/client/connection.ts';
import { SEARCH_ATTRIBUTES } from '#temporal/names.ts';
import { prepareNamespace } from '#temporal/namespace.ts';
import { RETENTION_DAYS } from '#temporal/server.ts';

type Connection = Parameters<typeof prepareNamespace>[0];

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await startTestTemporal();
});
afterAll(() => temporal.stop());

function connect(address: string) {
  const { client, close } = temporalClient({ address, namespace: 'baton', apiKey: null });
  return { connection: client.connection as Connection, close };
}

async function retentionDays(connection: Connection, namespace: string): Promise<number> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400;
}

it('keeps finished runs for thirty days, where the server itself would keep them for one', async () => {
  const { connection, close } = connect(inject('temporalAddress'));
  expect(await prepareNamespace(connection, inject('temporalNamespace'))).toEqual([]);
  expect(await retentionDays(connection, inject('temporalNamespace'))).toBe(RETENTION_DAYS);
  await close();
});

it('makes a namespace that a cluster does not have, with every search attribute', async () => {
  const { connection, close } = connect(temporal.address);
  expect(await prepareNamespace(connection, 'another')).toEqual([]);
  expect(await retentionDays(connection, 'another')).toBe(RETENTION_DAYS);
  const { customAttributes } = await connection.operatorService.listSearchAttributes({
    namespace: 'another',
  });
  expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)));
  await close();
});

it('finds everything as it was after a kill -9 and a restart on the same file', async () => {
  await temporal.kill();
  await temporal.start();
  const { connection, close } = connect(temporal.address);
  expect(await retentionDays(connection, 'another')).toBe(RETENTION_DAYS);
  await close();
});
