import { expect, it } from 'vitest';
import { formConsentWording, gapInConsentWording } from '#workflows/message/form-consent.ts';

it('our own sentence says everything that consent to marketing texts needs', () => {
  for (const often of [1, 8, 500]) {
    expect(gapInConsentWording(formConsentWording('Kestrel Yard', often), 'Kestrel Yard')).toBeNull();
  }
  expect(formConsentWording('Kestrel Yard', 1)).toContain('Up to 1 message a week.');
});

it('each part that is taken out is missed', () => {
  const parts = formConsentWording('Kestrel Yard', 8).split(/(?<=\.) /);
  for (const part of parts) {
    const rest = parts.filter((each) => each !== part).join(' ');
    expect(gapInConsentWording(rest, 'Kestrel Yard'), part).not.toBeNull();
  }
});

it('a wording that names another brand does not count for this one', () => {
  expect(gapInConsentWording(formConsentWording('Somebody Else', 8), 'Kestrel Yard')).toBe(
    'It does not name Kestrel Yard.',
  );
  expect(gapInConsentWording('Yes, text me!', 'Kestrel Yard')).toBe('It does not name Kestrel Yard.');
});
