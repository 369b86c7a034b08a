import type { EmailMessage, SmsMessage } from '#temporal/carrier/records.ts';

function lower(address: string): string {
  return address.trim().toLowerCase();
}

/** "Dana Reyes <dana@x.example>" -> "dana@x.example". */
export function bareAddress(address: string): string {
  const match = /<([^<>]+)>\s*$/.exec(address);
  return lower(match?.[1] ?? address);
}

/** The phone at the other end. */
export function leadOf(message: SmsMessage): string {
  return message.direction === 'inbound' ? message.from : message.to;
}

/** The mailboxes at the other end. */
export function leadsOf(message: EmailMessage): string[] {
  return message.direction === 'inbound'
    ? [bareAddress(message.from)]
    : [...new Set([...message.to, ...message.cc, ...message.bcc].map(bareAddress))];
}
