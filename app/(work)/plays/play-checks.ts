import type { Caller } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { leadFields } from '#prisma/lead-fields.ts';
import { playsForChecks } from '#prisma/plays.ts';
import { sendersForChecks } from '#prisma/senders.ts';
import { readWorkspace } from '#prisma/workspaces.ts';
import type { CompileContext } from '#workflows/compile/context.ts';
import type { Channel } from '#workflows/engine/plan.ts';
import { longestClosedMs, textWindows } from '#workflows/policy/windows.ts';
import { HOUR_MS } from '#workflows/time/duration.ts';

/** The same as data, for the browser: a function does not cross. */
export type ChecksData = Pick<CompileContext, 'plays' | 'leadFields'> &
  Required<Pick<CompileContext, 'sender' | 'doubtMs'>> & {
    longestClosedMs: Record<Channel, number>;
  };

/** Which play is checked, and whom its messages are to come from where that is chosen already. */
type ChecksOf = { playId?: string; senderId?: string };

/** What compiling and checking a play need to know of the workspace. The editor and publishing use the same. */
export async function checksData(db: Db, caller: Caller, of: ChecksOf = {}): Promise<ChecksData> {
  const { senderOf, ...data } = await checksOfPlays(db, caller);
  return { ...data, sender: senderOf(of) };
}

export async function checksOf(db: Db, caller: Caller, of: ChecksOf = {}): Promise<CompileContext> {
  return compileContext(await checksData(db, caller, of), of.playId);
}

/** The same for a list of plays, read once: what a play is checked by. */
export async function checksOfEach(db: Db, caller: Caller): Promise<(playId: string) => CompileContext> {
  const { senderOf, ...data } = await checksOfPlays(db, caller);
  return (playId) => compileContext({ ...data, sender: senderOf({ playId }) }, playId);
}

function compileContext(data: ChecksData, playId?: string): CompileContext {
  const { longestClosedMs, ...rest } = data;
  return {
    ...rest,
    ...(playId === undefined ? {} : { playId }),
    longestClosedMs: (channel) => longestClosedMs[channel],
  };
}

async function checksOfPlays(db: Db, caller: Caller) {
  const [workspace, plays, fields, senderOf] = await Promise.all([
    readWorkspace(db, caller),
    playsForChecks(db, caller),
    leadFields(db, caller),
    sendersForChecks(db, caller),
  ]);
  const windows = textWindows(
    { country: workspace.country, regions: [], zones: [workspace.timeZone] },
    { fromMinute: workspace.quietFromMinute, toMinute: workspace.quietToMinute },
  );
  const closedMs = longestClosedMs(windows, Math.floor(Date.now() / HOUR_MS) * HOUR_MS) ?? 0;
  return {
    plays,
    leadFields: fields,
    senderOf,
    doubtMs: [workspace.doubtFirstMs, workspace.doubtSecondMs, workspace.doubtLastMs],
    // Email has no closed hours.
    longestClosedMs: { sms: closedMs, email: 0 },
  };
}
