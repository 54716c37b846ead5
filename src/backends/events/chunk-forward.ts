import { isSpiking } from '../../core/neurons/neuron.js';
import type { LayerStimulus } from '../backend.js';
import { type ChunkSignal, chunkSignal, listEvents } from './chunk-signal.js';
import type { Device } from './device.js';
import type { DeviceLayer, DeviceNetwork } from './device-network.js';
import { type InjectedCurrents, injectedCurrents } from './injected-currents.js';
import type { LinearMemory } from './linear-memory.js';
import { canRemake, keepsMovement, neuronRecord, type RemadeTrace } from './neuron-record.js';
import type { Stage, StageTrace } from './stage.js';
import type { UnitLayout } from './unit-layout.js';

/** One layer during a chunk. */
export interface LayerMemory extends StageTrace {
  /** Whether its sums are those of the chunk before: all its inputs are the same. */
  readonly taken: boolean;
  /** What drove its neurons beside the sums. */
  readonly injected?: InjectedCurrents | undefined;
}

/** A chunk on the device. */
export interface ChunkMemory {
  readonly input: ChunkSignal;
  readonly layers: readonly LayerMemory[];
  readonly steps: number;
}

/** What a presentation keeps from chunk to chunk. */
export interface Presentation {
  readonly batch: number;
  readonly learn: boolean;
  /** What is kept of membranes while learning: for rewards their voltages, for errors how far they are from firing. */
  readonly tracing: 'voltages' | 'distances';
  /** Address of the neurons' state of each layer. */
  readonly states: readonly number[];
}

/** Samples from which a dense layer reads trains: it copies its weights once for all of them. */
export const TRAINS_FROM = 4;

/**
 * Runs the network through a chunk, layer by layer.
 *
 * @param stimuli At most one a layer.
 * @param earlier The chunk before, whose constant sums are taken over.
 */
export async function forwardChunk(
  device: Device,
  network: DeviceNetwork,
  presentation: Presentation,
  input: ChunkSignal,
  { steps, stimuli }: { readonly steps: number; readonly stimuli: readonly LayerStimulus[] },
  earlier: ChunkMemory | undefined,
): Promise<ChunkMemory> {
  const layers: LayerMemory[] = [];
  for (const [index, layer] of network.layers.entries()) {
    const inputs = layer.planned.sources.map((source) => (source < 0 ? input : layers[source]!.output));
    const before = earlier?.layers[index];
    const known = before?.inputs.every((signal, k) => signal.constant && signal === inputs[k]) ?? false;
    const stimulus = stimuli.find((one) => one.layer === layer.planned.id);
    const shown = { inputs, steps, stimulus };
    layers.push(await forwardLayer(device, layer, index, presentation, shown, known ? before : undefined));
  }
  return { input, layers, steps };
}

/** What a layer is shown during a chunk. */
interface LayerShown {
  readonly inputs: readonly ChunkSignal[];
  readonly steps: number;
  readonly stimulus: LayerStimulus | undefined;
}

async function forwardLayer(
  device: Device,
  { planned, layout, stage, readers }: DeviceLayer,
  index: number,
  { batch, learn, states, tracing }: Presentation,
  { inputs, steps, stimulus }: LayerShown,
  before: LayerMemory | undefined,
): Promise<LayerMemory> {
  const { memory } = device;
  const { neuron } = planned;
  const taken = before !== undefined;
  if (!stage) return { inputs, output: inputs[0]!, neurons: 0, steps, constantSums: 0, taken };
  const spiking = isSpiking(neuron);
  // Units without memory give out the same as before, unless they were stimulated or are now.
  if (before?.output.constant && !stimulus) return { ...before, steps, taken };
  const constantIn = inputs.every((signal) => signal.constant);
  const valued = stage.rearranges ? inputs[0]!.valued : !spiking && neuron.kind !== 'step';
  const output = chunkSignal(memory, layout, batch, steps, {
    constant: constantIn && !spiking && !stimulus,
    valued,
    asTrains: readers.trains && batch >= TRAINS_FROM,
  });
  const lines = batch * layout.tiles;
  const state = states[index]!;
  const constantSums = before?.constantSums ?? (constantIn ? memory.allocate(64 * lines) : 0);
  const rewards = learn && tracing === 'voltages';
  const remakes = rewards && constantIn && !stimulus && canRemake(neuron);
  const remade = remakes ? remadeFrom(memory, stage, layout, batch, state, constantSums) : undefined;
  const injected = stimulus && injectedCurrents(memory, layout, batch, steps, stimulus);
  const neurons = neuronRecord(memory, neuron, layout, {
    state,
    voltages: rewards && spiking && !remakes ? memory.allocate(64 * lines * (steps + 1)) : 0,
    moved: rewards && keepsMovement(neuron) ? memory.allocate(64 * lines * steps) : 0,
    sums: learn && !spiking && !stage.rearranges ? memory.allocate(64 * lines * output.steps) : 0,
    remade,
    distances: learn && spiking && !rewards ? memory.allocate(64 * lines * (steps + 1)) : 0,
    injected,
  });
  const trace = { inputs, output, neurons, steps, constantSums, taken, injected };
  const { tasks, scratch } = stage.forward(trace, taken);
  await listEvents(device, output, readers, learn, tasks, scratch);
  return trace;
}

function remadeFrom(
  memory: LinearMemory,
  { sumsByTile }: Stage,
  { tiles }: UnitLayout,
  batch: number,
  state: number,
  currents: number,
): RemadeTrace {
  const bytes = 64 * batch * tiles;
  const starts = memory.allocate(bytes);
  memory.bytes.copyWithin(starts, state, state + bytes);
  const [sampleStride, tileStride] = sumsByTile ? [64, 64 * batch] : [64 * tiles, 64];
  return { starts, currents, sampleStride, tileStride };
}
