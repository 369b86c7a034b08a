import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { SEARCH_ATTRIBUTES } from '#temporal/names.ts';
import { RETENTION_DAYS } from '#temporal/server.ts';

/** `temporal.api.enums.v1.IndexedValueType` */
const INDEXED_VALUE_TYPE = { KEYWORD: 2, INT: 3 } as const;
const DAY_S = 24 * 60 * 60;
const GRPC_NOT_FOUND = 5;

function words(error: unknown): string {
  return isGrpcServiceError(error) ? error.details : (error as Error).message;
}

const isNotFound = (error: unknown) => isGrpcServiceError(error) && (error.code as number) === GRPC_NOT_FOUND;

async function addMissingSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => customAttributes[name] === undefined);
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, INDEXED_VALUE_TYPE[type]])),
  });
}

/**
 * Makes ready, or names, what Baton needs of a Temporal namespace: that it exists, keeps finished runs for
 * `RETENTION_DAYS`, and knows the search attributes. The embedded server and a self-hosted cluster let us make all of
 * it; Temporal Cloud does not.
 * @returns one sentence for each thing that a person has to do; empty when the namespace is ready.
 * @throws when the server cannot be reached.
 */
export async function prepareNamespace(connection: Connection, namespace: string): Promise<string[]> {
  const toDo: string[] = [];
  const service = connection.workflowService;
  let made = false;
  const retention = msToTs(`${RETENTION_DAYS} days`);

  try {
    const { config } = await service.describeNamespace({ namespace });
    const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / DAY_S;
    if (days < RETENTION_DAYS) {
      try {
        await service.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: retention } });
      } catch (error) {
        toDo.push(
          `Namespace ${namespace} keeps finished runs for ${days} days only; set its retention to ${RETENTION_DAYS} (${words(error)}).`,
        );
      }
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
    try {
      await service.registerNamespace({ namespace, workflowExecutionRetentionPeriod: retention });
      made = true;
    } catch (refused) {
      return [
        `There is no namespace ${namespace} and it cannot be made from here: make it, or set TEMPORAL_NAMESPACE (${words(refused)}).`,
      ];
    }
  }

  try {
    // A namespace made a moment ago is not known to every part of the server yet (its cache is renewed every 10 s).
    for (let tries = made ? 20 : 0; ; tries--) {
      try {
        await addMissingSearchAttributes(connection, namespace);
        break;
      } catch (error) {
        if (tries === 0 || !isNotFound(error)) throw error;
        await pause(1000);
      }
    }
  } catch (error) {
    const all = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `${name} (${type})`);
    toDo.push(
      `The search attributes of namespace ${namespace} could not be made from here (${words(error)}): make sure of ${all.join(', ')}.`,
    );
  }
  return toDo;
}
