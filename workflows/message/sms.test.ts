import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkSmsBody,
  measureAny,
  measureSms,
  plainTypography,
  smsSuggestion,
} from '#workflows/message/sms.ts';

const r = (text: string, times: number) => text.repeat(times);

// Vectors C: GSM-7 160 / 153 a part, UCS-2 70 / 67, in UTF-16 units; measured with Twilio's own calculator.
const VECTORS: [name: string, text: string, encoding: 'GSM-7' | 'UCS-2', segments: number][] = [
  ['a x 160', r('a', 160), 'GSM-7', 1],
  ['a x 161', r('a', 161), 'GSM-7', 2],
  ['a x 306', r('a', 306), 'GSM-7', 2],
  ['a x 307', r('a', 307), 'GSM-7', 3],
  ['a x 459', r('a', 459), 'GSM-7', 3],
  ['a x 460', r('a', 460), 'GSM-7', 4],
  ['a x 1600', r('a', 1600), 'GSM-7', 11],
  ['euro x 80, two septets each', r('€', 80), 'GSM-7', 1],
  ['euro x 81', r('€', 81), 'GSM-7', 2],
  ['a x 158 + euro', `${r('a', 158)}€`, 'GSM-7', 1],
  ['a x 159 + euro', `${r('a', 159)}€`, 'GSM-7', 2],
  ['a x 152 + euro + a x 151', `${r('a', 152)}€${r('a', 151)}`, 'GSM-7', 2],
  ['a x 152 + euro + a x 152, the escape is not split', `${r('a', 152)}€${r('a', 152)}`, 'GSM-7', 3],
  ['the extension table', '[]{}^~|\\€', 'GSM-7', 1],
  ['e acute x 160', r('é', 160), 'GSM-7', 1],
  ['C cedilla x 160', r('Ç', 160), 'GSM-7', 1],
  ['Spanish marks', 'ñ¿¡ü', 'GSM-7', 1],
  ['Greek omega', '\u03a9', 'GSM-7', 1],
  ['LF x 160', r('\n', 160), 'GSM-7', 1],
  ['CRLF', 'a\r\nb', 'GSM-7', 1],
  ['@ x 160', r('@', 160), 'GSM-7', 1],
  ['a acute x 70', r('á', 70), 'UCS-2', 1],
  ['a acute x 71', r('á', 71), 'UCS-2', 2],
  ['a acute x 134', r('á', 134), 'UCS-2', 2],
  ['a acute x 135', r('á', 135), 'UCS-2', 3],
  ['a acute x 201', r('á', 201), 'UCS-2', 3],
  ['a acute x 202', r('á', 202), 'UCS-2', 4],
  ['thumbs x 35', r('👍', 35), 'UCS-2', 1],
  ['thumbs x 36', r('👍', 36), 'UCS-2', 2],
  ['thumbs x 66', r('👍', 66), 'UCS-2', 2],
  ['thumbs x 67, a pair is never split', r('👍', 67), 'UCS-2', 3],
  ['a x 68 + thumb', `${r('a', 68)}👍`, 'UCS-2', 1],
  ['a x 69 + thumb', `${r('a', 69)}👍`, 'UCS-2', 2],
  ['a x 66 + thumb + a x 65', `${r('a', 66)}👍${r('a', 65)}`, 'UCS-2', 2],
  ['a x 66 + thumb + a x 66, 134 units in three parts', `${r('a', 66)}👍${r('a', 66)}`, 'UCS-2', 3],
  ['curly apostrophe', 'don\u2019t', 'UCS-2', 1],
  ['en dash', '9\u20135', 'UCS-2', 1],
  ['c cedilla', 'ç', 'UCS-2', 1],
  ['e circumflex', 'ê', 'UCS-2', 1],
  ['i acute', 'í', 'UCS-2', 1],
  ['backtick', '`', 'UCS-2', 1],
  ['tab', '\t', 'UCS-2', 1],
  ['no-break space', '\u00a0', 'UCS-2', 1],
  ['zero-width space', '\u200b', 'UCS-2', 1],
  ['e + combining acute', 'e\u0301', 'UCS-2', 1],
  ['ohm sign', '\u2126', 'UCS-2', 1],
  ['flag', '🇺🇸', 'UCS-2', 1],
];

describe('measureSms', () => {
  it.each(VECTORS)('%s', (_name, text, encoding, segments) => {
    expect(measureSms(text)).toMatchObject({ encoding, segments });
  });

  it('shows that a name can cost a segment', () => {
    const rest = `${r('a', 160)}`;
    expect(measureSms(`Hi José${rest}`)).toMatchObject({ encoding: 'GSM-7', segments: 2 });
    expect(measureSms(`Hi Zoë${rest}`)).toMatchObject({ encoding: 'UCS-2', segments: 3 });
  });

  it('tells the room left in the last segment', () => {
    expect(measureSms('a').unitsLeft).toBe(159);
    expect(measureSms('€').unitsLeft).toBe(158);
    expect(measureSms(r('a', 161)).unitsLeft).toBe(145);
    expect(measureSms('á').unitsLeft).toBe(69);
    expect(measureSms('')).toMatchObject({ segments: 0, unitsLeft: 160 });
  });

  it('names the characters that cost, and their plain twins', () => {
    expect(measureSms('don\u2019t \u2014 í').costly).toEqual([
      { character: '\u2019', plain: "'" },
      { character: '\u2014', plain: '-' },
      { character: 'í', plain: null },
    ]);
  });
});

describe('checkSmsBody', () => {
  it('refuses an empty text, of which the calculator says one segment, and one beyond 1600 characters (E29)', () => {
    expect(checkSmsBody(' \n')).toMatchObject({ ok: false });
    expect(checkSmsBody(r('a', 1600))).toMatchObject({ ok: true });
    expect(checkSmsBody(r('a', 1601))).toMatchObject({ ok: false });
  });
});

describe('smsSuggestion', () => {
  it('offers plain punctuation where it brings the text back to GSM-7', () => {
    const text = `We\u2019re here${r('a', 80)}`;
    expect(smsSuggestion(text)).toMatchObject({ text: `We're here${r('a', 80)}`, segments: 1 });
    expect(smsSuggestion('Hola, ¿qué tal?')).toBeNull();
    expect(smsSuggestion('Zoë')).toBeNull();
  });

  it('never makes a text costlier, and leaves plain text alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(plainTypography(plainTypography(text))).toBe(plainTypography(text));
        const suggestion = smsSuggestion(text);
        if (suggestion !== null) expect(suggestion.segments).toBeLessThanOrEqual(measureSms(text).segments);
      }),
      // The calculator splits by graphemes and takes a millisecond a text.
      { numRuns: 40 },
    );
  });
});

describe('the quick count of plain texts', () => {
  const basic = fc.constantFrom(...'AZaz09 \n!"#%&\'()*+,-./:;<=>?@_$£¥§¿¡');

  it('is the count of the library, at every length', () => {
    fc.assert(
      fc.property(fc.string({ unit: basic, maxLength: 480 }), (text) => {
        expect(measureSms(text)).toEqual(measureAny(text));
      }),
      { numRuns: 60 },
    );
    for (const length of [0, 1, 159, 160, 161, 305, 306, 307, 459, 460]) {
      expect(measureSms(r('a', length)), `${length}`).toEqual(measureAny(r('a', length)));
    }
  });
});
