import { encode } from '@msgpack/msgpack';
import { describe, expect, test } from 'vitest';

import { encodeFrames } from '../../src/streams/frames/frame-file.js';
import { decodeLooks, encodeLooks } from '../../src/streams/looks-file.js';
import { fixtureFrames } from '../web-page/fixture.js';
import { refusesOtherPieces } from './frames/packed-list-contract.js';

const frames = fixtureFrames({ presentations: 3, steps: 25 }).filter((frame) => frame.kind === 'look');
const looks = frames.map(({ look }) => look);

describe('a piece with looks', () => {
  test('comes back as it was, with its typed arrays', () => {
    expect(looks).toHaveLength(3);
    expect(looks[0]!.spikes[0]!.times).toBeInstanceOf(Uint32Array);
    expect(decodeLooks(encodeLooks(looks), 'here')).toEqual(looks);
    expect(decodeLooks(encodeLooks([]), 'here')).toEqual([]);
  });

  const list = encodeLooks(looks);
  refusesOtherPieces({ read: decodeLooks, code: 'HV_LOOKS', content: 'looks', entries: 'looks', list }, [
    ['a look without spikes', encode([{ sample: 1 }])],
    ['a piece with frames', encodeFrames([{ run: 0, frame: frames[0]! }])],
  ]);
});
