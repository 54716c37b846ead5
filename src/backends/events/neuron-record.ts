import { isSpiking, type NeuronDescription, type Reset } from '../../core/neurons/neuron.js';
import { variablesOf } from '../../core/neurons/neuron-variables.js';
import type { InjectedCurrents } from './injected-currents.js';
import type { LinearMemory } from './linear-memory.js';
import { TILE, type UnitLayout } from './unit-layout.js';

/** Kinds that `kernels/wasm/assembly/neurons.ts` tells apart. */
const RESETS: Readonly<Record<Reset, readonly [delayed: number, atOnce: number]>> = {
  subtract: [0, 1],
  zero: [2, 3],
  none: [4, 4],
};
const FAMILIES = { lif: 0, 'integrate-and-fire': 0, 'synaptic-lif': 8, 'adaptive-lif': 16 } as const;
const STATIC_UNITS = {
  step: 32,
  sign: 33,
  identity: 34,
  relu: 35,
  'leaky-relu': 36,
  tanh: 37,
  sigmoid: 38,
  silu: 39,
} as const;

/** Where the neurons of a layer keep what they keep; 0: not at all. */
export interface NeuronBlocks {
  readonly state: number;
  readonly voltages: number;
  readonly moved: number;
  readonly sums: number;
  readonly remade: RemadeTrace | undefined;
  readonly distances: number;
  readonly injected: InjectedCurrents | undefined;
}

/** What feedback remakes the voltages of a layer with a constant current from. */
export interface RemadeTrace {
  /** State before the chunk. */
  readonly starts: number;
  readonly currents: number;
  /** Bytes from a sample and from a tile to the next in `currents`. */
  readonly sampleStride: number;
  readonly tileStride: number;
}

/** Whether D has to be kept because the voltages do not tell it. */
export function keepsMovement(neuron: NeuronDescription): boolean {
  return isSpiking(neuron) && (neuron.kind === 'adaptive-lif' || neuron.reset === 'zero');
}

/** Whether the voltages of neurons under a constant current can be remade from it: v is all their state. */
export function canRemake(neuron: NeuronDescription): boolean {
  return variablesOf(neuron).length === 1 && !keepsMovement(neuron);
}

/** Writes the record that describes a layer's neurons to the kernels. */
export function neuronRecord(
  memory: LinearMemory,
  neuron: NeuronDescription,
  layout: UnitLayout,
  { state, voltages, moved, sums, remade, distances, injected }: NeuronBlocks,
): number {
  const lastChannels = layout.channels % TILE || TILE;
  const again = remade ? [remade.starts, remade.currents, remade.sampleStride, remade.tileStride] : [0, 0, 0, 0];
  const places = [
    ...[layout.stride / TILE, 2 ** lastChannels - 1, state, voltages, moved, sums, ...again, distances],
    ...[injected?.currents ?? 0, injected?.uncut ?? 0],
  ];
  if (!isSpiking(neuron)) {
    const slope = neuron.kind === 'leaky-relu' ? neuron.slope : 0;
    const [none, ...zeros] = Array.from({ length: 5 }, () => ({ f32: 0 }));
    return memory.record([STATIC_UNITS[neuron.kind], none!, ...zeros, { f32: slope }, ...places]);
  }
  const kind = FAMILIES[neuron.kind] + RESETS[neuron.reset][neuron.resetDelay ? 0 : 1];
  const adaptive = neuron.kind === 'adaptive-lif' ? neuron : { adaptation: 0, adaptationDecay: 0 };
  return memory.record([
    kind,
    { f32: neuron.kind === 'integrate-and-fire' ? 1 : neuron.decay },
    { f32: neuron.threshold },
    { f32: neuron.kind === 'synaptic-lif' ? neuron.synapseDecay : 0 },
    { f32: adaptive.adaptation },
    { f32: adaptive.adaptationDecay },
    { f32: 0 },
    ...places,
  ]);
}
