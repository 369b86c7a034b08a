import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#scripts/system/system.ts';

const SAMPLES = 'workflows/compile/samples';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-plays-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function baton(args: string[], input = ''): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['scripts/baton.ts', ...args],
      { cwd: ROOT },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('baton check', () => {
  it('prints hash and bounds of a play that could be published', async () => {
    const { code, stdout } = await baton(['check', `${SAMPLES}/no-reply.json`]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^ok {6}at most 3 messages, at most \d+ days.*, every path ends\nhash {4}[0-9a-f]{64}\n$/,
    );
  });

  it('prints what is wrong, where, and exits with 1', async () => {
    const { code, stdout } = await baton(['check', `${SAMPLES}/every-kind.json`]);
    expect(code).toBe(1);
    expect(stdout).toBe(
      'error   play-missing (step nurture, field play): The play to start is not here any more. Choose another.\n',
    );
    const told = await baton(['check', `${SAMPLES}/every-kind.json`, '--play', 'nurture', '--json']);
    expect(told.code).toBe(0);
    expect(JSON.parse(told.stdout)).toMatchObject({ ok: true, problems: [], triggers: [{ by: 'form' }] });
  });

  it.each([
    ['no file', 'gone.json', null, 'There is no file'],
    ['no JSON', 'torn.json', '{"format":', 'is not JSON'],
  ])('says so when there is %s', async (_, name, content, words) => {
    const path = content === null ? join(folder, name) : file(name, content);
    expect(await baton(['check', path])).toMatchObject({ code: 1, stderr: expect.stringContaining(words) });
  });

  it('refuses what is no play', async () => {
    const { code, stdout } = await baton(['check', file('other.json', '{"format":"n8n"}')]);
    expect(code).toBe(1);
    expect(stdout).toContain('This is not a play.');
  });
});

describe('baton simulate', () => {
  it('tells what would happen, in the zone of the lead, with the words of each message', async () => {
    const args = [
      'simulate',
      `${SAMPLES}/every-kind.json`,
      '--play',
      'nurture',
      '--script',
      `${SAMPLES}/priya.lead.json`,
    ];
    const { code, stdout } = await baton(args);
    expect(code).toBe(0);
    expect(stdout).toContain('Mon 30 Nov 21:41  hello Held until Tue 09:00 in Chicago');
    expect(stdout).toContain('> Hi Priya, Maya at Northline.');
    expect(stdout).toContain('Replied by text: asks about price');
    const { stdout: json } = await baton([...args, '--json']);
    expect(JSON.parse(json)).toMatchObject({ ok: true, ended: 'ended', messages: 2 });
  });

  it('needs no script, and names what is wrong with one', async () => {
    expect((await baton(['simulate', `${SAMPLES}/welcome.json`])).stdout).toContain('Leaves the play: ended');
    const script = file('bad.json', '{"script":{"acts":[{"waitMs":-1,"text":"hi"}]}}');
    const { code, stderr } = await baton(['simulate', `${SAMPLES}/welcome.json`, '--script', script]);
    expect(code).toBe(1);
    expect(stderr).toContain('script.acts.0.waitMs');
  });
});

describe('baton classify', () => {
  it('answers each line of stdin with a line of JSON', async () => {
    const { code, stdout } = await baton(['classify'], 'how much is it?\nSTOP\n');
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.intent)).toEqual(['question_pricing', 'opt_out']);
  });
});
