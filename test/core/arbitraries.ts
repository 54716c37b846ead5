import fc from 'fast-check';
import type { Reset, SpikingDescription } from '../../src/core/neurons/neuron.js';

/** Arrays of eighths between −limit and limit: sums and products of a few of them are exact in binary. */
export function eighths(length: number, limit = 2): fc.Arbitrary<Float64Array> {
  return fc
    .array(fc.integer({ min: -8 * limit, max: 8 * limit }), { minLength: length, maxLength: length })
    .map((numbers) => Float64Array.from(numbers, (n) => n / 8));
}

/** Arrays of any numbers between −limit and limit. */
export function reals(length: number, limit = 3): fc.Arbitrary<Float64Array> {
  return fc
    .array(fc.double({ min: -limit, max: limit, noNaN: true }), { minLength: length, maxLength: length })
    .map((numbers) => Float64Array.from(numbers));
}

const share = fc.double({ min: 0, max: 1, noNaN: true });

const firing = {
  threshold: fc.double({ min: 0.125, max: 2, noNaN: true }),
  reset: fc.constantFrom<Reset>('subtract', 'zero', 'none'),
  resetDelay: fc.boolean(),
};

/** Every kind of neuron with a membrane, with any parameters that a scenario may give it. */
export const spikingNeuron: fc.Arbitrary<SpikingDescription> = fc.oneof(
  fc.record({ kind: fc.constant('lif' as const), decay: share, ...firing }),
  fc.record({ kind: fc.constant('integrate-and-fire' as const), ...firing }),
  fc.record({ kind: fc.constant('synaptic-lif' as const), decay: share, synapseDecay: share, ...firing }),
  fc.record({
    kind: fc.constant('adaptive-lif' as const),
    decay: share,
    adaptation: fc.double({ min: 0, max: 1, noNaN: true }),
    adaptationDecay: share,
    ...firing,
  }),
);
