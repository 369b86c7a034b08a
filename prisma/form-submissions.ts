import { createHash, randomUUID } from 'node:crypto';
import { gapInConsentWording } from '#workflows/message/form-consent.ts';
import { readRevocation } from '#workflows/policy/revocation.ts';
import { lockForSend } from './address-guard.ts';
import { note } from './changes.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import { appendConsent } from './consents.ts';
import { fireTrigger } from './enrolments.ts';
import { type Answers, type FieldErrors, FORM_FIELDS, type Posted, readAnswers } from './form-answers.ts';
import { type FormDoor, readFormDoor, versionOf } from './form-doors.ts';
import type { Lead } from './generated/client.ts';
import { changeWords } from './lead-changes.ts';
import { phonesOf } from './lead-row.ts';
import { knownLead, upsertLead } from './lead-upsert.ts';
import { textNumbers } from './lead-view.ts';
import { closeAddress, isRevoked } from './revocations.ts';
import type { Sql } from './sql.ts';
import { appendTimeline } from './timeline.ts';

/** One post to a form, from the hosted page or from another site. */
export type FormPost = {
  key: string;
  form: string;
  posted: Posted;
  /** An `Idempotency-Key`; with other answers than before it is refused. */
  idempotencyKey: string | null;
  /** Network address (null: nobody can say) and browser: evidence of consent. */
  fromAddress: string | null;
  userAgent: string;
  wallMs: number;
};

/** What became of a ticked box. `unproven`: taken as a lead, but nobody could show what they agreed to. */
export type ConsentFate = { fate: 'recorded' } | { fate: 'unproven' | 'refused'; reason: string } | null;

export type Submitted =
  | { ok: true; submissionId: string; repeated: boolean; consent: ConsentFate }
  | { ok: false; why: 'noForm' | 'keyReused' }
  | { ok: false; why: 'invalid'; errors: FieldErrors };

/** The same answers within this time are one press of the button, or one retry. */
const SAME_POST_MS = 10 * 60_000;

/**
 * Takes what somebody sent by a form: the lead, the consent with its evidence, the lines of the timeline and the
 * entries into plays are one transaction. What is answered with `ok` is there; everything else left nothing.
 */
export async function submitForm(db: Db, post: FormPost): Promise<Submitted> {
  const hash = hashOf(post);
  const submitted = await db.tx(async (tx, sql): Promise<Submitted> => {
    const door = await readFormDoor(tx, post);
    if (door === null) return { ok: false, why: 'noForm' };
    const read = readAnswers(post.posted, door.country);
    if (!read.ok) return { ok: false, why: 'invalid', errors: read.errors };
    const { answers } = read;
    const before = await earlierPost(tx, door, { hash, token: answers.token, post });
    if (before !== null) return before;
    const claim = claimOf(answers, door);
    if (claim.fate === 'changed') {
      const why =
        'This sentence has changed since you opened the page. Read it again, and tick the box if you agree.';
      return { ok: false, why: 'invalid', errors: { [FORM_FIELDS.consent]: why } };
    }
    return take(tx, sql, { door, post, answers, hash, claim });
  });
  await db.flush();
  return submitted;
}

async function earlierPost(
  tx: Tx,
  door: FormDoor,
  of: { hash: string; token: string | null; post: FormPost },
): Promise<Submitted | null> {
  const { workspaceId } = door;
  const token = of.post.idempotencyKey ?? of.token;
  const same = await tx.formSubmission.findFirst({
    where: {
      workspaceId,
      contentHash: of.hash,
      OR: [{ createdWallMs: { gt: of.post.wallMs - SAME_POST_MS } }, ...(token === null ? [] : [{ token }])],
    },
    select: { id: true, consent: true },
  });
  if (same !== null) {
    return { ok: true, submissionId: same.id, repeated: true, consent: fateOf(same.consent) };
  }
  if (of.post.idempotencyKey === null) return null;
  const other = await tx.formSubmission.findFirst({
    where: { workspaceId, token: of.post.idempotencyKey },
    select: { id: true },
  });
  return other === null ? null : { ok: false, why: 'keyReused' };
}

function fateOf(stored: string | null): ConsentFate {
  if (stored === null) return null;
  return stored === 'recorded'
    ? { fate: 'recorded' }
    : { fate: stored === 'refused' ? 'refused' : 'unproven', reason: 'As at the first time.' };
}

