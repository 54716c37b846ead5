import { createHash, type Hash } from 'node:crypto';

import type { DataSet } from './data-set.js';
import type { SpikeList } from './spikes/spike-list.js';

/** Bytes that are hashed at once: Node takes no more than 2 GiB. */
const SLICE = 2 ** 30;

function addNumbers(hash: Hash, { buffer, byteOffset, byteLength }: Float32Array | Int32Array | Uint32Array): void {
  for (let at = 0; at < byteLength; at += SLICE)
    hash.update(new Uint8Array(buffer, byteOffset + at, Math.min(SLICE, byteLength - at)));
}

/**
 * SHA-256, in hexadecimal, of everything in a data set that a run computes with: shape, classes, labels and samples, not its
 * name; of spikes that are played: their steps and units. Equal data have equal digests wherever they were read from.
 */
export function dataDigest(data: DataSet | SpikeList): string {
  const hash = createHash('sha256');
  if ('times' in data) {
    hash.update(JSON.stringify({ spikes: data.times.length }));
    addNumbers(hash, data.times);
    addNumbers(hash, data.units);
    return hash.digest('hex');
  }
  const { shape, classes, count, labels, samples } = data;
  hash.update(JSON.stringify({ shape, classes, count, kind: samples.kind }));
  addNumbers(hash, labels);
  if (samples.kind === 'values') addNumbers(hash, samples.values);
  else {
    hash.update(String(samples.times.length));
    addNumbers(hash, samples.offsets);
    addNumbers(hash, samples.times);
    addNumbers(hash, samples.units);
  }
  return hash.digest('hex');
}
