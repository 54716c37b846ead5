import { describe, expect, test } from 'vitest';

import { decodeFrames, encodeFrames } from '../../../src/streams/frames/frame-file.js';
import { fixtureFrames } from '../../web-page/fixture.js';
import { refusesOtherPieces } from './packed-list-contract.js';

const frames = fixtureFrames({ presentations: 3 }).map((frame, k) => ({ run: k % 2, frame }));

describe('a piece with many frames', () => {
  test('comes back as it was', () => {
    expect(decodeFrames(encodeFrames(frames), 'here')).toEqual(frames);
    expect(decodeFrames(encodeFrames([]), 'here')).toEqual([]);
  });

  const list = encodeFrames(frames.slice(0, 2));
  refusesOtherPieces({ read: decodeFrames, code: 'HV_FRAME', content: 'frames', entries: 'messages', list }, []);

  test('has messages, each of which is refused by itself when it is no frame', () => {
    const message = 'a message of 1 bytes holds no frame: expected the number of a run, got undefined';
    expect(() => decodeFrames(Uint8Array.of(0x91, 0xc4, 1, 5), 'here')).toThrow(
      expect.objectContaining({ code: 'HV_FRAME', kind: 'machine', message }),
    );
  });
});
