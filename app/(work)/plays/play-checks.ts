import type { Caller } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { leadFields } from '#prisma/lead-fields.ts';
import { playsForChecks } from '#prisma/plays.ts';
import { readWorkspace } from '#prisma/workspaces.ts';
import type { CompileContext } from '#workflows/compile/context.ts';
import type { Channel } from '#workflows/engine/plan.ts';
import { longestClosedMs, textWindows } from '#workflows/policy/windows.ts';
import { HOUR_MS } from '#workflows/time/duration.ts';

/** The same as data, for the browser: a function does not cross. */
export type ChecksData = Pick<CompileContext, 'plays' | 'leadFields'> & {
  longestClosedMs: Record<Channel, number>;
};

/** What compiling and checking a play need to know of the workspace. The editor and publishing use the same. */
export async function checksData(db: Db, caller: Caller): Promise<ChecksData> {
  const [workspace, plays, fields] = await Promise.all([
    readWorkspace(db, caller),
    playsForChecks(db, caller),
    leadFields(db, caller),
  ]);
  const windows = textWindows(
    { country: workspace.country, regions: [], zones: [workspace.timeZone] },
    { fromMinute: workspace.quietFromMinute, toMinute: workspace.quietToMinute },
  );
  const closedMs = longestClosedMs(windows, Math.floor(Date.now() / HOUR_MS) * HOUR_MS) ?? 0;
  return {
    plays,
    leadFields: fields,
    // Email has no closed hours.
    longestClosedMs: { sms: closedMs, email: 0 },
  };
}

export async function checksOf(db: Db, caller: Caller): Promise<CompileContext> {
  const data = await checksData(db, caller);
  return { ...data, longestClosedMs: (channel) => data.longestClosedMs[channel] };
}
