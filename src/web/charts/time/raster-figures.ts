import { isLook, type Presentation } from '../../view/presentation.js';
import { knownUnits } from '../../view/raster-rows.js';
import type { RunStore } from '../../view/run-store.js';
import { firstAtOrAfter } from '../../view/spike-series.js';
import type { TimeWindow } from '../../view/view-state.js';
import { type FigureTable, MOST_TABLE_ROWS } from '../figure-table.js';
import { csvCell } from '../panel/to-csv.js';
import { leftOut } from './left-out.js';
import { presentationsIn } from './presentations-in.js';
import { layerOfRow } from './row-layout.js';
import { windowWords } from './step-words.js';

/** Spikes of a layer in a presentation. */
export function spikesOfLayer({ spikes }: Presentation['look'], layer: string): number {
  return spikes.find(({ layer: id }) => id === layer)?.times.length ?? 0;
}

/** Spikes and rate of each layer in each presentation that is in sight. */
export function rasterFigures(run: RunStore, window: TimeWindow): FigureTable {
  const { layers } = run.rows;
  const presentations = presentationsIn(run, window);
  const note = leftOut(presentations.length, 'presentations', MOST_TABLE_ROWS);
  return {
    caption: `Spikes of the presentations in ${windowWords(window)}; rates in spikes of a neuron and step`,
    columns: [
      ...['first step', ...(run.facts?.phases ? ['phase', 'from'] : []), 'sample', 'label', 'answer'],
      ...layers.flatMap(({ layer }) => [`${layer.id} spikes`, `${layer.id} rate`]),
    ],
    rows: presentations.slice(-MOST_TABLE_ROWS).map((presentation) => [
      presentation.start,
      ...(run.facts?.phases ? placeOf(presentation) : []),
      ...sampleOf(presentation),
      ...layers.flatMap(({ layer }) => {
        const spikes = spikesOfLayer(presentation.look, layer.id);
        return [spikes, spikes / (knownUnits(layer) * presentation.look.steps)];
      }),
    ]),
    ...(note !== undefined && { note }),
  };
}

function placeOf(presentation: Presentation): FigureTable['rows'][number] {
  return isLook(presentation) ? [undefined, undefined] : [presentation.phase, presentation.from];
}

function sampleOf(presentation: Presentation): FigureTable['rows'][number] {
  if (!isLook(presentation)) return [presentation.sample, presentation.label, undefined];
  const { sample, label, answer } = presentation.look;
  return [sample, label, answer];
}

/** Every spike in sight as a line `step,layer,unit`. */
export function rasterCsv({ spikes, rows }: RunStore, { from, to }: TimeWindow): string {
  const begin = firstAtOrAfter(spikes.times, Math.floor(from));
  const end = firstAtOrAfter(spikes.times, to);
  const layers = layerOfRow(rows);
  const names = rows.layers.map(({ layer }) => csvCell(layer.id));
  const lines = ['step,layer,unit'];
  for (let k = begin; k < end; k++) {
    const row = spikes.rows[k]!;
    const layer = layers[row]!;
    lines.push(`${spikes.times[k]},${names[layer]},${row - rows.layers[layer]!.first}`);
  }
  return `${lines.join('\n')}\n`;
}
