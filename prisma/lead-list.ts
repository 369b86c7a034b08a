import { type Caller, mustBeAllowed } from './caller.ts';
import type { Db } from './client.ts';
import { type CursorPart, pageOf, parseCursor } from './cursor.ts';
import type { Lead } from './generated/client.ts';
import { folded, taggedWord } from './lead-row.ts';
import { leadScope } from './lead-scope.ts';
import type { Sql, SqlValue } from './sql.ts';

export type LeadSort = 'newest' | 'name' | 'company';

export type LeadFilter = {
  /** Words of name, company, address or number; all must occur. */
  search?: string;
  tag?: string;
  /** Leads that are in this play now; `nodeId`: at this step of it. */
  play?: { id: string; nodeId?: string };
};

export type LeadListRow = Pick<
  Lead,
  | 'id'
  | 'firstName'
  | 'lastName'
  | 'company'
  | 'email'
  | 'cellPhone'
  | 'homePhone'
  | 'workPhone'
  | 'city'
  | 'region'
  | 'country'
  | 'timeZone'
  | 'stage'
  | 'ownerId'
  | 'hotAtMs'
  | 'createdAtMs'
> & {
  tags: string[];
  /** Plays the lead is in now. */
  plays: { id: string; name: string; status: string }[];
};

export type LeadPage = { leads: LeadListRow[]; next: string | null };

type Row = Omit<LeadListRow, 'tags' | 'plays'> & { tags: string; nameKey: string };

const COLUMNS = [
  'id',
  'firstName',
  'lastName',
  'company',
  'email',
  'cellPhone',
  'homePhone',
  'workPhone',
  'city',
  'region',
  'country',
  'timeZone',
  'stage',
  'ownerId',
  'hotAtMs',
  'createdAtMs',
  'tags',
  'nameKey',
] as const satisfies readonly (keyof Row)[];

/** What each order is made of; every one has its index. */
const ORDERS = {
  newest: { column: 'createdAtMs', type: 'number', direction: 'DESC', beyond: '<' },
  name: { column: 'nameKey', type: 'string', direction: 'ASC', beyond: '>' },
  company: { column: 'company', type: 'string', direction: 'ASC', beyond: '>' },
} as const;

/** A page of leads. `cursor`: `next` of the page before, asked with the same filter and order. */
export async function listLeads(
  db: Db,
  caller: Caller,
  request: LeadFilter & { sort?: LeadSort; cursor?: string | null; limit?: number } = {},
): Promise<LeadPage> {
  mustBeAllowed(caller, 'leads.read');
  const limit = Math.min(request.limit ?? 50, 200);
  return db.rows((sql) => {
    const { text, values, sortedBy } = leadListQuery(sql, caller, request, limit + 1);
    const { page, next } = pageOf(sql.all<Row>(text, ...values), limit, sortedBy);
    const plays = playsOf(sql, page);
    return {
      leads: page.map(({ nameKey: _, tags, ...lead }) => ({
        ...lead,
        tags: JSON.parse(tags) as string[],
        plays: plays.get(lead.id) ?? [],
      })),
      next,
    };
  });
}

/** How many leads a filter finds. */
export async function countLeads(db: Db, caller: Caller, filter: LeadFilter = {}): Promise<number> {
  mustBeAllowed(caller, 'leads.read');
  return db.rows((sql) => {
    const { where, values } = conditions(sql, caller, filter);
    return sql.get<{ n: number }>(`SELECT count(*) AS "n" FROM "Lead" l WHERE ${where}`, ...values)?.n ?? 0;
  });
}

/** The leads a filter finds, newest first, for an act on all of them; at most 100,000. */
export async function leadIdsMatching(db: Db, caller: Caller, filter: LeadFilter): Promise<string[]> {
  mustBeAllowed(caller, 'leads.read');
  return db.rows((sql) => {
    const { where, values } = conditions(sql, caller, filter);
    const text = `SELECT l."id" FROM "Lead" l WHERE ${where} ORDER BY l."createdAtMs" DESC, l."id" DESC LIMIT 100000`;
    return sql.all<{ id: string }>(text, ...values).map((row) => row.id);
  });
}

/** Exported for the test that looks at its query plan. */
export function leadListQuery(
  sql: Sql,
  caller: Caller,
  request: LeadFilter & { sort?: LeadSort; cursor?: string | null },
  limit: number,
): { text: string; values: SqlValue[]; sortedBy: (row: Row) => CursorPart[] } {
  const { column, type, direction, beyond } = ORDERS[request.sort ?? 'newest'];
  const { where, values } = conditions(sql, caller, request);
  const cursor = parseCursor(request.cursor, [type, 'string']);
  const after = cursor === null ? '' : `AND (l."${column}", l."id") ${beyond} (?, ?)`;
  return {
    text: `SELECT ${COLUMNS.map((name) => `l."${name}"`).join(', ')} FROM "Lead" l
      WHERE ${where} ${after} ORDER BY l."${column}" ${direction}, l."id" ${direction} LIMIT ?`,
    values: [...values, ...(cursor ?? []), limit],
    sortedBy: (row) => [row[column], row.id],
  };
}

function conditions(sql: Sql, caller: Caller, filter: LeadFilter): { where: string; values: SqlValue[] } {
  const scope = leadScope(sql, caller);
  const where = [scope.where];
  const values = [...scope.values];
  for (const word of searchWords(filter.search ?? '')) {
    where.push(`l."search" LIKE ? ESCAPE '\\'`);
    values.push(`%${literally(word)}%`);
  }
  if (filter.tag) {
    // The words are in the index and sort out nearly all; the tags themselves decide.
    where.push(`l."search" LIKE ? ESCAPE '\\'`, `l."tags" LIKE ? ESCAPE '\\'`);
    values.push(`%${literally(taggedWord(filter.tag))}%`, `%${literally(JSON.stringify(filter.tag))}%`);
  }
  if (filter.play) {
    const atNode = filter.play.nodeId === undefined ? '' : 'AND e."nodeId" = ?';
    where.push(
      `l."id" IN (SELECT e."leadId" FROM "Enrolment" e WHERE e."playId" = ? AND e."status" <> 'ended' ${atNode})`,
    );
    values.push(filter.play.id, ...(filter.play.nodeId === undefined ? [] : [filter.play.nodeId]));
  }
  return { where: where.join(' AND '), values };
}

/** A number is looked for by its digits, however it is written. */
export function searchWords(search: string): string[] {
  const text = folded(search);
  const digits = text.replace(/[\s().+/-]/g, '');
  if (/^\d{4,}$/.test(digits)) {
    return [digits];
  }
  return text.split(/\s+/).filter((word) => word !== '');
}

function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function playsOf(sql: Sql, leads: readonly { id: string }[]): Map<string, LeadListRow['plays']> {
  const byLead = new Map<string, LeadListRow['plays']>();
  if (leads.length === 0) {
    return byLead;
  }
  const rows = sql.all<{ leadId: string; id: string; name: string; status: string }>(
    `SELECT e."leadId", p."id", p."name", e."status" FROM "Enrolment" e JOIN "Play" p ON p."id" = e."playId"
     WHERE e."leadId" IN (${leads.map(() => '?').join(', ')}) AND e."status" <> 'ended' ORDER BY e."enteredAtMs"`,
    ...leads.map((lead) => lead.id),
  );
  for (const { leadId, ...play } of rows) {
    byLead.set(leadId, [...(byLead.get(leadId) ?? []), play]);
  }
  return byLead;
}
