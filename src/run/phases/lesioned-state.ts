import type { Severance } from '../../core/network/cut-connections.js';
import type { NetworkState } from '../../core/neurons/neuron-variables.js';

/** Neurons that lesions have taken, by layer. */
export type Lesioned = Severance['silenced'];

/**
 * The state with lesioned neurons at rest, where every variable is 0: potential, synaptic current, adaptation and what a
 * reset still owes. A neuron at rest that nothing drives does not fire: thresholds are above 0, and H(0) = 0.
 *
 * @param state Of all samples of a batch; untouched.
 * @returns The state itself where it has no variables of lesioned neurons.
 */
export function restedState(state: NetworkState, lesioned: Lesioned, batch: number): NetworkState {
  const layers = Object.keys(state).filter((layer) => (lesioned.get(layer)?.size ?? 0) > 0);
  if (layers.length === 0) return state;
  const rested = layers.map((layer) => {
    const own = Object.entries(state[layer]!).map(([name, values]) => {
      const next = values.slice();
      const size = values.length / batch;
      for (const unit of lesioned.get(layer)!)
        for (let sample = 0; sample < batch; sample++) next[sample * size + unit] = 0;
      return [name, next];
    });
    return [layer, Object.fromEntries(own)];
  });
  return { ...state, ...Object.fromEntries(rested) };
}
