import { expect, test } from 'vitest';
import { formHtml } from '#components/inspector/form-html.ts';
import { gapInConsentWording } from '#workflows/message/form-consent.ts';

const address = 'https://baton.example.com/f/k1/request-a-demo';

test('what is pasted posts to the form and sends along the words that stand beside the box', () => {
  const html = formHtml({ address, brand: 'Kestrel Yard', messagesPerWeek: 8 });
  expect(html).toContain(`action="${address}"`);
  const sent = /name="consentWording" value="([^"]*)"/.exec(html)?.[1] ?? '';
  expect(html.split(sent)).toHaveLength(3);
  expect(gapInConsentWording(sent, 'Kestrel Yard')).toBeNull();
  expect(html).not.toContain('checked');
});

test('a brand cannot break out of it', () => {
  const html = formHtml({ address, brand: 'A&B "<script>', messagesPerWeek: 8 });
  expect(html).not.toContain('<script>');
  expect(html).toContain('A&amp;B &quot;&lt;script&gt;');
});
