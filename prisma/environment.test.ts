import { describe, expect, it } from 'vitest';
import { parseEnvironment, parseSettings } from './environment.ts';

const handed = {
  BATON_HOME: '/srv/baton',
  BATON_DB: 'baton.db',
  BATON_LOCAL_URL: 'http://127.0.0.1:3210',
  BATON_CARRIER_URL: 'http://127.0.0.1:3211',
  BATON_CARRIER_TOKEN: 'c'.repeat(64),
  BATON_SECRET: 'ab'.repeat(32),
  BETTER_AUTH_SECRET: 'x'.repeat(40),
  TEMPORAL_ADDRESS: '127.0.0.1:3212',
  TEMPORAL_NAMESPACE: 'baton',
};

function mistakes(source: Record<string, string | undefined>): string[] {
  const parsed = parseSettings(source);
  return parsed.ok ? [] : parsed.mistakes;
}

describe('parseSettings', () => {
  it('needs nothing: a fresh clone starts with no variable set', () => {
    expect(parseSettings({})).toEqual({
      ok: true,
      value: { BATON_HOST: '127.0.0.1', BATON_PORT: 3210, TEMPORAL_NAMESPACE: 'baton' },
    });
  });

  it('takes an empty variable as an unset one', () => {
    expect(mistakes({ BATON_URL: '', BATON_PORT: '', TEMPORAL_ADDRESS: '' })).toEqual([]);
  });

  it.each([
    [{ BATON_PORT: 'web' }, 'BATON_PORT must be a port number from 1 to 65535.'],
    [{ BATON_PORT: '70000' }, 'BATON_PORT must be a port number from 1 to 65535.'],
    [
      { BATON_URL: 'http://baton.example.com' },
      'BATON_URL must be an address without a path, such as https://baton.example.com.',
    ],
    [
      { BATON_URL: 'https://example.com/baton' },
      'BATON_URL must be an address without a path, such as https://baton.example.com.',
    ],
    [
      { TEMPORAL_ADDRESS: 'temporal' },
      'TEMPORAL_ADDRESS must be a host and a port, such as temporal.example.com:7233.',
    ],
    [
      { BATON_SECRET: 'short' },
      'BATON_SECRET must be 64 hexadecimal digits (32 bytes): openssl rand -hex 32.',
    ],
    [
      { BATON_OWNER_EMAIL: 'ada@example.com' },
      'BATON_OWNER_EMAIL and BATON_OWNER_PASSWORD make the owner together: set both or neither (then the first visit asks).',
    ],
  ])('says in one sentence what is wrong with %j', (source, sentence) => {
    expect(mistakes(source)).toEqual([sentence]);
  });

  it('names every mistake at once', () => {
    expect(mistakes({ BATON_PORT: '0', TEMPORAL_ADDRESS: 'x' })).toHaveLength(2);
  });
});

describe('parseEnvironment', () => {
  it('places the database in the state folder and reads the secret as 32 bytes', () => {
    const parsed = parseEnvironment(handed);
    if (!parsed.ok) throw new Error(parsed.mistakes.join('\n'));
    expect(parsed.value.databaseFile).toBe('/srv/baton/baton.db');
    expect(parsed.value.secret).toEqual(new Uint8Array(32).fill(0xab));
    expect(parsed.value.owner).toBeNull();
    expect(parsed.value.publicUrl).toBeNull();
  });

  it('names what a process started by hand is missing', () => {
    const parsed = parseEnvironment({});
    expect(parsed.ok ? [] : parsed.mistakes).toContain('BATON_DB is not set.');
  });

  it('keeps the public address as an origin, however it was typed', () => {
    const parsed = parseEnvironment({ ...handed, BATON_URL: 'https://Baton.Example.com/' });
    expect(parsed.ok && parsed.value.publicUrl).toBe('https://baton.example.com');
  });
});
