import type { SpikeSlabLayer } from '../../../src/core/mean-field/spike-slab-layer.js';
import { type RandomSource, standardNormal } from '../../../src/core/random-source.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';

/** A stream of its own for a test. */
export const randomOf = (name: string): RandomSource => createRandomStreams(1).fresh(name);

/** Normal numbers. */
export function normals(count: number, random: RandomSource): Float64Array {
  return Float64Array.from({ length: count }, () => standardNormal(random));
}

/** One layer with the given parameters everywhere. */
export function uniformLayer(fanIn: number, fanOut: number, pi: number, m: number, xi: number): SpikeSlabLayer {
  const filled = (value: number) => new Float64Array(fanIn * fanOut).fill(value);
  return { fanIn, fanOut, spikeMass: filled(pi), slabMean: filled(m), slabVariance: filled(xi) };
}

/** A network well inside the bounds of its parameters. */
export function interiorNetwork(sizes: readonly number[], random: RandomSource): SpikeSlabLayer[] {
  return sizes.slice(1).map((fanOut, l) => {
    const fanIn = sizes[l]!;
    const count = fanIn * fanOut;
    return {
      fanIn,
      fanOut,
      spikeMass: Float64Array.from({ length: count }, () => 0.2 + 0.6 * random()),
      slabMean: normals(count, random),
      slabVariance: Float64Array.from({ length: count }, () => 0.1 + 0.3 * random()),
    };
  });
}

/** Largest relative distance of a gradient from central differences, measured by the larger of the two and `floor`. */
export function worstRelative(gradient: Float64Array, differences: ArrayLike<number>, floor: number): number {
  return gradient.reduce(
    (worst, g, k) =>
      Math.max(worst, Math.abs(g - differences[k]!) / Math.max(Math.abs(g), Math.abs(differences[k]!), floor)),
    0,
  );
}

/** Central differences of `lossAt` by every value of `values`. */
export function differences(values: Float64Array, step: number, lossAt: (moved: Float64Array) => number): number[] {
  return Array.from(values, (value, k) => {
    const at = (moved: number) => lossAt(values.with(k, moved));
    return (at(value + step) - at(value - step)) / (2 * step);
  });
}
