import { z } from 'zod';

/**
 * The body of an email as the editor keeps it: TipTap (ProseMirror) JSON, cut down to what every mail client shows. What
 * is not listed here is refused, not dropped, so that nothing a person wrote is lost in silence.
 */

const linkHref = z
  .string()
  .trim()
  .max(2_000)
  .refine(isSafeLink, 'A link starts with https://, http:// or mailto:.');

const markSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bold') }),
  z.object({ type: z.literal('italic') }),
  // TipTap adds target, rel and class; the renderer writes its own.
  z.object({ type: z.literal('link'), attrs: z.looseObject({ href: linkHref }) }),
]);

const textSchema = z.object({
  type: z.literal('text'),
  text: z.string().min(1).max(20_000),
  marks: z.array(markSchema).optional(),
});

const hardBreakSchema = z.object({ type: z.literal('hardBreak'), marks: z.array(markSchema).optional() });

const mergeFieldSchema = z.object({
  type: z.literal('mergeField'),
  attrs: z.object({ field: z.string().min(1).max(80), fallback: z.string().max(200).nullish() }),
  marks: z.array(markSchema).optional(),
});

const inlineSchema = z.discriminatedUnion('type', [textSchema, hardBreakSchema, mergeFieldSchema]);

// TipTap writes `textAlign: null` and the like; alignment is not offered, so other attributes are ignored.
const looseAttrs = z.looseObject({}).optional();

const paragraphSchema = z.object({
  type: z.literal('paragraph'),
  attrs: looseAttrs,
  content: z.array(inlineSchema).optional(),
});
const headingSchema = z.object({
  type: z.literal('heading'),
  attrs: z.looseObject({ level: z.union([z.literal(1), z.literal(2), z.literal(3)]) }),
  content: z.array(inlineSchema).optional(),
});

const listItemSchema = z.object({
  type: z.literal('listItem'),
  get content(): z.ZodArray<typeof blockSchema> {
    return z.array(blockSchema).min(1);
  },
});

const bulletListSchema = z.object({
  type: z.literal('bulletList'),
  attrs: looseAttrs,
  content: z.array(listItemSchema).min(1),
});
const orderedListSchema = z.object({
  type: z.literal('orderedList'),
  attrs: looseAttrs,
  content: z.array(listItemSchema).min(1),
});

const blockSchema: z.ZodType<EmailBlock> = z.lazy(() =>
  z.discriminatedUnion('type', [paragraphSchema, headingSchema, bulletListSchema, orderedListSchema]),
);

export type EmailMark = z.infer<typeof markSchema>;
export type EmailInline = z.infer<typeof inlineSchema>;
export type EmailBlock =
  | z.infer<typeof paragraphSchema>
  | z.infer<typeof headingSchema>
  | { type: 'bulletList'; attrs?: Record<string, unknown>; content: EmailListItem[] }
  | { type: 'orderedList'; attrs?: Record<string, unknown>; content: EmailListItem[] };
export type EmailListItem = { type: 'listItem'; content: EmailBlock[] };

/** Lists inside lists inside lists: deeper ones break in mail clients. */
const MAX_DEPTH = 4;
/** Characters of text. Larger mails are clipped by mail clients. */
const MAX_TEXT = 60_000;

export const emailDocumentSchema = z
  .object({ type: z.literal('doc'), content: z.array(blockSchema).max(400) })
  .refine((doc) => depth(doc.content) <= MAX_DEPTH, `Lists may be ${MAX_DEPTH} deep at most.`)
  .refine(
    (doc) => textLength(doc.content) <= MAX_TEXT,
    `The email is longer than ${MAX_TEXT} characters. Shorten it.`,
  );

export interface EmailDocument {
  type: 'doc';
  content: EmailBlock[];
}

export type ParsedEmailDocument = { ok: true; document: EmailDocument } | { ok: false; reason: string };

/** Parses what an editor, a file or the database holds. */
export function parseEmailDocument(json: unknown): ParsedEmailDocument {
  // zod would follow any depth it is given; a stored document is at most as deep as a person can draw.
  if (nesting(json) > 40) return { ok: false, reason: 'The email is nested too deeply to be read.' };
  const parsed = emailDocumentSchema.safeParse(json);
  if (parsed.success) return { ok: true, document: parsed.data };
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : ` (at ${issue.path.join('.')})`;
  return {
    ok: false,
    reason: `The email cannot be read: ${issue?.message ?? 'it is not an email document.'}${where}`,
  };
}

/** Whether an address may be linked to from an email. */
export function isSafeLink(href: string): boolean {
  return /^(?:https?:\/\/[^\s/?#]+\S*|mailto:[^\s@?]+@[^\s@?]+(?:\?\S*)?)$/i.test(href);
}

function depth(blocks: readonly EmailBlock[]): number {
  const lists = blocks.flatMap((block) =>
    block.type === 'bulletList' || block.type === 'orderedList' ? [block] : [],
  );
  return lists.length === 0
    ? 0
    : 1 + Math.max(...lists.flatMap((list) => list.content.map((item) => depth(item.content))));
}

function textLength(blocks: readonly EmailBlock[]): number {
  let total = 0;
  for (const inline of inlines(blocks)) total += inline.type === 'text' ? inline.text.length : 1;
  return total;
}

/** Every paragraph and heading of a document, those of list items too, in reading order. */
function* leaves(
  blocks: readonly EmailBlock[],
): Generator<Exclude<EmailBlock, { content: EmailListItem[] }>> {
  for (const block of blocks) {
    if (block.type === 'bulletList' || block.type === 'orderedList') {
      for (const item of block.content) yield* leaves(item.content);
    } else yield block;
  }
}

/** Every inline of a document, in reading order. */
export function* inlines(blocks: readonly EmailBlock[]): Generator<EmailInline> {
  for (const leaf of leaves(blocks)) yield* leaf.content ?? [];
}

function nesting(json: unknown): number {
  let level: unknown[] = [json];
  let depthSoFar = 0;
  while (level.length > 0 && depthSoFar <= 40) {
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
    depthSoFar += 1;
  }
  return depthSoFar;
}
