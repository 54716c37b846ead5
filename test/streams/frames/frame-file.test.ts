import { from, lastValueFrom, toArray } from 'rxjs';
import { describe, expect, test } from 'vitest';

import type { RunEvent } from '../../../src/run/run-event.js';
import { decodeFrames, encodeFrames } from '../../../src/streams/frames/frame-file.js';
import { lookFrames } from '../../../src/streams/frames/look-frames.js';
import { fixtureFrames } from '../../web-page/fixture.js';
import { batchTrained, STARTED } from '../fake-run.js';

describe('a piece with many frames', () => {
  test('comes back as it was', () => {
    const frames = fixtureFrames({ presentations: 3 }).map((frame, k) => ({ run: k % 2, frame }));
    expect(decodeFrames(encodeFrames(frames), 'here')).toEqual(frames);
    expect(decodeFrames(encodeFrames([]), 'here')).toEqual([]);
  });

  test.each([
    ['nothing', Uint8Array.of(), /^looks holds no frames: /],
    ['a number', Uint8Array.of(7), /^looks holds no frames: expected a list of messages, got something else$/],
    ['a list of numbers', Uint8Array.of(0x92, 1, 2), /^looks holds no frames: expected a list of messages/],
    ['a cut one', encodeFrames([{ run: 0, frame: fixtureFrames()[1]! }]).slice(0, -3), /^looks holds no frames: /],
    ['a message that is no frame', Uint8Array.of(0x91, 0xc4, 1, 5), /^a message of 1 bytes holds no frame: /],
  ])('%s is refused', (_name, bytes, message) => {
    expect(() => decodeFrames(bytes, 'looks')).toThrow(
      expect.objectContaining({ code: 'HV_FRAME', kind: 'machine', message: expect.stringMatching(message) }),
    );
  });
});

test('the looks of a run lie end to end, at the place of its last batch', async () => {
  const looks = fixtureFrames({ presentations: 3, steps: 25 }).flatMap((frame) =>
    frame.kind === 'look' ? [frame.look] : [],
  );
  // Two epochs of three batches.
  const looked: RunEvent = { kind: 'samples-looked', looks };
  const events = from([STARTED, batchTrained(1, 3, 3), batchTrained(2, 3, 6), looked, batchTrained(3, 3, 9)]);
  const told = await lastValueFrom(events.pipe(lookFrames(), toArray()));
  expect(told).toHaveLength(1);
  expect(told[0]!.map(({ run, frame }) => ({ run, ...frame, look: undefined }))).toEqual(
    [0, 25, 50].map((start) => ({ run: 0, kind: 'look', start, epoch: 2, step: 6, look: undefined })),
  );
  expect(told[0]!.map(({ frame }) => frame.kind === 'look' && frame.look)).toEqual(looks);
});
