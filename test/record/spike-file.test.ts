import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { encodeSafetensors } from '../../src/record/encode-safetensors.js';
import { decodeSpikes, encodeSpikes } from '../../src/record/spike-file.js';
import { spikeFileName } from '../../src/record/spike-file-name.js';
import type { SpikeRecord } from '../../src/record/spike-record.js';

const record = (sample: number, units: number[], times: number[]): SpikeRecord => ({
  layer: 'h1',
  sample,
  label: 3,
  steps: 25,
  units: Uint32Array.from(units),
  times: Uint32Array.from(times),
});
const RECORDS = [record(0, [4, 4, 1], [0, 1, 24]), record(7, [], []), record(2, [0], [3])];

test('spikes are read as they were written, silent presentations too', () => {
  expect(decodeSpikes(encodeSpikes('h1', RECORDS), 'h1')).toEqual(RECORDS);
});

test('the same spikes give the same bytes', () => {
  expect(encodeSpikes('h1', RECORDS)).toEqual(encodeSpikes('h1', structuredClone(RECORDS)));
});

test('a record must have a time for every spike', () => {
  expect(() => encodeSpikes('h1', [record(5, [1, 2], [0])])).toThrow('"h1", sample 5: 2 units but 1 times');
});

test('a layer cannot write outside of its folder', () => {
  expect(spikeFileName('../h1')).toBe('..%2Fh1.safetensors.gz');
});

test('a damaged file is refused', () => {
  const bytes = encodeSpikes('h1', RECORDS);
  expect(() => decodeSpikes(bytes.subarray(0, -9), 'h1.gz')).toThrow('h1.gz: cannot be unpacked');
  expect(() => decodeSpikes(gzipSync(encodeSafetensors([], {})), 'h1.gz')).toThrow(
    'h1.gz: expected format heaviside-spikes-1, got none',
  );
  const empty = { format: 'heaviside-spikes-1', layer: 'h1' };
  expect(() => decodeSpikes(gzipSync(encodeSafetensors([], empty)), 'h1.gz')).toThrow('h1.gz: no U32 tensor "samples"');
  const columns = { samples: [0], labels: [3], steps: [25], offsets: [0, 9], units: [1], times: [1] };
  const tensors = Object.entries(columns).map(([name, list]) => ({
    name,
    shape: [list.length],
    values: Uint32Array.from(list),
  }));
  expect(() => decodeSpikes(gzipSync(encodeSafetensors(tensors, empty)), 'h1.gz')).toThrow(
    'h1.gz: the offsets do not divide 1 units and 1 times',
  );
});
