import { describe, expect, test } from 'vitest';
import { type Command, commandFor, isPlainKey, isPressed, type KeyPress } from '#components/shell/command.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const command = (id: string, keys: string): Command => ({ id, label: id, group: 'Do', keys, href: '/' });

describe('a key', () => {
  test('with mod is Ctrl, and Command on a Mac', () => {
    expect(isPressed('mod+k', press('k', { ctrlKey: true }), false)).toBe(true);
    expect(isPressed('mod+k', press('k', { metaKey: true }), true)).toBe(true);
    expect(isPressed('mod+k', press('k', { ctrlKey: true }), true)).toBe(false);
    expect(isPressed('mod+k', press('k'), false)).toBe(false);
  });
  test('without mod does not fire with Ctrl held: the browser owns that', () => {
    expect(isPressed('r', press('r', { ctrlKey: true }), false)).toBe(false);
  });
  test('tells Shift apart for letters, not for signs', () => {
    expect(isPressed('d', press('D', { shiftKey: true }), false)).toBe(false);
    expect(isPressed('shift+d', press('D', { shiftKey: true }), false)).toBe(true);
    expect(isPressed('?', press('?', { shiftKey: true }), false)).toBe(true);
    expect(isPressed('?', press('?'), false)).toBe(true);
  });
  test('can be named', () => {
    expect(isPressed('mod+enter', press('Enter', { ctrlKey: true }), false)).toBe(true);
    expect(isPressed('space', press(' '), false)).toBe(true);
    expect(isPressed('down', press('ArrowDown'), false)).toBe(true);
  });
});

test('keys with mod or alt work while typing, plain ones do not', () => {
  expect(isPlainKey('g p')).toBe(true);
  expect(isPlainKey('shift+d')).toBe(true);
  expect(isPlainKey('mod+enter')).toBe(false);
  expect(isPlainKey('alt+1')).toBe(false);
});

describe('among commands', () => {
  const how = { mac: false, plain: true };

  test('the last registered wins', () => {
    const found = commandFor([command('frame', 'r'), command('page', 'r')], press('r'), null, how);
    expect(found.command?.id).toBe('page');
  });

  test('two keys one after the other are a pair', () => {
    const commands = [command('plays', 'g p'), command('leads', 'g l')];
    const first = commandFor(commands, press('g'), null, how);
    expect(first).toEqual({ command: null, pending: press('g') });
    expect(commandFor(commands, press('l'), first.pending, how).command?.id).toBe('leads');
  });

  test('a second key that completes no pair counts by itself', () => {
    const commands = [command('plays', 'g p'), command('reply', 'r')];
    expect(commandFor(commands, press('r'), press('g'), how).command?.id).toBe('reply');
    expect(commandFor(commands, press('g'), press('g'), how).pending).toEqual(press('g'));
  });

  test('while somebody types, only keys with mod or alt count', () => {
    const commands = [command('reply', 'r'), command('send', 'mod+enter')];
    const typing = { mac: false, plain: false };
    expect(commandFor(commands, press('r'), null, typing).command).toBeNull();
    expect(commandFor(commands, press('Enter', { ctrlKey: true }), null, typing).command?.id).toBe('send');
  });
});
