import { callerOf } from '#app/session.ts';
import { may } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { importRejections, readImport } from '#prisma/imports.ts';

const ROWS_AT_ONCE = 1_000;

/** Every rejected row with its number and reason, as a CSV file; read in parts, however many there are. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const caller = await callerOf(request);
  if (caller === null) return new Response('Nobody is signed in.', { status: 401 });
  if (!may(caller, 'leads.import')) return new Response('You may not see imports.', { status: 403 });
  const { id } = await params;
  const row = await readImport(database(), caller, id);
  if (row === null) return new Response('There is no such import.', { status: 404 });
  const encoder = new TextEncoder();
  let after = 0;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode('row,reason,raw\r\n'));
    },
    async pull(controller) {
      const rows = await importRejections(database(), caller, { importId: id, after, limit: ROWS_AT_ONCE });
      const last = rows.at(-1);
      if (last === undefined) return controller.close();
      after = last.rowNumber;
      const lines = rows.map(({ rowNumber, reason, raw }) => `${rowNumber},${cell(reason)},${cell(raw)}\r\n`);
      controller.enqueue(encoder.encode(lines.join('')));
    },
  });
  const name = row.fileName.replace(/\.[a-z]{2,4}$/i, '').replace(/[^\w. -]/g, '_');
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}-rejected.csv"`,
      'cache-control': 'no-store',
    },
  });
}

/**
 * Quoted; and a cell that a spreadsheet would take for a formula starts with an apostrophe, because the file holds what
 * strangers wrote (OWASP, CSV injection).
 */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
