import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { temporal } from '@temporalio/proto';

export type History = temporal.api.history.v1.IHistory;

/** Histories of real runs, one file each: what the current code must replay to the same commands. */
export const HISTORIES = fileURLToPath(new URL('../histories/', import.meta.url));

/** What a replay does not read, and what tells of the machine that made the recording. */
const NOT_KEPT = new Set([
  'identity',
  'requestId',
  'taskId',
  'workerVersion',
  'workerStamp',
  'meteringMetadata',
  'historySizeBytes',
  'searchAttributes',
]);

/** Queues of one worker alone are named by its process and its machine. */
const MACHINE = /^\d+@[\w.-]+/;

/** A history as it is stored: Temporal's own JSON, compact, without the machine it ran on. */
export function printHistory(history: History): string {
  const plain: unknown = JSON.parse(historyToJSON(history));
  const kept = (key: string, value: unknown) =>
    NOT_KEPT.has(key) ? undefined : typeof value === 'string' ? value.replace(MACHINE, 'machine') : value;
  return `${JSON.stringify(plain, kept)}\n`;
}

export function readHistory(json: string): History {
  return historyFromJSON(JSON.parse(json));
}

/** All stored histories, by name. */
export function storedHistories(): { name: string; json: string; history: History }[] {
  return readdirSync(HISTORIES)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const json = readFileSync(`${HISTORIES}/${file}`, 'utf8');
      return { name: file.replace('.json', ''), json, history: readHistory(json) };
    });
}