type Claim =
  | { fate: 'none' | 'changed' }
  | { fate: 'proven'; wording: string }
  | { fate: 'unproven' | 'refused'; reason: string };

/** What a ticked box is worth: which words stood beside it has to be known, and they have to be enough. */
function claimOf(answers: Answers, door: FormDoor): Claim {
  const { consent, message } = answers;
  if (consent === null) return { fate: 'none' };
  if (message !== '' && readRevocation(message, 'sms')?.channels.includes('sms')) {
    return { fate: 'refused', reason: 'The message beside it says the contrary.' };
  }
  if (consent.version === door.wording.version) return { fate: 'proven', wording: door.wording.text };
  if (consent.wording === '') {
    return consent.version === ''
      ? { fate: 'unproven', reason: 'The form did not say which words stood beside the box.' }
      : { fate: 'changed' };
  }
  const gap = gapInConsentWording(consent.wording, door.brand);
  return gap === null
    ? { fate: 'proven', wording: consent.wording }
    : { fate: 'unproven', reason: `The words beside the box are not enough. ${gap}` };
}

type Taking = {
  door: FormDoor;
  post: FormPost;
  answers: Answers;
  hash: string;
  claim: Claim;
};

async function take(tx: Tx, sql: Sql, taking: Taking): Promise<Submitted> {
  const { door, post, answers, hash, claim } = taking;
  const { workspaceId, form } = door;
  const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const nowMs = post.wallMs + workspace.clockOffsetMs;
  const entry = { change: answers.change, externalIds: [] };
  const known = knownLead(sql, workspaceId, entry);
  // Where a lead came from is where it came from first.
  const change = known === null ? { ...answers.change, source: `Form ${form}` } : answers.change;
  const { lead, before } = upsertLead(sql, workspace, { ...entry, change }, { nowMs, importId: null });
  const submissionId = randomUUID();
  const consent = consentFate(claim);
  await tx.formSubmission.create({
    data: {
      id: submissionId,
      workspaceId,
      form,
      leadId: lead.id,
      token: await freeToken(tx, workspaceId, post.idempotencyKey ?? answers.token),
      contentHash: hash,
      answers: JSON.stringify(post.posted),
      fromAddress: post.fromAddress ?? 'not verified',
      userAgent: post.userAgent,
      consent: consent?.fate ?? null,
      atMs: nowMs,
      createdWallMs: post.wallMs,
    },
  });
  await appendTimeline(tx, workspaceId, {
    leadId: lead.id,
    atMs: nowMs,
    kind: 'lead',
    title: before === null ? `Came in by the form “${form}”` : `Sent the form “${form}”`,
    detail: toldIn(answers, before, lead),
  });
  const agreed = { lead, submissionId, nowMs };
  if (claim.fate === 'proven') await recordGrant(tx, { ...taking, ...agreed, wording: claim.wording });
  else if (consent !== null && consent.fate !== 'recorded') {
    await appendTimeline(tx, workspaceId, {
      leadId: lead.id,
      atMs: nowMs,
      kind: 'consent',
      title: 'Consent not recorded',
      detail: `The box for texts was ticked in the form “${form}”. ${consent.reason}`,
    });
  }
  await hearRefusal(tx, { ...taking, ...agreed });
  await note(tx, workspaceId, 'lead', lead.id);
  const submittedMs = answers.submittedWallMs ?? post.wallMs;
  const offered = await fireTrigger(tx, workspaceId, {
    leadId: lead.id,
    trigger: { by: 'form', form, ageMs: Math.max(0, post.wallMs - submittedMs) },
    nowMs,
    wallMs: post.wallMs,
  });
  if (offered.length === 0) {
    await appendTimeline(tx, workspaceId, {
      leadId: lead.id,
      atMs: nowMs,
      kind: 'notEntered',
      title: 'Entered no play',
      detail: `No live play takes the form “${form}” any more, but somebody still posts to it.`,
    });
  }
  return { ok: true, submissionId, repeated: false, consent };
}

function consentFate(claim: Claim): ConsentFate {
  switch (claim.fate) {
    case 'proven':
      return { fate: 'recorded' };
    case 'unproven':
    case 'refused':
      return { fate: claim.fate, reason: claim.reason };
    default:
      return null;
  }
}

