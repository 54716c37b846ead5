import { namePart } from './export-names.js';
import { openHdf5 } from './open-hdf5.js';
import { type Presentation, presentationsOf } from './presentations.js';
import type { DamageHearer } from './recorded-file.js';
import type { RecordedRun } from './recorded-run.js';
import { appendSonataSpikes, makeSonataFile } from './sonata-file.js';
import type { Staging } from './staging.js';
import { stepTime } from './step-time.js';

/** True for the names of files that `writeSonata` makes. */
export function isSonataExport(name: string): boolean {
  return /^spikes(-.+)?\.h5$/.test(name);
}

/**
 * Writes the spikes of a run as spike files of SONATA, a population a layer: one file a phase and sample
 * (`spikes-<phase>-sample-<n>.h5`, shown again `…-again-<k>`), one for a free run (`spikes-<phase>.h5`); without phases
 * `spikes-sample-<n>.h5`. Other recordings are passed over. One piece of a recording is in memory at a time.
 *
 * @throws HeavisideError `HV_EXPORT_HDF5`, kind `machine`, when h5wasm is not installed or cannot write.
 */
export async function writeSonata(
  staging: Staging,
  run: RecordedRun,
  damaged: DamageHearer,
  open: typeof openHdf5 = openHdf5,
): Promise<void> {
  const library = await open();
  const made = new Set<string>();
  for (const recording of run.recordings) {
    const presentations = presentationsOf(recording.where, damaged);
    for await (const piece of recording.pieces()) {
      if (piece.kind !== 'spikes') break;
      const name = fileName(piece.phase, presentations.take(piece));
      const path = staging.path(name);
      if (!made.has(name)) makeSonataFile(library, path);
      made.add(name);
      appendSonataSpikes(library, path, {
        population: namePart(piece.layer),
        nodeIds: piece.units,
        timestamps: Float64Array.from(piece.times, (step) => stepTime(step, run.dt)),
      });
    }
  }
}

function fileName(phase: string | undefined, { sample, repetition }: Presentation): string {
  const parts = ['spikes', ...(phase === undefined ? [] : [namePart(phase)])];
  if (sample !== undefined) parts.push('sample', String(sample));
  if (repetition > 0) parts.push('again', String(repetition));
  return `${parts.join('-')}.h5`;
}
