import type { SpikeSlabLayer } from '../../../src/core/mean-field/spike-slab-layer.js';
import type { NamedTensor } from '../../../src/record/named-tensor.js';

/** The three tensors of every layer, as a checkpoint holds them. */
export function ensembleTensors(names: readonly string[], layers: readonly SpikeSlabLayer[]): readonly NamedTensor[] {
  return layers.flatMap(({ fanIn, fanOut, ...parameters }, l) =>
    (['spikeMass', 'slabMean', 'slabVariance'] as const).map((name) => ({
      name: `${names[l]}.${name}`,
      shape: [fanOut, fanIn],
      values: parameters[name],
    })),
  );
}

export function layerOf(
  fanOut: number,
  spikeMass: readonly number[],
  slabMean: readonly number[],
  slabVariance: readonly number[] = spikeMass.map(() => 0),
): SpikeSlabLayer {
  return {
    fanIn: spikeMass.length / fanOut,
    fanOut,
    spikeMass: Float64Array.from(spikeMass),
    slabMean: Float64Array.from(slabMean),
    slabVariance: Float64Array.from(slabVariance),
  };
}

/** Exclusive or, two hidden units without biases. */
export const scenarioOf = (hidden: string): string => `
scenario: 1
name: credit-by-hand
data: xor
network:
  layers:
    - { id: in, size: 2 }
    - { id: h, size: 2, neuron: ${hidden}, bias: false }
    - { id: out, size: 2, bias: false }
`;

/**
 * Every connection is there for certain or never: h₁ = x₁, h₂ = x₂, y = (0, h₁ − h₂), up to factors 1 / √2. The answers
 * are 0, 0, 1, 0 for labels 0, 1, 1, 0: an error of 1/4.
 */
export const DEFINITE: readonly SpikeSlabLayer[] = [
  layerOf(2, [0, 1, 1, 0], [1, 5, 5, 1]),
  layerOf(2, [1, 1, 0, 0], [5, 5, 1, -1]),
];
