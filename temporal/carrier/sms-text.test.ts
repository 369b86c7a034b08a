import { describe, expect, it } from 'vitest';
import { keyword, segments } from '#temporal/carrier/sms-text.ts';

describe('parts a text is sent in', () => {
  it.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['a'.repeat(460), 4],
    ['a'.repeat(1600), 11],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    [`${'a'.repeat(158)}€`, 1],
    [`${'a'.repeat(159)}€`, 2],
    [`${'a'.repeat(152)}€${'a'.repeat(151)}`, 2],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
    ['[]{}^~|\\€', 1],
    ['é'.repeat(160), 1],
    ['á'.repeat(70), 1],
    ['á'.repeat(71), 2],
    ['á'.repeat(134), 2],
    ['á'.repeat(135), 3],
    ['👍'.repeat(35), 1],
    ['👍'.repeat(36), 2],
    ['👍'.repeat(66), 2],
    ['👍'.repeat(67), 3],
    [`${'a'.repeat(68)}👍`, 1],
    [`${'a'.repeat(69)}👍`, 2],
    [`${'a'.repeat(66)}👍${'a'.repeat(65)}`, 2],
    [`${'a'.repeat(66)}👍${'a'.repeat(66)}`, 3],
    ['don’t', 1],
    ['\r\n@', 1],
  ])('%# is counted as carriers do', (text, parts) => {
    expect(segments(text)).toBe(parts);
  });
});

it('a keyword is a whole message', () => {
  expect(['stop', ' STOP ', 'OptOut', 'quit'].map(keyword)).toEqual(['STOP', 'STOP', 'STOP', 'STOP']);
  expect(['yes', 'unstop', 'info'].map(keyword)).toEqual(['START', 'START', 'HELP']);
  expect(['stop it', 'stop.', '', 'yes please'].map(keyword)).toEqual([null, null, null, null]);
});
