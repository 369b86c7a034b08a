import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRow, csvRows, csvRowsOf, type Delimiter, delimiterOf } from '#workflows/leads/csv-rows.ts';
import { utf16Bytes } from '#workflows/leads/generate.ts';
import { decodedText } from '#workflows/leads/text-encoding.ts';

const cellsOf = (rows: readonly CsvRow[]) => rows.flatMap((row) => ('cells' in row ? [row.cells] : []));

async function inChunks(text: string, sizes: readonly number[], delimiter: Delimiter): Promise<CsvRow[]> {
  const chunks: string[] = [];
  for (let at = 0, i = 0; at < text.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(text.slice(at, at + size));
    at += size;
  }
  const rows: CsvRow[] = [];
  for await (const row of csvRows(chunks, delimiter)) rows.push(row);
  return rows;
}

describe('rows', () => {
  it('end with LF, CR or CRLF, and quotes hold delimiters, quotes and line ends', () => {
    for (const end of ['\n', '\r', '\r\n']) {
      const text = ['a,b', '"x, ""y""",2', `"two${end}lines",3`, ''].join(end);
      expect(cellsOf(csvRowsOf(text, ',')), JSON.stringify(end)).toEqual([
        ['a', 'b'],
        ['x, "y"', '2'],
        [`two${end}lines`, '3'],
      ]);
    }
  });

  it('are numbered as in a spreadsheet: empty ones count and are passed over', () => {
    expect(csvRowsOf('a\n\n b \n', ',').map((row) => row.rowNumber)).toEqual([1, 3]);
  });

  it('keep a stray quote inside a cell', () => {
    expect(cellsOf(csvRowsOf('5" pipe,x\ny,"z"', ','))).toEqual([
      ['5" pipe', 'x'],
      ['y', 'z'],
    ]);
  });

  it('lose only one row to a quote that never closes', () => {
    const rows = csvRowsOf('a,b\n"open,1\nc,d\ne,"f"\n', ',');
    expect(rows.map((row) => ('cells' in row ? row.cells : row.reason.slice(0, 16)))).toEqual([
      ['a', 'b'],
      'A quotation mark',
      ['c', 'd'],
      ['e', 'f'],
    ]);
    expect(csvRowsOf(`"${'x'.repeat(70_000)}\na,b`, ',').map((row) => row.rowNumber)).toEqual([1, 2]);
  });

  it('are the same however the text is cut into chunks', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', 'a', 'x,y', 'say "hi"', 'two\nlines', 'r\rr', ' padded ', 'é👍', '"'),
      fc.string({ maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom<Delimiter>(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
        async (table, delimiter, end, sizes) => {
          const quote = (value: string) => `"${value.replaceAll('"', '""')}"`;
          const text = table.map((row) => row.map(quote).join(delimiter)).join(end);
          const rows = await inChunks(text, sizes, delimiter);
          expect(rows).toEqual(csvRowsOf(text, delimiter));
          const expected = table
            .map((row) => row.map((value) => value.trim()))
            .filter((_, i) => (table[i] ?? []).map(quote).join(delimiter).trim() !== '');
          expect(cellsOf(rows)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('come out of any text without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', ';') }), (text) => {
        for (const row of csvRowsOf(text, ',')) expect(row.rowNumber).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the delimiter', () => {
  it('is the one that cuts the first lines alike', () => {
    expect(delimiterOf('a,b,c\n1,2,3')).toBe(',');
    expect(delimiterOf('name;city\n"Smith, J";"Reno, NV"\n"Roe, R";x')).toBe(';');
    expect(delimiterOf('a\tb\n1,5\t2,5')).toBe('\t');
    expect(delimiterOf('a|b\n1|2')).toBe('|');
    expect(delimiterOf('sep=;\na,b;c')).toBe(';');
    expect(delimiterOf('email\na@b.example')).toBe(',');
  });

  it('named in the first line is not a row', () => {
    expect(cellsOf(csvRowsOf('sep=;\na;b', ';'))).toEqual([['a', 'b']]);
  });
});

describe('the encoding', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const windows = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
  const decode = async (bytes: Uint8Array, size = 65_536) => {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    let text = '';
    for await (const part of decodedText(chunks, (encoding) => new TextDecoder(encoding))) text += part;
    return text;
  };
  /** More rows without an accent than a chunk of a file on disk, or the preview, holds. */
  const PLAIN_ROWS = 'Ann,Lee,ann@lee.example\n'.repeat(12_000);

  it('is told by mark, by zeros, or by whether it could be UTF-8, however the bytes are cut', async () => {
    const text = 'first,last\r\nZoë,Ünal\r\n';
    for (const size of [1, 3, 7, 600]) {
      for (const bytes of [
        utf8(text),
        utf8(`\ufeff${text}`),
        utf16Bytes(text, 'le'),
        utf16Bytes(text, 'be'),
        utf16Bytes(text, 'le').subarray(2),
        windows(text),
      ]) {
        expect(await decode(bytes, size)).toBe(text);
      }
    }
  });

  it('gives the same text in all, without the mark', async () => {
    const text = 'first,last\r\nZoë,Ünal 👍\r\n'.repeat(40);
    for (const bytes of [utf8(text), utf8(`\ufeff${text}`), utf16Bytes(text, 'le'), utf16Bytes(text, 'be')]) {
      expect(await decode(bytes, 3)).toBe(text);
    }
  });

  it('is windows-1252 though the first accent comes late, even as the last byte of the file', async () => {
    for (const end of ['José,Muñoz,jose@munoz.example\n', 'José', `É,x\n${PLAIN_ROWS}é`]) {
      expect((await decode(windows(PLAIN_ROWS + end))) === PLAIN_ROWS + end, end.slice(0, 40)).toBe(true);
      expect((await decode(utf8(PLAIN_ROWS + end))) === PLAIN_ROWS + end, end.slice(0, 40)).toBe(true);
    }
  });

  it('stays UTF-8 where a byte is broken, which is shown as such', async () => {
    const bytes = utf8('Zoë,Ünal\nJos#,x\n');
    bytes[bytes.indexOf(0x23)] = 0xe9;
    expect(await decode(bytes)).toBe('Zoë,Ünal\nJos\ufffd,x\n');
  });

  it('stays windows-1252 where two letters look like one of UTF-8', async () => {
    expect(await decode(windows('NESTLÉ®,René,Zoë\n'))).toBe('NESTLÉ®,René,Zoë\n');
  });

  it('does not follow from how the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 1_500 }),
        fc.nat({ max: 700 }),
        fc.integer({ min: 1, max: 900 }),
        async (tail, plain, size) => {
          const bytes = Uint8Array.from([...utf8('a'.repeat(plain)), ...tail]);
          expect(await decode(bytes, size)).toBe(await decode(bytes));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is the same for the beginning of a file as for all of it', async () => {
    const window = 'é'.repeat(30_000);
    for (const bytes of [windows(`x,${window}É®${PLAIN_ROWS}`), utf8(`x,${window}É®${PLAIN_ROWS}`)]) {
      const [head, all] = [await decode(bytes.subarray(0, 256 * 1024)), await decode(bytes)];
      expect(all.startsWith(head)).toBe(true);
    }
  });
});
