import type { RecordedSpikes, Session } from '../backends/backend.js';
import type { RandomSource } from '../core/random-source.js';
import type { SpikeRecord } from '../record/spike-record.js';
import { batches, presentation, type Shown } from './batches.js';

/**
 * Shows the first samples of a data set once more, one by one, and brings the spikes of some layers back.
 *
 * @param random The stream of a pass over the data set, from its beginning: the samples are encoded as in that pass.
 */
export async function recordSpikes(
  session: Session,
  shown: Shown,
  layers: readonly string[],
  samples: number,
  random: RandomSource,
): Promise<readonly SpikeRecord[]> {
  const order = Uint32Array.from({ length: Math.min(samples, shown.dataSet.count) }, (_, index) => index);
  const records: SpikeRecord[] = [];
  for (const indices of batches(order, 1)) {
    const { input, steps, labels } = presentation(shown, indices, random);
    await session.begin({ batch: 1, learn: false });
    const { recorded } = await session.simulate({ steps, input, record: layers });
    for (const spikes of recorded) records.push(spikeRecord(spikes, indices[0]!, labels[0]!, steps));
  }
  return records;
}

function spikeRecord(
  { layer, offsets, units }: RecordedSpikes,
  sample: number,
  label: number,
  steps: number,
): SpikeRecord {
  const times = new Uint32Array(units.length);
  for (let step = 0; step < steps; step++) times.fill(step, offsets[step]!, offsets[step + 1]!);
  return { layer, sample, label, steps, units, times };
}
