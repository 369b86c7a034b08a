/** A cursor names the last row of a page by what the list is sorted by; to callers it is only text. */
export type CursorPart = string | number;

type PartType = 'string' | 'number';
type Parts<Types extends readonly PartType[]> = {
  -readonly [Index in keyof Types]: Types[Index] extends 'number' ? number : string;
};

export function cursorOf(parts: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** What `cursorOf` made; null for none, and for anything else: the list then begins at its start. */
export function parseCursor<const Types extends readonly PartType[]>(
  text: string | null | undefined,
  types: Types,
): Parts<Types> | null {
  if (!text) {
    return null;
  }
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const fits =
      Array.isArray(parts) &&
      parts.length === types.length &&
      types.every((type, i) => typeof parts[i] === type);
    return fits ? (parts as Parts<Types>) : null;
  } catch {
    return null;
  }
}

/** Rows were asked for with one more than the limit: whether there is a next page. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  sortedBy: (row: Row) => readonly CursorPart[],
): { page: Row[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { page, next: rows.length > limit && last !== undefined ? cursorOf(sortedBy(last)) : null };
}
