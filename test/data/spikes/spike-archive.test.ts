import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';

import { spikesOfArchive } from '../../../src/data/spikes/spike-archive.js';
import type { SpikeChoice, SpikeRoom } from '../../../src/data/spikes/spike-list.js';
import { encodeNpy } from '../../../src/export/npy.js';
import type { StoredTensor } from '../../../src/record/stored-tensor.js';

const ROOM: SpikeRoom = { dt: 0.0005, steps: 10, units: 3 };

type Arrays = Readonly<Record<string, readonly number[]>>;

/** An archive of whole numbers, as `heaviside export` makes it. */
function archive(arrays: Arrays, dt?: number): Uint8Array {
  const tensor = (name: string, values: Float64Array | Uint32Array) => {
    return [`${name}.npy`, encodeNpy({ name, shape: [values.length], values } as StoredTensor)] as const;
  };
  const whole = Object.entries(arrays).map(([name, values]) => tensor(name, Uint32Array.from(values)));
  return zipSync(Object.fromEntries([...whole, ...(dt === undefined ? [] : [tensor('dt', Float64Array.of(dt))])]));
}

const read = (arrays: Arrays, choice: SpikeChoice = {}, dt?: number) =>
  spikesOfArchive(archive(arrays, dt), choice, ROOM);

const spikes = (times: readonly number[], units: readonly number[]) => ({
  spikes: { times: Uint32Array.from(times), units: Uint32Array.from(units) },
});

/** A free run of two layers, and two samples of a test. */
const RUN: Arrays = {
  'spikes/free/h1/times': [0, 1, 3],
  'spikes/free/h1/units': [2, 0, 1],
  'spikes/free/h1/offsets': [0, 3],
  'spikes/free/out/times': [4],
  'spikes/free/out/units': [0],
  'spikes/free/out/offsets': [0, 1],
  'spikes/probe/h1/times': [2, 5, 1],
  'spikes/probe/h1/units': [1, 1, 0],
  'spikes/probe/h1/offsets': [0, 2, 3],
  'spikes/probe/h1/samples': [7, 8],
};

describe('spikes of an archive', () => {
  test('are those that are chosen', () => {
    expect(read(RUN, { phase: 'free', layer: 'h1' }, 0.0005)).toEqual(spikes([0, 1, 3], [2, 0, 1]));
    expect(read(RUN, { layer: 'out' })).toEqual(spikes([4], [0]));
    expect(read(RUN, { phase: 'probe', sample: 8 })).toEqual(spikes([1], [0]));
    expect(read({ 'spikes/h1/times': [3], 'spikes/h1/units': [2] })).toEqual(spikes([3], [2]));
  });

  test('need a choice where there are several', () => {
    expect(read(RUN)).toEqual({
      problems: [
        'phase: expected one of "free", "probe" to be chosen, got none',
        'layer: expected one of "h1", "out" to be chosen, got none',
        'sample: expected one of "7", "8" to be chosen, got none',
      ],
    });
    expect(read(RUN, { phase: 'probe' })).toEqual({
      problems: ['sample: expected one of "7", "8" to be chosen, got none'],
    });
    expect(read(RUN, { phase: 'fre', layer: 'h1' })).toEqual({
      problems: ['phase: expected one of "free", "probe", got "fre"'],
    });
  });

  test('are refused with all that is wrong with them', () => {
    expect(
      read({ ...RUN, 'spikes/free/out/times': [10], 'spikes/free/out/units': [3] }, { layer: 'out' }, 0.001),
    ).toEqual({
      problems: [
        'dt: expected steps of 0.0005 s, got 0.001 s',
        'spikes/free/out, spike 0: expected a step before 10, where the phase or the presentation ends, got 10',
        'spikes/free/out, spike 0: expected one of the 3 units that it is played to, from 0, got unit 3',
      ],
    });
    expect(read({ 'spikes/h1/times': [1, 0], 'spikes/h1/units': [1] })).toEqual({
      problems: [
        'spikes/h1: expected as many units as times, got 2 times and 1 units',
        'expected at least one spike, got none',
      ],
    });
    expect(read({ 'weights/h1': [1] })).toEqual({
      problems: ['expected arrays spikes/<phase>/<layer>/times, got none'],
    });
  });

  test('of damaged archives are none', () => {
    const damaged = (bytes: Uint8Array) => spikesOfArchive(bytes, { layer: 'out' }, ROOM);
    const told = { problems: [expect.stringMatching(/^expected an intact NPZ archive, got: /)] };
    expect(damaged(new TextEncoder().encode('step,unit\n1,2\n'))).toEqual(told);
    expect(damaged(archive(RUN).subarray(0, 300))).toEqual(told);
    const odd = zipSync({ 'spikes/out/times.npy': new TextEncoder().encode('no array at all') });
    expect(damaged(odd)).toMatchObject({
      problems: expect.arrayContaining(['spikes/out/times: expected an array in the format NPY, got something else']),
    });
  });
});
