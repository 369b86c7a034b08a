import { parse } from 'csv-parse/browser/esm/sync';
import { withoutMark } from '#workflows/leads/text-encoding.ts';

/** A row of a file. `rowNumber` as a spreadsheet counts: the first line is row 1, empty rows count. */
export type CsvRow =
  | { rowNumber: number; cells: string[]; raw: string }
  | { rowNumber: number; reason: string; raw: string };

export type Delimiter = ',' | ';' | '\t' | '|';
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'];

/** A row longer than this has a quote that never closes. */
const MAX_ROW = 64_000;
/** Rows handed to the parser at once: enough to make its start-up not matter, few enough to hold. */
const BATCH = 500;

interface Piece {
  text: string;
  rowNumber: number;
  /** A quote opened in it and never closed. */
  unclosed: boolean;
}

/**
 * The delimiter of a file, by its first lines: the one that cuts most of them into the same number of cells, and more
 * than one. A line "sep=;", which spreadsheets write and read, decides.
 */
export function delimiterOf(head: string): Delimiter {
  const text = withoutMark(head);
  const said = /^sep=(.)\r?\n?/i.exec(text)?.[1];
  const named = DELIMITERS.find((delimiter) => delimiter === said);
  if (named !== undefined) return named;
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const cutter = new RowCutter(delimiter);
    const lines = [...cutter.push(text), ...cutter.end()]
      .slice(0, 20)
      .filter((piece) => piece.text.trim() !== '');
    const counts = lines.map((piece) => cellsOf([piece.text], delimiter)[0]?.length ?? 1);
    const cells = counts[0] ?? 1;
    const alike = counts.filter((count) => count === cells).length / Math.max(1, counts.length);
    const score = cells > 1 ? alike * Math.log(cells) : 0;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/**
 * Rows of a file as its text arrives, in any of the three line ends, however the chunks are cut. Only a batch of rows is
 * held at a time. A row whose quote never closes is given back as a problem, and the next line is read afresh.
 */
export async function* csvRows(
  chunks: AsyncIterable<string> | Iterable<string>,
  delimiter: Delimiter,
): AsyncGenerator<CsvRow> {
  const cutter = new RowCutter(delimiter);
  let batch: Piece[] = [];
  let isFirst = true;
  for await (const chunk of chunks) {
    for (const piece of cutter.push(isFirst ? withoutMark(chunk) : chunk)) {
      batch.push(piece);
      if (batch.length >= BATCH) {
        yield* parsed(batch, delimiter);
        batch = [];
      }
    }
    isFirst = false;
  }
  yield* parsed([...batch, ...cutter.end()], delimiter);
}

/** The same for text that is all there. */
export function csvRowsOf(text: string, delimiter: Delimiter): CsvRow[] {
  const cutter = new RowCutter(delimiter);
  return [...parsed([...cutter.push(withoutMark(text)), ...cutter.end()], delimiter)];
}

function* parsed(pieces: readonly Piece[], delimiter: Delimiter): Generator<CsvRow> {
  const filled = pieces.filter(
    ({ text, rowNumber }) => text.trim() !== '' && !(rowNumber === 1 && /^sep=.$/i.test(text.trim())),
  );
  const whole = filled.filter((piece) => !piece.unclosed);
  const cells = cellsOf(
    whole.map((piece) => piece.text),
    delimiter,
  );
  let at = 0;
  for (const piece of filled) {
    const { rowNumber, text } = piece;
    if (piece.unclosed)
      yield {
        rowNumber,
        raw: text,
        reason: 'A quotation mark opens in this row and never closes. Close it or take it out.',
      };
    else {
      yield { rowNumber, raw: text, cells: (cells[at] ?? []).map((cell) => cell.trim()) };
      at += 1;
    }
  }
}

/** Cells of rows that were cut already; a row that the parser refuses in company is parsed alone, leniently. */
function cellsOf(rows: readonly string[], delimiter: Delimiter): string[][] {
  if (rows.length === 0) return [];
  const options = {
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    bom: false,
    record_delimiter: ['\r\n', '\n', '\r'],
  };
  const all = parse(rows.join('\n'), options) as string[][];
  if (all.length === rows.length) return all;
  return rows.map((row) => (parse(row, options) as string[][])[0] ?? [row]);
}

/**
 * Finds where rows end: at a line end outside quotes. The rules for quotes are the parser's with `relax_quotes`: one opens
 * only at the beginning of a cell, two inside stand for one, any other closes.
 */
class RowCutter {
  private readonly delimiter: string;
  private buffer = '';
  /** Where reading goes on in the buffer. */
  private at = 0;
  private inQuotes = false;
  /** Whether the cell that is open has a line end in it. */
  private spansLines = false;
  private atCellStart = true;
  private rowNumber = 1;

  constructor(delimiter: string) {
    this.delimiter = delimiter;
  }

  *push(chunk: string): Generator<Piece> {
    this.buffer += chunk;
    yield* this.cut(false);
  }

  *end(): Generator<Piece> {
    yield* this.cut(true);
    while (this.inQuotes) {
      yield this.giveUp();
      yield* this.cut(true);
    }
    if (this.buffer !== '') yield this.take(this.buffer.length, this.buffer.length);
  }

  private *cut(isLast: boolean): Generator<Piece> {
    while (this.at < this.buffer.length) {
      const character = this.buffer.charAt(this.at);
      // What follows a quote or a carriage return decides about it: wait for it.
      if (!isLast && this.at === this.buffer.length - 1 && (character === '"' || character === '\r')) return;
      if (this.inQuotes) {
        const next = this.buffer.charAt(this.at + 1);
        if (character === '"' && next === '"') this.at += 1;
        else if (character === '"') {
          // A cell over several lines must end where cells end. Else the quote that opened it was a slip, and this one opens
          // the cell of another row.
          if (this.spansLines && next !== this.delimiter && !/^[\r\n]?$/.test(next)) {
            yield this.giveUp();
            continue;
          }
          this.inQuotes = false;
        } else if (character === '\n' || character === '\r') this.spansLines = true;
        else if (this.at > MAX_ROW) {
          yield this.giveUp();
          continue;
        }
        this.at += 1;
      } else if (character === '\n' || character === '\r') {
        const isPair = character === '\r' && this.buffer.charAt(this.at + 1) === '\n';
        yield this.take(this.at, this.at + (isPair ? 2 : 1));
      } else {
        if (character === '"' && this.atCellStart) {
          this.inQuotes = true;
          this.spansLines = false;
        }
        this.atCellStart = character === this.delimiter;
        this.at += 1;
      }
    }
  }

  /** Ends the row at `end` and goes on at `next`. */
  private take(end: number, next: number): Piece {
    const piece = { text: this.buffer.slice(0, end), rowNumber: this.rowNumber, unclosed: false };
    this.buffer = this.buffer.slice(next);
    this.at = 0;
    this.inQuotes = false;
    this.atCellStart = true;
    this.rowNumber += 1;
    return piece;
  }

  /** Takes the first line of a row that does not end, as a row that cannot be read. */
  private giveUp(): Piece {
    const lineEnd = this.buffer.search(/[\r\n]/);
    const end = lineEnd < 0 ? this.buffer.length : lineEnd;
    const isPair = this.buffer.startsWith('\r\n', end);
    return { ...this.take(end, Math.min(this.buffer.length, end + (isPair ? 2 : 1))), unclosed: true };
  }
}
