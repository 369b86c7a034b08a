import { expect, test } from 'vitest';
import { trigger } from '#workflows/nodes/trigger.ts';

const sentenceFor = (form: string): string | null => {
  const parsed = trigger.config.safeParse({ by: 'form', form });
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? '');
};

test('a form’s name can stand in an address', () => {
  for (const name of ['demo', 'request-a-demo', 'q4-2026', '7']) expect(sentenceFor(name), name).toBeNull();
});

test('any other name is refused in words that say how to write it', () => {
  for (const name of ['Request a demo', 'demo/..', 'démo', '-demo', 'demo-', 'a--b', 'a_b', '%64', ' demo']) {
    expect(sentenceFor(name), name).toMatch(/such as request-a-demo/);
  }
  expect(sentenceFor('')).toBe('Name the form whose answers start this play.');
  expect(sentenceFor('x'.repeat(61))).toMatch(/at most 60 characters/);
});
