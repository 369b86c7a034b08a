import { z } from 'zod';

/**
 * Sandbox credentials are recognisable by themselves: their account SID and API key have a form no provider issues.
 * So a label and a credential that disagree are found before anything is sent, in either direction.
 */
const SANDBOX_SID = /^ACsandbox[0-9a-f]{25}$/;
const REAL_SID = /^AC[0-9a-f]{32}$/i;
const SANDBOX_KEY = /^re_sandbox_[0-9a-f]{24}$/;
const REAL_KEY = /^re_(?!sandbox_)[A-Za-z0-9_]{8,}$/;

const twilioSchema = z
  .object({
    accountSid: z.string().regex(/^AC/, 'An account SID begins with AC.'),
    /** The primary auth token: webhooks are signed with it. */
    authToken: z.string().min(8),
    number: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .nullish(),
    messagingServiceSid: z.string().regex(/^MG/).nullish(),
  })
  .refine(
    (twilio) => twilio.number || twilio.messagingServiceSid,
    'A number or a Messaging Service is needed to send from.',
  );

const resendSchema = z.object({
  apiKey: z.string().regex(/^re_/, 'A Resend key begins with re_.'),
  webhookSecret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]+=*$/, 'A webhook secret is whsec_ followed by base64.'),
  /** The domain at which this account receives mail, where replies are to come back to Baton. */
  inboundDomain: z
    .string()
    .regex(/^(?:[a-z0-9-]+\.)+[a-z]{2,}$/, 'A domain such as replies.example.com.')
    .nullish(),
});

export const senderCredentialsSchema = z
  .object({
    environment: z.enum(['sandbox', 'real']),
    twilio: twilioSchema.optional(),
    resend: resendSchema.optional(),
  })
  .superRefine((credentials, context) => {
    const problem = environmentProblem(credentials);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

export type SenderCredentials = z.infer<typeof senderCredentialsSchema>;

/** A sentence when the label and the credentials disagree, else null. */
export function environmentProblem(credentials: {
  environment: 'sandbox' | 'real';
  twilio?: { accountSid: string };
  resend?: { apiKey: string };
}): string | null {
  const { environment, twilio, resend } = credentials;
  const sid = environment === 'sandbox' ? SANDBOX_SID : REAL_SID;
  const key = environment === 'sandbox' ? SANDBOX_KEY : REAL_KEY;
  const other = environment === 'sandbox' ? 'real provider' : 'sandbox';
  if (twilio && !sid.test(twilio.accountSid)) {
    return `This sender is ${environment}, but its Twilio account SID is not: it looks like a ${other} account. Nothing was sent.`;
  }
  if (resend && !key.test(resend.apiKey)) {
    return `This sender is ${environment}, but its Resend key is not: it looks like a ${other} key. Nothing was sent.`;
  }
  return null;
}

/** What a text leaves from: the Messaging Service when there is one (a lead then always sees one number). */
export function smsFrom(credentials: SenderCredentials): string | null {
  return credentials.twilio?.messagingServiceSid ?? credentials.twilio?.number ?? null;
}

/**
 * The domain at which a sender receives mail: the one set in its account, for a sandbox sender its own, which the carrier
 * receives. Null: replies go to the address the mail came from, and Baton does not see them unless that one forwards.
 */
export function inboundDomain(
  credentials: SenderCredentials,
  sender: { emailAddress: string | null },
): string | null {
  if (credentials.environment === 'sandbox') return sender.emailAddress?.split('@')[1] ?? null;
  return credentials.resend?.inboundDomain ?? null;
}
