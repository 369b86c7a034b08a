import { expect, test } from 'vitest';
import { accepts, fileSize } from '#components/ui/file-drop.tsx';

test('a file is accepted by its ending or by its type', () => {
  expect(accepts('.csv, text/csv', { name: 'Leads.CSV', type: '' })).toBe(true);
  expect(accepts('.csv,text/csv', { name: 'leads', type: 'text/csv' })).toBe(true);
  expect(accepts('text/*', { name: 'leads', type: 'text/plain' })).toBe(true);
  expect(accepts('.csv,text/csv', { name: 'leads.xlsx', type: 'application/zip' })).toBe(false);
});

test('sizes are told in powers of 1,000', () => {
  expect(fileSize(900)).toBe('900 bytes');
  expect(fileSize(1_536)).toBe('1.5 kB');
  expect(fileSize(20_000_000)).toBe('20 MB');
});
