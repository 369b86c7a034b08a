import { leadOf, leadsOf } from '#temporal/carrier/addresses.ts';
import type { Carrier } from '#temporal/carrier/carrier.ts';
import { between } from '#temporal/carrier/chance.ts';
import { receiveEmail, receiveSms } from '#temporal/carrier/inbound.ts';
import { lineText, PACE_MS, type Persona, personaByHash, personaById } from '#temporal/carrier/personas.ts';
import type { PendingAnswer } from '#temporal/carrier/records.ts';

/** Who answers at this address: as assigned, else by nature when personas are on, else nobody. */
export function personaFor(carrier: Carrier, address: string): Persona | null {
  const assigned = carrier.book.assignments.get(address);
  if (assigned) return assigned.persona === null ? null : personaById(assigned.persona);
  return carrier.book.settings.personasOn ? personaByHash(address) : null;
}

/** A delivered message may wake the persona of each address it reached: at most one answer a message and address. */
export function planAnswer(carrier: Carrier, channel: 'sms' | 'email', id: string): void {
  const { book } = carrier;
  const sms = channel === 'sms' ? book.sms.get(id) : undefined;
  const email = channel === 'email' ? book.emails.get(id) : undefined;
  if (sms ? sms.direction !== 'outbound-api' : email?.direction !== 'outbound') return;
  const addresses = sms ? [leadOf(sms)] : email ? leadsOf(email) : [];
  for (const address of addresses) {
    const persona = personaFor(carrier, address);
    if (!persona) continue;
    const line = persona[channel][deliveredTo(carrier, channel, address) - 1];
    if (!line) continue;
    const waitMs =
      between(PACE_MS[line.pace], `${id}:${address}`) / Math.max(0.01, book.settings.personaSpeed);
    const answer: PendingAnswer = {
      channel,
      messageId: id,
      persona: persona.id,
      address,
      text: lineText(line, id),
      auto: line.auto ?? false,
      dueMs: Math.round(Date.now() + waitMs),
    };
    carrier.record({ t: 'answer', answer });
    scheduleAnswer(carrier, answer);
  }
}

export function scheduleAnswer(carrier: Carrier, answer: PendingAnswer): void {
  carrier.agenda.at(answer.dueMs, () => give(carrier, answer));
}

function give(carrier: Carrier, answer: PendingAnswer): void {
  const { book } = carrier;
  const { messageId, address } = answer;
  if (!book.answers.has(`${messageId}|${address}`)) return;
  const sms = book.sms.get(messageId);
  const email = book.emails.get(messageId);
  const given =
    // A person who answered by hand in the meantime speaks for this lead from now on.
    personaFor(carrier, address)?.id === answer.persona &&
    (sms
      ? receiveSms(carrier, {
          from: address,
          to: sms.from,
          body: answer.text,
          mediaUrls: [],
          author: 'persona',
          answers: messageId,
        }).ok
      : email !== undefined &&
        receiveEmail(carrier, {
          from: address,
          to: null,
          subject: null,
          text: answer.text,
          html: null,
          headers: answer.auto ? { 'auto-submitted': 'auto-replied' } : {},
          inReplyTo: email.id,
          quote: !answer.auto,
          author: 'persona',
          answers: messageId,
        }).ok);
  if (!given) carrier.record({ t: 'answerDropped', messageId, address });
}

/** How many of our messages have reached this address, this one included. */
function deliveredTo(carrier: Carrier, channel: 'sms' | 'email', address: string): number {
  const { book } = carrier;
  if (channel === 'sms') {
    return (book.phones.get(address)?.ids ?? []).filter((id) => {
      const message = book.sms.get(id);
      return message?.direction === 'outbound-api' && message.status === 'delivered';
    }).length;
  }
  return (book.mailboxes.get(address)?.ids ?? []).filter((id) => {
    const message = book.emails.get(id);
    return (
      message?.direction === 'outbound' &&
      !['queued', 'sent', 'bounced', 'suppressed'].includes(message.status)
    );
  }).length;
}
