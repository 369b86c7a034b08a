import type { NewConsent } from '#prisma/consents.ts';

/** Agreed to texts on paper, at the number that leads of these tests have. */
export function paperGrant(leadId: string, atMs: number) {
  return {
    environment: 'sandbox',
    leadId,
    channel: 'sms',
    address: '+15046218927',
    act: 'grant',
    basis: 'written',
    purpose: 'marketing',
    medium: 'form',
    atMs,
  } as const satisfies NewConsent;
}
