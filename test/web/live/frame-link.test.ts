import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { encodeFrame } from '../../../src/streams/frames/frame-codec.js';
import { FrameLink } from '../../../src/web/live/frame-link.js';

const STATE = { kind: 'state', paused: false, speed: 0, stopping: false, dropped: 0 } as const;

/** A socket that is told what happens to it. */
class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  readonly opened = Date.now();
  constructor() {
    super();
    sockets.push(this);
  }
  hear(): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: encodeFrame({ run: 0, frame: STATE }).buffer }));
  }
  lose(code = 1006, reason = ''): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }
}
let sockets: FakeSocket[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  sockets = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Lets a page hear a frame and lose its connection some milliseconds later; how long it waits before the next one. */
function waits(lasts: number, code?: number): number {
  const socket = sockets.at(-1)!;
  socket.hear();
  vi.advanceTimersByTime(lasts);
  socket.lose(code);
  const lost = Date.now();
  vi.advanceTimersToNextTimer();
  return sockets.at(-1)!.opened - lost;
}

test('a connection that is lost at once, again and again, is made ever more seldom', () => {
  new FrameLink(new URL('http://127.0.0.1:1/'), () => undefined);
  expect([10, 10, 4999, 10, 10, 10].map((lasts) => waits(lasts))).toEqual([250, 500, 1000, 2000, 4000, 4000]);
  // It had lasted.
  expect([5000, 10].map((lasts) => waits(lasts))).toEqual([250, 500]);
});

test('a reason is told for five seconds, also over a connection that is made and lost meanwhile', () => {
  const link = new FrameLink(new URL('http://127.0.0.1:1/'), () => undefined);
  expect(waits(10, 1008)).toBe(250);
  sockets.at(-1)!.hear();
  expect(link.status.value.kind).toBe('scolded');
  sockets.at(-1)!.lose(1001);
  vi.advanceTimersByTime(20_000);
  expect(link.status.value.kind).toBe('ended');
  sockets.at(-1)!.hear();
  expect(link.status.value.kind).toBe('open');
});
