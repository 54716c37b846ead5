import type { RandomSource } from '../../core/random-source.js';

/**
 * One random smooth function on [0, 1]: `terms[3m .. 3m + 2]` are amplitude, frequency and phase of one sine,
 * `f(x) = Σₘ amplitude · sin(2π (frequency · x + phase))`.
 */
interface RandomWave {
  readonly terms: Float64Array;
}

/** Spectrum below this fraction of the first harmonic's is left out, and never more than so many harmonics. */
const PRECISION = 1e-3;
const MOST_HARMONICS = 1000;

/** Nodes of the lattice on which a function's range is found: several per period of the default's fastest sine. */
const LATTICE = 128;

/** Largest float32 below 1. */
const LAST_TIME = 1 - 2 ** -24;

/** Lattice nodes at which the range of every function is measured; `[points × dimensions]`, node numbers. */
export type RangeProbes = Uint8Array;

/** A thousand random points of the cube, as many as the source's data sets measure their range on. */
export function drawRangeProbes(dimensions: number, random: RandomSource): RangeProbes {
  return Uint8Array.from({ length: 1000 * dimensions }, () => Math.floor(LATTICE * random()));
}

function drawWave(smoothness: number, random: RandomSource): RandomWave {
  const harmonics = Math.min(Math.ceil((1 / PRECISION) ** (1 / smoothness)), MOST_HARMONICS);
  const terms = new Float64Array(3 * (harmonics - 1));
  for (let k = 1; k < harmonics; k++) {
    terms.set([random() / (k + 1) ** smoothness, k * random(), random()], 3 * (k - 1));
  }
  return { terms };
}

function waveAt({ terms }: RandomWave, x: number): number {
  let sum = 0;
  for (let m = 0; m < terms.length; m += 3) {
    sum += terms[m]! * Math.sin(2 * Math.PI * (terms[m + 1]! * x + terms[m + 2]!));
  }
  return sum;
}

/** Smallest and largest product of the waves over the probes. */
function rangeOf(waves: readonly RandomWave[], probes: RangeProbes): readonly [low: number, high: number] {
  const tables = waves.map((wave) => Float64Array.from({ length: LATTICE }, (_, node) => waveAt(wave, node / LATTICE)));
  let [low, high] = [Infinity, -Infinity];
  for (let probe = 0; probe < probes.length; probe += waves.length) {
    let product = 1;
    for (let d = 0; d < waves.length; d++) product *= tables[d]![probes[probe + d]!]!;
    low = Math.min(low, product);
    high = Math.max(high, product);
  }
  return [low, high];
}

/** Spike time of one unit at a point of the manifold: `coordinates[at .. at + dimensions)` → [0, 1). */
export type SpikeTime = (coordinates: Float64Array, at: number) => number;

/**
 * Draws one unit's random function of a manifold, scaled to spike times.
 *
 * `g(x) = Π_d Σ_{k=1..K−1} θ₁ / (k+1)^smoothness · sin(2π (k θ₂ x_d + θ₃))`, θ uniform in [0, 1) for every unit,
 * dimension and harmonic, K = min(⌈1000^(1/smoothness)⌉, 1000); `time = (g − low) / (high − low)`, cut to [0, 1),
 * where low and high are the extremes of g over the probes. Data do not enter the scale, so both splits share it.
 *
 * @see Zenke & Vogels 2021, "The remarkable robustness of surrogate gradient learning …", Methods, "Smooth random
 *   manifolds"; their package randman scales by the extremes of each generated data set instead.
 */
export function drawSpikeTime(
  dimensions: number,
  smoothness: number,
  probes: RangeProbes,
  random: RandomSource,
): SpikeTime {
  const waves = Array.from({ length: dimensions }, () => drawWave(smoothness, random));
  const [low, high] = rangeOf(waves, probes);
  const extent = high > low ? high - low : 1;
  return (coordinates, at) => {
    const value = waves.reduce((product, wave, d) => product * waveAt(wave, coordinates[at + d]!), 1);
    return Math.min(Math.max((value - low) / extent, 0), LAST_TIME);
  };
}
