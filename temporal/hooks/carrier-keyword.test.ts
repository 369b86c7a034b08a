import { describe, expect, it } from 'vitest';
import { carrierKeyword } from '#temporal/hooks/carrier-keyword.ts';

describe('the words a carrier acts on', () => {
  it('are whole messages, in any case, blanks around them aside', () => {
    for (const body of ['STOP', 'stop', ' Stop\n', 'OptOut', 'REVOKE'])
      expect(carrierKeyword(body)).toBe('stop');
    for (const body of ['yes', 'START', 'unstop']) expect(carrierKeyword(body)).toBe('start');
    for (const body of ['help', 'INFO']) expect(carrierKeyword(body)).toBe('help');
  });

  it('are nothing else: what a person means beyond them is for us to find out', () => {
    for (const body of [
      'Stop.',
      'stop please',
      'opt out',
      'S T O P',
      'yes!',
      '',
      '🛑',
      'constructor',
      '__proto__',
    ]) {
      expect(carrierKeyword(body)).toBeNull();
    }
  });
});
