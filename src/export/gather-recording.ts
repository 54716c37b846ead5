import type { StoredTensor } from '../record/stored-tensor.js';
import { courseGatherer } from './gather-course.js';
import { spikeGatherer } from './gather-spikes.js';
import { traceGatherer } from './gather-trace.js';
import type { Gatherer } from './gatherer.js';
import type { DamageHearer, RecordedFile } from './recorded-file.js';

/**
 * Puts a recording together to whole arrays, see the gatherers for what each has. It is held in memory twice while its arrays
 * are made, once afterwards.
 */
export async function gatherRecording(file: RecordedFile, damaged: DamageHearer): Promise<readonly StoredTensor[]> {
  const gatherers = new Map<string, Gatherer<never>>();
  const of = <Piece>(key: readonly unknown[], make: () => Gatherer<Piece>): Gatherer<Piece> => {
    const name = JSON.stringify(key);
    const gatherer = (gatherers.get(name) as Gatherer<Piece> | undefined) ?? make();
    gatherers.set(name, gatherer);
    return gatherer;
  };
  for await (const piece of file.pieces()) {
    const { kind, phase } = piece;
    if (kind === 'spikes') of([kind, phase, piece.layer], () => spikeGatherer(piece, file.where, damaged)).add(piece);
    else if (kind === 'trace')
      of([kind, phase, piece.layer, piece.variable], () => traceGatherer(piece, file.where, damaged)).add(piece);
    else of([kind, phase], () => courseGatherer(piece, file.where, damaged)).add(piece);
  }
  return [...gatherers.values()].flatMap((gatherer) => gatherer.arrays());
}
