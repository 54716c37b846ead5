/** Spikes of one layer for one presentation: `times` in steps, sorted; `units[k]` fired at `times[k]`. */
export interface SpikeRecord {
  readonly layer: string;
  /** Only these units were recorded, `from` until before `to` each; omitted: all of the layer. */
  readonly recorded?: readonly (readonly [from: number, to: number])[];
  /** Index of the sample in its data set. */
  readonly sample: number;
  readonly label: number;
  readonly steps: number;
  readonly units: Uint32Array;
  readonly times: Uint32Array;
}
