import { Client, Connection } from '@temporalio/client';

export type TemporalAddress = { address: string; namespace: string; apiKey: string | null };

/** How long a start or a signal may take before it counts as failed and is tried again. */
const CALL_DEADLINE_MS = 10_000;

/**
 * A client of the Temporal server. Connects lazily: Temporal may be down, and what needs it finds out by its own call.
 */
export function temporalClient(to: TemporalAddress): { client: Client; close: () => Promise<void> } {
  const connection = Connection.lazy({
    address: to.address,
    ...(to.apiKey === null ? {} : { tls: true, apiKey: to.apiKey }),
  });
  return { client: new Client({ connection, namespace: to.namespace }), close: () => connection.close() };
}

/** Runs one call with a deadline of its own. */
export function withDeadline<T>(client: Client, fn: () => Promise<T>): Promise<T> {
  return client.connection.withDeadline(Date.now() + CALL_DEADLINE_MS, fn);
}
