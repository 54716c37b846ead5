import { CONTRACT, type Place } from './run-contract.js';

/**
 * The contract in short form: each family of cases once or more, for backends that spend most of a session compiling.
 * `npm test` runs it where the whole takes long; `npm run contract` always runs the whole.
 */
export const SHORT_FORM: readonly string[] = [
  // Dense layers of LIF neurons with each reset, and of the other spiking neurons.
  'lif, subtract, reset delay',
  'lif, zero, no reset delay',
  'lif, none, reset delay',
  'integrate-and-fire, reset delay',
  'synaptic-lif, reset delay',
  'adaptive-lif, subtract, reset delay',
  // Units without memory.
  'step',
  'sigmoid',
  // Layers.
  'conv2d, stride and padding that differ by direction',
  'max-pool of spikes',
  'average-pool of values, windows overlap',
  'a residual sum of a constant and a spiking branch',
  'batch-norm of maps',
  // Presentations.
  'sequence input, 10 + 15 steps',
  'a silent sample',
  'read-out last of spikes',
  // Some tensor earns nothing.
  'step units in a silent sample',
  // Optimizers and rules.
  'adam',
  'sgd, feedback clipped',
  'rule gamma, LIF layers',
  'rule z-plus, LIF layers',
  'rule alpha-beta, LIF layers',
  'rule hebbian, LIF layers',
  'rule oja, LIF layers',
  'gradient: backprop, tanh',
  ...['atan', 'fast-sigmoid', 'sigmoid', 'straight-through', 'triangle', 'triangular'].map(
    (kind) => `gradient: surrogate ${kind}`,
  ),
  'gradient: feedback-alignment',
  'gradient: direct-feedback-alignment',
  // Injected currents.
  'stimulus: step and analog units under a constant input, three chunks',
  // Promises of a session; that of threads has a test beside the backends that have any.
  'an update by an infinite rate is refused',
  'an update with infinite feedback is refused',
  'the same calls give the same bits',
  'sessions do not see each other',
  'a session goes on from a snapshot',
  'a presentation goes on in another session from a state',
  'tensors are copied in and out',
  'a presentation begins at rest',
  'what cannot be is refused',
  'closing twice does no harm',
  'other numbers of neurons are taken up in the middle of a presentation',
  'nothing but numbers of neurons is taken up, and not while a trace is kept',
  'a current acts from its first step to its last',
  'stimuli in several chunks do what they do in one',
  'currents of 0 change no bit',
];

/** Backends that keep to the short form in `npm test`, by place. */
const IN_SHORT: Readonly<Record<Place, readonly string[]>> = {
  node: ['webasm'],
  page: ['webgpu', 'webgl2', 'webasm', 'cpu'],
};

/** The part of the contract that `npm test` asks of a backend. */
export function testedCases(backend: string, place: Place): readonly string[] {
  return IN_SHORT[place].includes(backend) ? CONTRACT.filter((name) => SHORT_FORM.includes(name)) : CONTRACT;
}
