import { arrayName } from './export-names.js';
import { type Gatherer, indices, offsetsOf, whoWasShown } from './gatherer.js';
import { presentationsOf } from './presentations.js';
import type { DamageHearer, ExportedSpikes } from './recorded-file.js';

/**
 * Puts the spikes of a layer together, presentation by presentation: `times` (in steps of the presentation) and `units` have
 * one entry a spike, `steps` and, unless it ran freely, `samples` and `labels` one a presentation; presentation p owns the
 * spikes `offsets[p] … offsets[p + 1] − 1`. Where only some units of the layer were recorded, `recorded` has them, one row
 * `[from, to]` a range, without `to`.
 */
export function spikeGatherer(
  { phase, layer }: Pick<ExportedSpikes, 'phase' | 'layer'>,
  where: string,
  damaged: DamageHearer,
): Gatherer<ExportedSpikes> {
  const presentations = presentationsOf(where, damaged);
  const parts: ExportedSpikes[][] = [];
  return {
    add(piece) {
      const { number } = presentations.take(piece);
      const own = parts[number] ?? [];
      own.push(piece);
      parts[number] = own;
    },
    arrays() {
      const prefix = arrayName('spikes', phase, layer);
      const all = parts.flat();
      const counts = parts.map((own) => own.reduce((sum, { times }) => sum + times.length, 0));
      return [
        joined(
          `${prefix}/times`,
          all.map(({ times }) => times),
        ),
        joined(
          `${prefix}/units`,
          all.map(({ units }) => units),
        ),
        indices(`${prefix}/offsets`, offsetsOf(counts)),
        indices(
          `${prefix}/steps`,
          presentations.list().map(({ steps }) => steps),
        ),
        ...whoWasShown(prefix, presentations.list()),
        ...recordedUnits(`${prefix}/recorded`, all[0]?.recorded),
      ];
    },
  };
}

function recordedUnits(name: string, ranges: ExportedSpikes['recorded']) {
  return ranges ? [{ name, shape: [ranges.length, 2], values: Uint32Array.from(ranges.flat()) }] : [];
}

function joined(name: string, parts: readonly Uint32Array[]) {
  const values = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return { name, shape: [values.length], values };
}