/** A hosted page that was left open and sent again with other answers is another post: its token is spent. */
async function freeToken(tx: Tx, workspaceId: string, token: string | null): Promise<string | null> {
  if (token === null) return null;
  const taken = await tx.formSubmission.findFirst({ where: { workspaceId, token }, select: { id: true } });
  return taken === null ? token : null;
}

function toldIn(answers: Answers, before: Lead | null, lead: Lead): string {
  return [
    answers.message === '' ? '' : `“${answers.message}”`,
    ...answers.others.map(({ name, value }) => `${name.slice(0, 60)}: ${value}`),
    before === null ? '' : changeWords(before, lead).join(', '),
  ]
    .filter(Boolean)
    .join('\n');
}

/** The number that was typed into this form, not those known before: consent belongs to what was agreed to. */
function numbersIn({ change }: Answers): string[] {
  const { cellPhone = null, homePhone = null, workPhone = null } = change;
  return phonesOf({ cellPhone, homePhone, workPhone });
}

type Agreed = Taking & { lead: Lead; submissionId: string; nowMs: number };

/**
 * Writes the grant with all that proves it. A number that had opted out stays closed: anybody can type a number into a
 * form, and only START comes from the phone itself (workflows/policy/consent.ts reads the ledger so).
 */
async function recordGrant(tx: Tx, agreed: Agreed & { wording: string }): Promise<void> {
  const { door, post, lead, submissionId, nowMs, wording } = agreed;
  const { workspaceId, form } = door;
  for (const address of numbersIn(agreed.answers)) {
    await lockForSend(tx, workspaceId, 'sms', address);
    let isClosed = false;
    for (const environment of door.environments) {
      const of = { workspaceId, environment, channel: 'sms' as const, address };
      isClosed ||= isRevoked(sqlOf(tx), of);
      await appendConsent(tx, workspaceId, {
        environment,
        leadId: lead.id,
        channel: 'sms',
        address,
        act: 'grant',
        basis: 'written',
        purpose: 'marketing',
        wording,
        medium: 'form',
        evidence: `Form “${form}”, wording ${versionOf(wording)}, ${fromWords(post.fromAddress)}, post ${submissionId}`,
        atMs: nowMs,
      });
    }
    await appendTimeline(tx, workspaceId, {
      leadId: lead.id,
      atMs: nowMs,
      kind: 'consent',
      title: isClosed ? 'Agreed to texts, which stay off' : 'Agreed to texts',
      detail: isClosed
        ? `${address} had opted out before. A form does not lift that, since anybody can type a number: texts go out again when START comes from that phone.`
        : `Texts to ${address}: ticked the box in the form “${form}”, wording ${versionOf(wording)}.`,
    });
  }
}

/** A refusal counts however it comes, also in the message field of a form (47 CFR 64.1200(a)(11)). */
async function hearRefusal(tx: Tx, agreed: Agreed): Promise<void> {
  const { door, answers, lead, submissionId, nowMs, post } = agreed;
  if (answers.message === '') return;
  const numbers = numbersIn(answers);
  const refusal = readRevocation(answers.message, numbers.length > 0 ? 'sms' : 'email');
  if (refusal === null) return;
  const { workspaceId } = door;
  for (const channel of refusal.channels) {
    const known = channel === 'sms' ? textNumbers(lead) : lead.email === null ? [] : [lead.email];
    for (const address of known) {
      await lockForSend(tx, workspaceId, channel, address);
      for (const environment of door.environments) {
        const of = { workspaceId, environment, channel, address };
        if (isRevoked(sqlOf(tx), of)) continue;
        const how = { basis: 'words', medium: 'form', evidence: submissionId, messageId: null };
        await closeAddress(tx, { ...of, ...how, leadId: lead.id, atMs: nowMs }, post.wallMs);
      }
    }
  }
}

/** Of all that was said, whatever order the fields came in; not of how the post is told apart. */
function hashOf({ form, posted }: FormPost): string {
  const told = Object.entries(posted)
    .filter(([name, value]) => name !== FORM_FIELDS.token && value.trim() !== '')
    .map(([name, value]) => [name, value.trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([form, told]))
    .digest('hex');
}

function fromWords(address: string | null): string {
  return address === null ? 'network address not verified' : `from ${address}`;
}
