import { describe, expect, test } from 'vitest';

import { decodeFrames, encodeFrames } from '../../../src/streams/frames/frame-file.js';
import { fixtureFrames } from '../../web-page/fixture.js';

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
