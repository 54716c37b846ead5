import Papa from 'papaparse';

import type { RunStore } from '../../view/run-store.js';
import { firstAtOrAfter } from '../../view/spike-series.js';
import type { TimeWindow } from '../../view/view-state.js';
import type { FigureTable } from '../figure-table.js';
import { presentationsIn } from './presentations-in.js';
import { layerOfRow } from './row-layout.js';
import { plural, windowWords } from './step-words.js';

/** A table has no more rows. */
export const MOST_ROWS = 300;

/** What a table leaves out, in words; undefined when it has everything. */
export function leftOut(all: number, what: string, most = MOST_ROWS): string | undefined {
  return all > most ? `The newest ${most} of ${plural(all, what)} in sight.` : undefined;
}

/** Spikes and rate of each layer in each presentation that is in sight. */
export function rasterFigures(run: RunStore, window: TimeWindow): FigureTable {
  const { layers } = run.rows;
  const presentations = presentationsIn(run, window);
  const note = leftOut(presentations.length, 'presentation');
  return {
    caption: `Spikes of the presentations in ${windowWords(window)}; rates in spikes of a neuron and step`,
    columns: [
      ...['first step', 'sample', 'label', 'answer'],
      ...layers.flatMap(({ layer }) => [`${layer.id} spikes`, `${layer.id} rate`]),
    ],
    rows: presentations.slice(-MOST_ROWS).map(({ start, look }) => [
      ...[start, look.sample, look.label, look.answer],
      ...layers.flatMap(({ layer }) => {
        const spikes = look.spikes.find(({ layer: id }) => id === layer.id)?.times.length ?? 0;
        return [spikes, spikes / (layer.size * look.steps)];
      }),
    ]),
    ...(note !== undefined && { note }),
  };
}

/** Every spike in sight as a line `step,layer,unit`. */
export function rasterCsv({ spikes, rows }: RunStore, { from, to }: TimeWindow): string {
  const begin = firstAtOrAfter(spikes.times, Math.floor(from));
  const end = firstAtOrAfter(spikes.times, to);
  const layers = layerOfRow(rows);
  const names = rows.layers.map(({ layer }) => Papa.unparse([[layer.id]], { escapeFormulae: true }));
  const lines = ['step,layer,unit'];
  for (let k = begin; k < end; k++) {
    const row = spikes.rows[k]!;
    const layer = layers[row]!;
    lines.push(`${spikes.times[k]},${names[layer]},${row - rows.layers[layer]!.first}`);
  }
  return `${lines.join('\n')}\n`;
}
