import type { RandomSource } from '../core/random-source.js';
import type { SpikeRecord } from '../record/spike-record.js';
import type { Learner } from '../trainers/learner.js';
import { batches, presentation, type Shown } from './batches.js';
import { spikeTimes } from './spike-times.js';

/**
 * Shows the first samples of a data set once more, one by one, and brings the spikes of some layers back.
 *
 * @param random The stream of a pass over the data set, from its beginning: the samples are encoded as in that pass.
 */
export async function recordSpikes(
  learner: Learner,
  shown: Shown,
  layers: readonly string[],
  samples: number,
  random: RandomSource,
): Promise<readonly SpikeRecord[]> {
  const order = Uint32Array.from({ length: Math.min(samples, shown.dataSet.count) }, (_, index) => index);
  const records: SpikeRecord[] = [];
  for (const indices of batches(order, 1)) {
    const sample = presentation(shown, indices, random);
    const recorded = (await learner.spikesOf?.(sample, layers)) ?? [];
    const { steps } = sample;
    const of = { sample: indices[0]!, label: sample.labels[0]!, steps };
    for (const spikes of recorded)
      records.push({ ...of, layer: spikes.layer, units: spikes.units, times: spikeTimes(spikes, steps) });
  }
  return records;
}
