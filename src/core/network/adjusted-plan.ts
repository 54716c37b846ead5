import type { LayerDescription, NetworkDescription } from '../layers/layer.js';
import { layerOptionProblems } from './layer-options.js';
import { type NetworkPlan, planNetwork } from './plan-network.js';

/** What of a layer is no number of its neurons. */
function formOf(layer: LayerDescription): string {
  if (!('neuron' in layer)) return JSON.stringify(layer);
  const { neuron, ...rest } = layer;
  return JSON.stringify([rest, Object.entries(neuron).filter(([, value]) => typeof value !== 'number')]);
}

/**
 * The plan of a network whose neurons have other numbers (thresholds, decays …), in a fraction of the time that
 * `planNetwork` takes: wiring, shapes and tensors are those of the plan before.
 *
 * @throws RangeError when the network differs in anything else; HeavisideError HV_NETWORK for numbers that no neuron takes.
 */
export function adjustedPlan(plan: NetworkPlan, network: NetworkDescription): NetworkPlan {
  const { description } = plan;
  const changed = network.layers.filter((layer, k) => layer !== description.layers[k]);
  const odd = network.layers.filter((layer, k) => {
    const before = description.layers[k];
    return layer !== before && (!before || formOf(layer) !== formOf(before));
  });
  const isWhole =
    network.layers.length === description.layers.length &&
    network.readout === description.readout &&
    JSON.stringify(network.input) === JSON.stringify(description.input);
  if (odd.length > 0 || !isWhole) {
    const what = odd.length > 0 ? odd.map(({ id }) => `"${id}"`).join(', ') : 'the network';
    throw new RangeError(`expected other numbers of neurons and nothing else, got another form of ${what}`);
  }
  // It says all that is wrong.
  if (changed.some((layer) => layerOptionProblems(layer).length > 0)) return planNetwork(network);
  const layers = plan.layers.map((planned, k) => {
    const layer = network.layers[k]!;
    return 'neuron' in layer ? { ...planned, neuron: layer.neuron } : planned;
  });
  return { ...plan, description: network, layers };
}
