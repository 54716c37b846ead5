import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { stopOnSignal } from '../../src/cli/stop-on-signal.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first signal asks to stop; what npm passes on at once is taken for the same; then signals are the system’s', () => {
  const signals = new EventEmitter();
  const heard: string[] = [];
  const watch = stopOnSignal(signals, (signal) => heard.push(signal));
  expect([watch.abort.aborted, watch.caught()]).toEqual([false, undefined]);
  signals.emit('SIGINT');
  signals.emit('SIGINT');
  expect([watch.abort.aborted, watch.caught(), heard]).toEqual([true, 'SIGINT', ['SIGINT']]);
  vi.advanceTimersByTime(499);
  expect(signals.listenerCount('SIGINT')).toBe(1);
  vi.advanceTimersByTime(1);
  expect([signals.listenerCount('SIGINT'), signals.listenerCount('SIGTERM')]).toEqual([0, 0]);
});

test('released, it hears nothing and leaves no timer', () => {
  const signals = new EventEmitter();
  const watch = stopOnSignal(signals, () => undefined);
  signals.emit('SIGTERM');
  watch.release();
  expect([signals.listenerCount('SIGINT'), signals.listenerCount('SIGTERM'), vi.getTimerCount()]).toEqual([0, 0, 0]);
});
