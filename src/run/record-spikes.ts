import type { RecordedSpikes } from '../backends/backend.js';
import type { RandomSource } from '../core/random-source.js';
import type { SpikeRecord } from '../record/spike-record.js';
import { isAmong, recordedLayers, recordedUnits } from '../scenario/recorded-spikes.js';
import type { Recording } from '../scenario/scenario.js';
import type { Learner } from '../trainers/learner.js';
import { batches, presentation, type Shown } from './batches.js';

/** What is recorded of a data set. */
export interface SpikesWanted {
  readonly spikes: Recording['spikes'];
  /** Its first so many samples. */
  readonly samples: number;
  /** Samples that are shown at once. */
  readonly batch: number;
}

/**
 * Shows the first samples of a data set once more and brings the spikes of some layers, or of some of their units, back.
 *
 * @param random The stream of a pass over the data set, from its beginning: the samples are encoded as in that pass.
 */
export async function recordSpikes(
  learner: Learner,
  shown: Shown,
  { spikes, samples, batch }: SpikesWanted,
  random: RandomSource,
): Promise<readonly SpikeRecord[]> {
  const order = Uint32Array.from({ length: Math.min(samples, shown.dataSet.count) }, (_, index) => index);
  const records: SpikeRecord[] = [];
  const layers = recordedLayers(spikes);
  for (const indices of batches(order, batch)) {
    const together = presentation(shown, indices, random);
    const recorded = (await learner.spikesOf?.(together, layers)) ?? [];
    const { steps, labels } = together;
    indices.forEach((sample, row) => {
      for (const fired of recorded) {
        const { layer } = fired;
        const units = recordedUnits(spikes, layer);
        const all = ofSample(fired, row, indices.length, steps);
        const kept = units ? { recorded: units, ...among(units, all) } : all;
        records.push({ layer, sample, label: labels[row]!, steps, ...kept });
      }
    });
  }
  return records;
}

type Fired = Pick<SpikeRecord, 'units' | 'times'>;

function among(ranges: NonNullable<SpikeRecord['recorded']>, { units, times }: Fired): Fired {
  const kept = units.map((unit) => Number(isAmong(ranges, unit)));
  return { units: units.filter((_, k) => kept[k] === 1), times: times.filter((_, k) => kept[k] === 1) };
}

/** Units and steps of the spikes of one sample of a batch, step by step. New arrays. */
function ofSample({ offsets, units }: RecordedSpikes, sample: number, batch: number, steps: number): Fired {
  const spans = Array.from({ length: steps }, (_, step) => {
    const row = step * batch + sample;
    return units.subarray(offsets[row], offsets[row + 1]);
  });
  const own = { units: new Uint32Array(sum(spans)), times: new Uint32Array(sum(spans)) };
  let at = 0;
  spans.forEach((span, step) => {
    own.units.set(span, at);
    own.times.fill(step, at, at + span.length);
    at += span.length;
  });
  return own;
}

function sum(spans: readonly Uint32Array[]): number {
  return spans.reduce((total, { length }) => total + length, 0);
}
