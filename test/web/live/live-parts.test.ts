import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { ViewCommand } from '../../../src/streams/frames/view-command.js';
import { backOff } from '../../../src/web/live/back-off.js';
import { CommandPacer } from '../../../src/web/live/command-pacer.js';
import { isConnected, linkText } from '../../../src/web/live/link-status.js';

test('a lost connection is tried again after a quarter of a second, then twice as long each time, up to four', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map(backOff)).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
});

describe('commands', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const speed = (batchesPerSecond: number): ViewCommand => ({ kind: 'speed', batchesPerSecond });

  test('go out at once, then one every 60 ms; of those that replace each other the newest only', () => {
    const sent: ViewCommand[] = [];
    const pacer = new CommandPacer((command) => sent.push(command));
    const begin = Date.now();
    for (let k = 1; k <= 100; k++) pacer.push(speed(k));
    pacer.push({ kind: 'step' });
    pacer.push({ kind: 'step' });
    expect(sent).toEqual([speed(1)]);
    vi.advanceTimersByTime(59);
    expect(sent.length).toBe(1);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([speed(1), speed(100)]);
    vi.runAllTimers();
    expect(sent).toEqual([speed(1), speed(100), { kind: 'step' }, { kind: 'step' }]);
    // Four commands, and a last look whether there are more.
    expect(Date.now() - begin).toBe(4 * 60);
    pacer.push({ kind: 'pause' });
    expect(sent.at(-1)).toEqual({ kind: 'pause' });
  });

  test('that wait can be forgotten, and are never more than 50', () => {
    const sent: ViewCommand[] = [];
    const pacer = new CommandPacer((command) => sent.push(command));
    for (let k = 0; k < 1000; k++) pacer.push({ kind: 'step' });
    vi.runAllTimers();
    expect(sent.length).toBe(51);
    pacer.push({ kind: 'step' });
    pacer.push({ kind: 'stop' });
    pacer.clear();
    vi.runAllTimers();
    expect(sent.length).toBe(52);
  });
});

test('a link is down from when it was lost until frames come again', () => {
  const reason = 'too many';
  for (const kind of ['connecting', 'open'] as const) expect(isConnected({ kind })).toBe(true);
  expect(isConnected({ kind: 'scolded', reason })).toBe(true);
  for (const kind of ['gone', 'ended', 'refused', 'full'] as const) expect(isConnected({ kind })).toBe(false);
  expect(isConnected({ kind: 'unreadable', reason })).toBe(false);
});

test('a connection has nothing to say while it is there, nor when all is over', () => {
  expect(linkText({ kind: 'open' }, false)).toBeUndefined();
  expect(linkText({ kind: 'connecting' }, false)).toBeUndefined();
  for (const kind of ['gone', 'ended'] as const) {
    expect(linkText({ kind }, true)).toBeUndefined();
    expect(linkText({ kind }, false)).toContain('The server');
  }
  expect(linkText({ kind: 'scolded', reason: 'too many' }, true)).toBe('The server refused a command: too many.');
});
