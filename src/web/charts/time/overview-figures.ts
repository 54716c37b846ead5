import { knownUnits } from '../../view/raster-rows.js';
import type { RunStore } from '../../view/run-store.js';
import { firstAtOrAfter } from '../../view/spike-series.js';
import type { FigureTable } from '../figure-table.js';
import { spikesOfLayer } from './raster-figures.js';
import { plural, windowWords } from './step-words.js';

/** Spikes and rate of each layer over all presentations that are kept: gaps between them count for nothing. */
export function overviewFigures({ presentations, rows, spikes, extent }: RunStore): FigureTable {
  const steps = presentations.reduce((sum, { look }) => sum + look.steps, 0);
  // Spikes of presentations that have gone may stay for a while longer: nothing shows them any more.
  const gone = spikes.forgotten + firstAtOrAfter(spikes.times, extent.from);
  return {
    caption: `Spikes in ${windowWords(extent)}`,
    columns: ['layer', 'neurons', 'spikes', 'spikes of a neuron and step'],
    rows: rows.layers.map(({ layer }) => {
      const count = presentations.reduce((sum, { look }) => sum + spikesOfLayer(look, layer.id), 0);
      return [layer.id, knownUnits(layer), count, count / (knownUnits(layer) * steps)];
    }),
    ...(gone > 0 && { note: `${plural(gone, 'spike')} were let go for newer ones.` }),
  };
}
