import { isUsFederalHoliday } from '#workflows/policy/holidays.ts';
import { DAY_MS } from '#workflows/time/duration.ts';
import { localAt, weekdayOf } from '#workflows/time/local-time.ts';
import type { Lead, Workspace } from './generated/client.ts';
import type { Sql } from './sql.ts';

/** A rep who did nothing for this many working days is not talking with the lead any more. */
const WORKING_DAYS = 3;
/** Longer than three working days can stretch: holidays, weekends and both at once. */
const LOOK_BACK_MS = 14 * DAY_MS;

/**
 * Whether a person is talking with a lead, so that automation keeps quiet across plays: somebody wrote to them by hand
 * within the last three working days, as the workspace keeps them. A rep's messages are the rows of kind `rep`; what else engages one (a
 * claim, a call) counts from the day there are rows of it, here and nowhere else. A message counts from when its provider
 * has taken it, or may have: from there on the lead can read it.
 */
export function isRepEngaged(
  sql: Sql,
  lead: Pick<Lead, 'id' | 'workspaceId'>,
  workspace: Pick<Workspace, 'timeZone' | 'country'>,
  of: { environment: string; nowMs: number },
): boolean {
  const last = sql.get<{ atMs: number }>(
    `SELECT "atMs" FROM "Message"
     WHERE "leadId" = ? AND "atMs" > ? AND "workspaceId" = ? AND "environment" = ? AND "direction" = 'out' AND "kind" = 'rep'
       AND "state" IN ('calling', 'accepted', 'inDoubt', 'unconfirmed')
     ORDER BY "atMs" DESC LIMIT 1`,
    lead.id,
    of.nowMs - LOOK_BACK_MS,
    lead.workspaceId,
    of.environment,
  );
  return last !== undefined && workingDaysBetween(last.atMs, of.nowMs, workspace) < WORKING_DAYS;
}

/** Working days that have ended since; the day itself and today are not over. */
function workingDaysBetween(
  fromMs: number,
  nowMs: number,
  workspace: Pick<Workspace, 'timeZone' | 'country'>,
): number {
  const today = localAt(nowMs, workspace.timeZone).day;
  let count = 0;
  for (let day = localAt(fromMs, workspace.timeZone).day + 1; day < today; day += 1) {
    const isFree = weekdayOf(day) > 5 || (workspace.country === 'US' && isUsFederalHoliday(day));
    if (!isFree) count += 1;
  }
  return count;
}
