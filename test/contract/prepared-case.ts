import type { LayerStimulus, OpenRequest, ShownChunk } from '../../src/backends/backend.js';
import { type GradientRule, isGradientRule } from '../../src/core/gradients/gradient-rule.js';
import type { InputChunk } from '../../src/core/input-chunk.js';
import type { Tensors } from '../../src/core/layers/tensors.js';
import { backwardWeights } from '../../src/core/network/backward-weights.js';
import { initialTensors } from '../../src/core/network/initial-tensors.js';
import { type NetworkPlan, planNetwork } from '../../src/core/network/plan-network.js';
import type { RandomSource } from '../../src/core/random-source.js';
import { createRandomStreams, type RandomStreams } from '../../src/data/random-streams.js';
import type { ContractCase, StimulusForm } from './cases/contract-case.js';

/** What a network is shown once, in chunks. */
export interface ShownCase {
  readonly chunks: readonly ShownChunk[];
  readonly labels: Int32Array;
}

/** A case with its numbers drawn, all of them exact in float32, so that only arithmetic can differ between backends. */
export interface PreparedCase {
  readonly description: ContractCase;
  readonly plan: NetworkPlan;
  readonly request: OpenRequest;
  /** Shown without learning, then learned from in this order. */
  readonly test: ShownCase;
  readonly lessons: readonly ShownCase[];
}

/** Draws the numbers of a case from its seed. */
export function prepareCase(description: ContractCase): PreparedCase {
  const { network, optimizer, rule, learningSteps } = description;
  const plan = planNetwork(network);
  const streams = createRandomStreams(description.seed);
  const shown = (name: string): ShownCase => {
    const { chunks, labels } = shownCase(description, plan, streams.fresh(name));
    const random = streams.fresh(`${name}/stimuli`);
    const stimulated = chunks.map((chunk, k) => {
      const forms = description.chunks[k]!.stimuli;
      return forms
        ? { ...chunk, stimuli: forms.map((form) => drawnStimulus(form, chunk.steps, description, plan, random)) }
        : chunk;
    });
    return { chunks: stimulated, labels };
  };
  return {
    description,
    plan,
    request: {
      ...{ network, tensors: startingTensors(description, plan, streams), optimizer, rule },
      ...(isGradientRule(rule) ? { backward: fixedWeights(rule, plan, streams) } : {}),
    },
    test: shown('test'),
    lessons: Array.from({ length: learningSteps }, (_, step) => shown(`lesson/${step}`)),
  };
}

const between = (random: RandomSource, low: number, high: number): number => Math.fround(low + (high - low) * random());

/** Where a batch normalisation's tensors lie; its defaults, 0 and 1, would hide a mistake. */
const NORM_RANGES: Readonly<Record<string, readonly [number, number]>> = {
  weight: [0.5, 1.5],
  bias: [-0.5, 0.5],
  running_mean: [-0.25, 0.25],
  running_var: [0.5, 1.5],
};

function startingTensors({ network, zeroBiases }: ContractCase, plan: NetworkPlan, streams: RandomStreams): Tensors {
  const tensors = initialTensors(plan, streams.fresh('tensors'));
  const random = streams.fresh('statistics');
  const norms = new Set(network.layers.filter(({ kind }) => kind === 'batch-norm').map(({ id }) => id));
  return Object.fromEntries(
    Object.entries(tensors).map(([name, values]) => {
      const [layer = '', parameter = ''] = name.split('.');
      const range = norms.has(layer) ? NORM_RANGES[parameter] : undefined;
      if (range) return [name, values.map(() => between(random, ...range))];
      if (zeroBiases && parameter === 'bias') return [name, values.map(() => 0)];
      return [name, values.map(Math.fround)];
    }),
  );
}

/** The fixed weights of a rule that has some. */
function fixedWeights(rule: GradientRule, plan: NetworkPlan, streams: RandomStreams): Tensors {
  const drawn = Object.entries(backwardWeights(rule, plan, streams.fresh('backward')));
  return Object.fromEntries(drawn.map(([name, values]) => [name, values.map(Math.fround)]));
}

function drawnStimulus(
  { layer, from, until, range, cut }: StimulusForm,
  steps: number,
  { batch }: ContractCase,
  { layers }: NetworkPlan,
  random: RandomSource,
): LayerStimulus {
  const { size } = layers.find(({ id }) => id === layer)!;
  const currents = new Float64Array(steps * batch * size);
  for (let k = from * batch * size; k < until * batch * size; k++) currents[k] = between(random, ...range);
  return { layer, currents, ...(cut && { cut: Uint8Array.from({ length: size }, (_, k) => Number(cut.includes(k))) }) };
}

function shownCase({ batch, chunks, ...form }: ContractCase, plan: NetworkPlan, random: RandomSource): ShownCase {
  const size = plan.inputSize;
  const silent = (row: number): boolean => form.silentSamples.includes(row % batch);
  const values = (rows: number): Float64Array => {
    const drawn = new Float64Array(rows * size).map(() => between(random, ...form.inputRange));
    return drawn.map((value, k) => (silent(Math.floor(k / size)) ? 0 : value));
  };
  const spikes = (rows: number): InputChunk => {
    const indices: number[] = [];
    const offsets = new Uint32Array(rows + 1);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < size; i++) if (random() < form.activity && !silent(row)) indices.push(i);
      offsets[row + 1] = indices.length;
    }
    return { kind: 'spikes', offsets, indices: Uint32Array.from(indices) };
  };
  // A constant input is the same array in every chunk, as a trainer that splits a presentation hands it on.
  let still: Float64Array | undefined;
  const inputOf = (kind: InputChunk['kind'], steps: number): InputChunk => {
    if (kind === 'spikes') return spikes(steps * batch);
    if (kind === 'sequence') return { kind, values: values(steps * batch) };
    still ??= values(batch);
    return { kind, values: still };
  };
  const classes = Math.max(plan.outputSize, 2);
  return {
    chunks: chunks.map(({ steps, input }) => ({ steps, input: inputOf(input, steps) })),
    labels: Int32Array.from({ length: batch }, () => Math.floor(random() * classes)),
  };
}
