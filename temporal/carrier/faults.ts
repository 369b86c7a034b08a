import type { Carrier } from '#temporal/carrier/carrier.ts';
import { share } from '#temporal/carrier/chance.ts';
import type { Fault, FaultKind } from '#temporal/carrier/records.ts';

export interface Meeting {
  channel: 'sms' | 'email';
  on: Fault['on'];
  account: string;
  to: string[];
  from: string | null;
}

/** The first fault of one of these kinds that this request meets; meeting it uses it up by one. */
export function meet(
  carrier: Carrier,
  kinds: readonly FaultKind[],
  meeting: Meeting,
  also: (fault: Fault) => boolean = () => true,
): Fault | null {
  const { book } = carrier;
  if (book.faults.size === 0) return null;
  for (const fault of book.faults.values()) {
    if (!kinds.includes(fault.kind) || !also(fault)) continue;
    if (fault.on !== meeting.on) continue;
    if (fault.channel !== null && fault.channel !== meeting.channel) continue;
    if (fault.account !== null && fault.account !== meeting.account) continue;
    if (fault.to !== null && !meeting.to.includes(fault.to)) continue;
    if (fault.from !== null && fault.from !== meeting.from) continue;
    if (fault.chance < 1) {
      const nth = (book.faultMeetings.get(fault.id) ?? 0) + 1;
      book.faultMeetings.set(fault.id, nth);
      if (share(`${fault.id}:${nth}`) >= fault.chance) continue;
    }
    if (fault.left !== null) carrier.record({ t: 'faultUsed', id: fault.id });
    return fault;
  }
  return null;
}
