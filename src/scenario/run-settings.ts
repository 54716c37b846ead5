import type { LayerDescription } from '../core/layers/layer.js';
import { NETWORK_LIMITS } from '../core/network/network-limits.js';
import { isSpiking } from '../core/neurons/neuron.js';
import type { OptionForm } from '../core/option-form.js';
import type { Scenario } from './scenario.js';

const count = { type: 'whole', min: 1 } as const;

/** What the numbers of a run may be, in scenarios and in code. */
export const RUN_OPTIONS = {
  time: { steps: { type: 'whole', min: 1, max: NETWORK_LIMITS.steps } },
  train: { epochs: count, batch: count },
  test: { every: count, batch: count },
  record: { samples: count },
  prune: { fraction: { type: 'number', above: 0, below: 1 } },
} as const satisfies Readonly<Record<string, Readonly<Record<string, OptionForm>>>>;

/** What a run has unless something else is asked for; a batch never exceeds the samples that there are. */
export const RUN_DEFAULTS: Pick<Scenario, 'seed' | 'train' | 'test' | 'record' | 'checkpoint' | 'nodes' | 'phases'> = {
  seed: 0,
  train: { epochs: 10, batch: 32 },
  test: { every: 1, batch: 256, prune: [] },
  record: { spikes: [], samples: 1, traces: [], every: {} },
  checkpoint: { every: 'auto' },
  nodes: {},
  phases: [],
};

/** One millisecond, the field's usual step, in seconds. */
export const DEFAULT_DT = 1e-3;

/** True when any layer has a membrane, so that time means something to the network. */
function hasSpikingNeurons(layers: readonly LayerDescription[]): boolean {
  return layers.some((layer) => 'neuron' in layer && isSpiking(layer.neuron));
}

/** Steps of a presentation unless told: 25 for networks with membranes, else one. */
export function defaultSteps(layers: readonly LayerDescription[]): number {
  return hasSpikingNeurons(layers) ? 25 : 1;
}
