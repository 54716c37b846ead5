import { nodesText } from './phases/read-nodes.js';
import type { Recording } from './scenario.js';

/** Whole layers, by name, and ranges of units. */
type RecordedNodes = Recording['spikes'];

/** Units `from` until before `to`. */
type UnitRange = readonly [from: number, to: number];

/** An entry as a file writes it: `h1`, `h1[0:50]`. */
export function recordedText(entry: RecordedNodes[number]): string {
  return typeof entry === 'string' ? entry : nodesText([entry]);
}

/** The layer of an entry. */
export function recordedLayer(entry: RecordedNodes[number]): string {
  return typeof entry === 'string' ? entry : entry.layer;
}

/** The layers of which anything is kept, each once, in the order of the entries. */
export function recordedLayers(spikes: RecordedNodes): readonly string[] {
  return [...new Set(spikes.map(recordedLayer))];
}

/** The units of a layer of which spikes are kept. @returns undefined: all of them. */
export function recordedUnits(spikes: RecordedNodes, layer: string): readonly UnitRange[] | undefined {
  const own = spikes.filter((entry) => recordedLayer(entry) === layer);
  const ranges = own.flatMap((entry) => (typeof entry === 'string' ? [] : [[entry.from, entry.to] as const]));
  return ranges.length < own.length ? undefined : ranges;
}

/** Whether a unit is in one of the ranges. */
export function isAmong(ranges: readonly UnitRange[], unit: number): boolean {
  return ranges.some(([from, to]) => from <= unit && unit < to);
}
