import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';

/** What a sender signs in to its providers with; sealed in its row. `temporal/providers/` checks them once more. */
export const SenderCredentials = z.object({
  environment: z.enum(['sandbox', 'real']),
  twilio: z
    .object({
      accountSid: z.string(),
      authToken: z.string(),
      number: z.string().nullish(),
      messagingServiceSid: z.string().nullish(),
    })
    .optional(),
  resend: z
    .object({ apiKey: z.string(), webhookSecret: z.string(), inboundDomain: z.string().nullish() })
    .optional(),
});
export type SenderCredentials = z.infer<typeof SenderCredentials>;

/** Credentials of a form that no real provider issues, so that they can never reach one by mistake. */
export function newSandboxCredentials(number: string): SenderCredentials {
  return {
    environment: 'sandbox',
    twilio: {
      accountSid: `ACsandbox${randomBytes(13).toString('hex').slice(0, 25)}`,
      authToken: `sandbox_${randomBytes(16).toString('hex')}`,
      number,
    },
    resend: {
      apiKey: `re_sandbox_${randomBytes(12).toString('hex')}`,
      webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
    },
  };
}

const AREA_CODES = [
  '206',
  '212',
  '303',
  '312',
  '404',
  '415',
  '503',
  '512',
  '602',
  '617',
  '702',
  '713',
  '804',
  '919',
];

/** A US number of the range kept for fiction (555-0100 to 555-0199), which nobody has. */
export function fictionalNumber(): string {
  const area = AREA_CODES[randomInt(AREA_CODES.length)];
  return `+1${area}55501${String(randomInt(100)).padStart(2, '0')}`;
}
