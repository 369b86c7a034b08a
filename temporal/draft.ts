import { usableNumber } from '#prisma/address-faults.ts';
import type { Db } from '#prisma/client.ts';
import { readContent } from '#prisma/contents.ts';
import type { Lead, LeadField, Sender, Workspace } from '#prisma/generated/client.ts';
import { leadView, textNumbers } from '#prisma/lead-view.ts';
import { getRow } from '#prisma/plain-rows.ts';
import type { ClaimRequest } from '#prisma/send-claims.ts';
import type { Purpose } from '#prisma/send-steps.ts';
import type { Send } from '#workflows/engine/plan.ts';
import { renderEmail } from '#workflows/message/email.ts';
import { parseEmailDocument } from '#workflows/message/email-document.ts';
import { fieldCatalogue } from '#workflows/message/fields.ts';
import { type FieldValues, parseTemplate, renderTemplate } from '#workflows/message/merge-fields.ts';
import { checkSmsBody } from '#workflows/message/sms.ts';
import { unsubscribeToken } from './client/unsubscribe.ts';
import { emailFrom } from './hooks/email-address.ts';
import { smsFrom } from './providers/credentials.ts';
import { credentialsOf } from './sender-providers.ts';

export type DraftDeps = {
  db: Db;
  /** Where a sandbox or a real sender's links lead; null: real without a public address. */
  linkBase: (environment: string) => string | null;
  secret: Uint8Array;
};

export type Rendered = { draft: ClaimRequest['draft']; purpose: Purpose; role: string | null };

/**
 * Renders the message of a send step for its lead, before the transaction that decides about it. What cannot be
 * rendered or addressed comes back with the reason a person reads on the timeline.
 */
export async function draftOfStep(
  deps: DraftDeps,
  of: { workspaceId: string; leadId: string; senderId: string; send: Send; messageId: string },
): Promise<Rendered> {
  const { db } = deps;
  const { lead, sender, workspace, content, custom, owner, number } = await db.rows((sql) => {
    const lead = getRow(sql, 'Lead', of.leadId);
    const sender = getRow(sql, 'Sender', of.senderId);
    return {
      lead,
      sender,
      workspace: getRow(sql, 'Workspace', of.workspaceId),
      content: readContent(sql, of.workspaceId, of.send.arg),
      custom: sql.all<LeadField>('SELECT * FROM "LeadField" WHERE "workspaceId" = ?', of.workspaceId),
      owner: sql.get<{ name: string }>('SELECT "name" FROM "User" WHERE "id" = ?', lead.ownerId) ?? null,
      // Where something stands against each, the first: the gate says what.
      number: usableNumber(sql, lead, sender.environment) ?? textNumbers(lead)[0],
    };
  });
  const catalogue = fieldCatalogue(custom.map((f) => ({ ...f, type: fieldType(f.type) })));
  const values = valuesOf(lead, sender, workspace, owner);
  if (content.kind === 'sms') {
    const base = { purpose: content.purpose, role: content.role };
    const no = (why: string): Rendered => ({ ...base, draft: { ok: false, channel: 'sms', why } });
    if (number === undefined) return no('The lead has no phone number.');
    const fromAddress = smsFrom(credentialsOf(sender, deps.secret));
    if (fromAddress === null) return no('The sender has no number to text from.');
    const parsed = parseTemplate(content.text, catalogue);
    if (!parsed.ok) return no(parsed.problems[0]?.sentence ?? 'The text cannot be read.');
    const rendered = renderTemplate(parsed.template, values);
    if (!rendered.ok) return no(rendered.reason);
    const checked = checkSmsBody(rendered.text);
    if (!checked.ok) return no(checked.reason);
    const { segments } = checked.measure;
    return {
      ...base,
      draft: {
        ok: true,
        draft: {
          channel: 'sms',
          toAddress: number,
          fromAddress,
          subject: null,
          body: rendered.text,
          html: null,
          segments,
        },
      },
    };
  }
  if (content.kind !== 'email') throw new Error(`Content ${of.send.arg} is no message.`);
  const base = { purpose: content.purpose, role: null };
  const no = (why: string): Rendered => ({ ...base, draft: { ok: false, channel: 'email', why } });
  if (lead.email === null) return no('The lead has no email address.');
  if (sender.emailAddress === null) return no('The sender has no email address.');
  const document = parseEmailDocument(content.body);
  if (!document.ok) return no(document.reason);
  const linkBase = deps.linkBase(sender.environment);
  const rendered = renderEmail({ subject: content.subject, document: document.document }, values, catalogue, {
    signature: sender.signature,
    brand: sender.brand,
    postalAddress: sender.postalAddress,
    purpose: content.purpose,
    unsubscribeUrl: linkBase === null ? null : `${linkBase}/u/${unsubscribeToken(of.messageId, deps.secret)}`,
  });
  if (!rendered.ok) return no(rendered.reason);
  const { subject, html, text } = rendered;
  return {
    ...base,
    draft: {
      ok: true,
      draft: {
        channel: 'email',
        toAddress: lead.email,
        fromAddress: emailFrom(sender.name, sender.emailAddress),
        subject,
        body: text,
        html,
        segments: null,
      },
    },
  };
}

function fieldType(type: string): 'text' | 'number' | 'date' | 'boolean' {
  return type === 'number' || type === 'date' || type === 'boolean' ? type : 'text';
}

function valuesOf(
  lead: Lead,
  sender: Sender,
  workspace: Workspace,
  owner: { name: string } | null,
): FieldValues {
  const view = leadView(lead, workspace.timeZone);
  const ownerName = owner?.name ?? sender.name;
  return {
    ...Object.fromEntries(Object.entries(view.fields).map(([name, value]) => [`lead.${name}`, value])),
    'sender.name': sender.name,
    'sender.firstName': sender.name.split(' ')[0],
    'sender.brand': sender.brand,
    'sender.mainNumber': sender.mainNumber,
    'owner.name': ownerName,
    'owner.firstName': ownerName.split(' ')[0],
  };
}
