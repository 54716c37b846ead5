import type { InputChunk } from '../../core/input-chunk.js';
import { TRAINS_FROM } from './chunk-forward.js';
import { type ChunkSignal, chunkSignal, listEvents, type Readers } from './chunk-signal.js';
import type { Task } from './crew.js';
import type { Device } from './device.js';
import { placeOf, TILE, type UnitLayout, unitCount } from './unit-layout.js';

/** How a network is shown something, and how that is read. */
export interface Showing {
  readonly layout: UnitLayout;
  readonly batch: number;
  readonly steps: number;
  /** Whether feedback will follow. */
  readonly learn: boolean;
  readonly readers: Readers;
}

/**
 * Brings what a network is shown to the device. Rows of the host are step-major (step · batch + sample), those of the
 * device sample-major.
 */
export async function inputSignal(
  device: Device,
  input: InputChunk,
  { layout, batch, steps, learn, readers }: Showing,
): Promise<ChunkSignal> {
  const { memory } = device;
  const constant = input.kind === 'constant';
  const signal = chunkSignal(memory, layout, batch, steps, {
    constant,
    valued: input.kind !== 'spikes',
    asTrains: readers.trains && batch >= TRAINS_FROM,
  });
  if (input.kind === 'spikes') {
    await listEvents(device, signal, readers, learn, [writeSpikes(device, signal, input)]);
    return signal;
  }
  writeValues(device, signal, input.values);
  const { record } = signal;
  await listEvents(device, signal, readers, learn, [{ kernel: 'maskValues', record, items: batch }]);
  return signal;
}

/** Row of the device for each row of the host. */
function deviceRow({ batch, steps }: ChunkSignal, row: number): number {
  return (row % batch) * steps + Math.floor(row / batch);
}

function writeValues({ memory }: Device, signal: ChunkSignal, values: Float64Array): void {
  const { layout, batch, steps } = signal;
  const [units, width] = [unitCount(layout), TILE * layout.tiles];
  const floats = memory.floats(signal.values, batch * steps * width);
  if (width !== units) floats.fill(0);
  for (let row = 0; row < batch * steps; row++) {
    const to = deviceRow(signal, row) * width;
    if (layout.positions === 1 || layout.channels === 1) {
      floats.set(values.subarray(row * units, (row + 1) * units), to);
      continue;
    }
    for (let unit = 0; unit < units; unit++) floats[to + placeOf(layout, unit)] = values[row * units + unit]!;
  }
}

/** The task that writes the masks of spikes. */
function writeSpikes(
  { memory }: Device,
  { record, layout, batch }: ChunkSignal,
  { offsets, indices }: InputChunk & { readonly kind: 'spikes' },
): Task {
  const put = (words: Uint32Array): number => {
    const at = memory.allocate(4 * words.length);
    memory.words(at, words.length).set(words);
    return at;
  };
  const units = unitCount(layout);
  const places = layout.positions === 1 ? 0 : put(Uint32Array.from({ length: units }, (_, k) => placeOf(layout, k)));
  const spikes = memory.record([record, put(offsets), put(indices), places]);
  return { kernel: 'maskSpikes', record: spikes, items: batch };
}
