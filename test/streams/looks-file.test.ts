import { encode } from '@msgpack/msgpack';
import { describe, expect, test } from 'vitest';

import { encodeFrames } from '../../src/streams/frames/frame-file.js';
import { decodeLooks, encodeLooks } from '../../src/streams/looks-file.js';
import { fixtureFrames } from '../web-page/fixture.js';

const frames = fixtureFrames({ presentations: 3, steps: 25 }).filter((frame) => frame.kind === 'look');
const looks = frames.map(({ look }) => look);

describe('a piece with looks', () => {
  test('comes back as it was, with its typed arrays', () => {
    expect(looks).toHaveLength(3);
    expect(looks[0]!.spikes[0]!.times).toBeInstanceOf(Uint32Array);
    expect(decodeLooks(encodeLooks(looks), 'here')).toEqual(looks);
    expect(decodeLooks(encodeLooks([]), 'here')).toEqual([]);
  });

  test.each([
    ['nothing', Uint8Array.of(), /^looks holds no looks: /],
    ['a number', Uint8Array.of(7), /^looks holds no looks: expected a list of looks, got something else$/],
    ['a list of numbers', Uint8Array.of(0x92, 1, 2), /^looks holds no looks: expected a list of looks/],
    ['a look without spikes', encode([{ sample: 1 }]), /^looks holds no looks: expected a list of looks/],
    ['frames', encodeFrames([{ run: 0, frame: frames[0]! }]), /^looks holds no looks: expected a list of looks/],
    ['a cut one', encodeLooks(looks).slice(0, -3), /^looks holds no looks: /],
    ['more entries than bytes', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff), /^looks holds no looks: .*exceeded/],
  ])('%s is refused', (_name, bytes, message) => {
    expect(() => decodeLooks(bytes, 'looks')).toThrow(
      expect.objectContaining({ code: 'HV_LOOKS', kind: 'machine', message: expect.stringMatching(message) }),
    );
  });
});
