import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((m) => [
    m[1] ?? '',
    { light: m[2] ?? '', dark: m[3] ?? '' },
  ]),
);

/** WCAG 2.2 relative luminance of an sRGB colour, 0 to 1. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(front: string, back: string, theme: 'light' | 'dark'): number {
  const pair = [front, back].map((name) => {
    const token = tokens.get(name);
    if (!token) throw new Error(`globals.css has no token --${name}`);
    return luminance(token[theme]);
  });
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}

const grounds = ['ground', 'sunken', 'surface', 'raised', 'hover'];
const words = [
  'text-1',
  'text-2',
  'text-3',
  'accent-text',
  'ok',
  'warn',
  'late',
  'held',
  'email',
  'sms',
  'phone',
];
const lines = ['edge', 'control', 'accent'];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(words)('%s reads at 4.5:1 or more on every ground', (word) => {
    for (const ground of grounds)
      expect(contrast(word, ground, theme), `on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['text-1', 'text-2', 'text-3'])('%s reads on a chosen row', (word) => {
    for (const ground of ['active', 'accent-soft']) {
      expect(contrast(word, ground, theme), `on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(['ok', 'warn', 'late', 'held', 'email', 'sms', 'phone'])(
    '%s reads on its own soft fill',
    (state) => {
      expect(contrast(state, `${state}-soft`, theme)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test('words on solid fills read, at rest and under the pointer', () => {
    expect(contrast('on-accent', 'accent', theme)).toBeGreaterThanOrEqual(4.5);
    expect(contrast('on-accent', 'accent-hover', theme)).toBeGreaterThanOrEqual(4.5);
    expect(contrast('on-late', 'late', theme)).toBeGreaterThanOrEqual(4.5);
    expect(contrast('accent-text', 'accent-soft', theme)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(lines)('%s is visible as a line, 3:1 or more on every ground', (line) => {
    for (const ground of grounds.filter((name) => name !== 'hover')) {
      expect(contrast(line, ground, theme), `on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  });
});

test('no component and no page names a colour of its own', () => {
  const files = globSync(['app/**/*.{tsx,ts,css}', 'components/**/*.{tsx,ts,css}']).filter(
    (file) => !file.endsWith('globals.css') && !file.includes('.test.'),
  );
  expect(files.length).toBeGreaterThan(20);
  const raw =
    /(?<![\w&])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![\w/-])|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(/i;
  const found = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, at) => (raw.test(line) ? [`${file}:${at + 1} ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
