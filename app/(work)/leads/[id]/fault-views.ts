import { phoneWords } from '#app/(work)/leads/lead-words.ts';
import type { FaultView } from '#components/lead/lead-sheet.ts';
import type { AddressFault } from '#prisma/generated/client.ts';

/** What stands against a lead's addresses, as its page shows it. */
export function faultViews(faults: readonly AddressFault[], country: string | null): FaultView[] {
  return faults.map(({ address, why, atMs, code, ...fault }) => {
    const channel = fault.channel === 'email' ? ('email' as const) : ('sms' as const);
    return {
      environment: fault.environment === 'real' ? 'real' : 'sandbox',
      channel,
      address,
      shownAddress: channel === 'sms' ? phoneWords(address, country) : address,
      why,
      evidence: fault.problem === 'wrongPerson' ? 'From a reply' : `Told by the provider (${code})`,
      atMs,
    };
  });
}
