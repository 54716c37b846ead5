import type { LayerDescription } from '../../../src/core/layers/layer.js';
import { initialTensors } from '../../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import type { NeuronDescription, Reset } from '../../../src/core/neurons/neuron.js';
import type { DataSet } from '../../../src/data/data-set.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import type { Task } from '../../../src/run/task.js';
import type { Phase } from '../../../src/scenario/phases/phase.js';
import { RUN_DEFAULTS } from '../../../src/scenario/run-settings.js';
import type { OracleNetwork } from './step-oracle.js';

/** Steps of a presentation. */
export const STEPS = 12;
const INPUTS = 3;

export function dense(id: string, size: number, neuron: NeuronDescription, from?: string): LayerDescription {
  const initial = { kind: 'uniform' } as const;
  return { id, kind: 'dense', size, neuron, bias: true, initial, ...(from ? { from: [from] } : {}) };
}

const lif = { kind: 'lif', decay: 0.875, threshold: 0.5, reset: 'subtract', resetDelay: true } as const;
const adaptive = { ...lif, kind: 'adaptive-lif', adaptation: 0.25, adaptationDecay: 0.75 } as const;
const synaptic = { ...lif, kind: 'synaptic-lif', synapseDecay: 0.5 } as const;

const delayed = (reset: Reset) => ({ reset, resetDelay: true });
const atOnce = (reset: Reset) => ({ reset, resetDelay: false });
const RESETS = (['subtract', 'zero', 'none'] as const).flatMap((reset) => [delayed(reset), atOnce(reset)]);
const idOf = (kind: string, { reset, resetDelay }: ReturnType<typeof delayed>) =>
  `${kind}-${reset}${resetDelay ? '' : '-at-once'}`;

/** Every kind of membrane and every reset, with and without delay; layers of 3 units that read the input. */
export const ZOO: readonly LayerDescription[] = [
  ...RESETS.map((own) => dense(idOf('lif', own), 3, { ...lif, ...own }, 'in')),
  ...RESETS.map((own) => dense(idOf('adaptive', own), 3, { ...adaptive, ...own, threshold: 0.375 }, 'in')),
  ...[delayed('subtract'), atOnce('zero')].map((own) =>
    dense(idOf('integrate', own), 3, { ...lif, ...own, kind: 'integrate-and-fire', threshold: 1.5 }, 'in'),
  ),
  ...[delayed('subtract'), delayed('zero')].map((own) =>
    dense(idOf('synaptic', own), 3, { ...synaptic, ...own, threshold: 1 }, 'in'),
  ),
  dense('step', 3, { kind: 'step' }, 'lif-subtract'),
  dense('out', 2, { ...lif, threshold: 0.375 }, 'step'),
];

/** A few of them, for backends that compile every one. */
export const SMALL_ZOO = ZOO.filter(({ id }) =>
  ['lif-subtract', 'lif-zero-at-once', 'adaptive-zero', 'integrate-subtract', 'synaptic-zero', 'step', 'out'].includes(
    id,
  ),
);

/** A chain of layers. */
const CHAIN: readonly LayerDescription[] = [
  dense('h1', 6, lif),
  dense('h2', 5, { ...adaptive, threshold: 0.25 }),
  dense('h3', 4, { kind: 'step' }),
  dense('out', 2, synaptic),
];

/** Values between 0.5 and 1.5 in no order. */
function samples(name: string, count: number): DataSet {
  const random = createRandomStreams(count).fresh(name);
  const values = Float32Array.from({ length: count * INPUTS }, () => Math.fround(0.5 + random()));
  const labels = Int32Array.from({ length: count }, (_, sample) => sample % 2);
  return { name, shape: [INPUTS], classes: 2, count, labels, samples: { kind: 'values', values } };
}

export interface EventTask {
  readonly seed: number;
  readonly phases: readonly Phase[];
  readonly layers?: readonly LayerDescription[];
  readonly encode?: Task['encode'];
  /** Whether the potentials of all membranes are recorded, which takes every step by itself. */
  readonly traced: boolean;
  readonly expect?: Task['expect'];
  readonly record?: readonly string[];
}

/** A task of six test and seven training samples, whose learning is too small to change a weight. */
export function eventTask(asked: EventTask): Task {
  const { seed, phases, layers = CHAIN, encode = { kind: 'direct', gain: 1 }, traced, expect = [] } = asked;
  const firing = layers.map(({ id }) => id);
  const traces = layers.flatMap((layer) => {
    if (layer.kind !== 'dense' || layer.neuron.kind === 'step') return [];
    return [{ variable: 'voltage' as const, nodes: { layer: layer.id, from: 0, to: layer.size } }];
  });
  return {
    name: 'events',
    seed,
    steps: STEPS,
    dt: 0.001,
    data: { train: samples('train', 7), test: samples('test', 6) },
    encode,
    network: { input: { id: 'in', shape: [INPUTS] }, layers, readout: 'rate' },
    learn: {
      method: 'lfp',
      rule: { kind: 'epsilon', epsilon: 1e-6 },
      reward: { kind: 'rate', scale: 'none' },
      optimizer: { kind: 'sgd', lr: 1e-30, momentum: 0, weightDecay: 0 },
      schedule: { kind: 'constant' },
    },
    train: { epochs: 1, batch: 3 },
    test: { every: 100, batch: 3, prune: [] },
    record: { ...RUN_DEFAULTS.record, spikes: asked.record ?? firing, samples: 3, traces: traced ? traces : [] },
    checkpoint: { every: 'never' },
    nodes: {},
    phases,
    expect,
  };
}

/** The task's network for the oracle, with the weights that a run begins with. */
export function oracleNetwork({ network, seed }: Task): OracleNetwork {
  const plan = planNetwork(network);
  const tensors = initialTensors(plan, createRandomStreams(seed).stream('weights'));
  const layers = network.layers.map((layer, n) => {
    if (layer.kind !== 'dense') throw new RangeError(`the oracle has no ${layer.kind}`);
    const { id, size, neuron } = layer;
    const weights = tensors[`${id}.weight`]!;
    const weight = Array.from({ length: weights.length / size }, (_, i) => [
      ...weights.subarray(i * size, (i + 1) * size),
    ]);
    const source = layer.from?.[0] ?? network.layers[n - 1]?.id ?? network.input.id;
    return { id, source, neuron, weight, bias: [...tensors[`${id}.bias`]!] };
  });
  return { input: { id: network.input.id, size: INPUTS }, layers };
}

/** The values of a test or training sample under the direct encoder. */
export function shownValues({ data, encode }: Task, split: 'train' | 'test', sample: number, gain?: number) {
  const { samples: all } = data[split];
  if (all.kind !== 'values' || encode.kind !== 'direct') throw new RangeError('the oracle shows values');
  const own = all.values.subarray(sample * INPUTS, (sample + 1) * INPUTS);
  return [...own].map((value) => (gain ?? encode.gain) * value);
}
