import { isGradientRule, type LearningRule } from '../../core/gradients/gradient-rule.js';
import type { LayerDescription } from '../../core/layers/layer.js';
import type { Tensors } from '../../core/layers/tensors.js';
import type { NetworkPlan, PlannedLayer } from '../../core/network/plan-network.js';
import type { Shape } from '../../core/shape.js';
import { batchNormStage } from './batch-norm-stage.js';
import type { Readers } from './chunk-signal.js';
import { conv2dStage } from './conv2d-stage.js';
import { type DenseBack, denseFeedback } from './dense-feedback.js';
import { backwardTiles, denseGradient } from './dense-gradient.js';
import { denseStage } from './dense-stage.js';
import type { Device } from './device.js';
import { type DirectWeights, directWeights } from './direct-errors.js';
import { type NeuronFeedback, neuronFeedback } from './neuron-feedback.js';
import { poolStage } from './pool-stage.js';
import { allSeen, ruledStage, seenThrough } from './ruled-stage.js';
import type { Backflow, Stage } from './stage.js';
import { sumStage } from './sum-stage.js';
import { inputLayout, TILE, tiledLayout, type UnitLayout } from './unit-layout.js';

/** One layer on the device. */
export interface DeviceLayer {
  readonly planned: PlannedLayer;
  readonly layout: UnitLayout;
  /** undefined: its output is its input (flatten). */
  readonly stage: Stage | undefined;
  /** Whether reward can reach units that are 0: those of the last layer, and what it only rearranges. */
  readonly rewardsSilent: boolean;
  /** How its output is read. */
  readonly readers: Readers;
}

/** A network on the device. */
export interface DeviceNetwork {
  readonly input: UnitLayout;
  /** How the input is read. */
  readonly inputReaders: Readers;
  readonly layers: readonly DeviceLayer[];
  /** How feedback passes the layers' neurons. */
  readonly neurons: NeuronFeedback;
  /** By layer; empty where errors go back layer by layer. */
  readonly direct: DirectWeights;
}

/** What a network on the device is made from. */
export interface NetworkContents {
  readonly tensors: Tensors;
  readonly rule: LearningRule;
  /** Fixed weights on the way back, for the rules that have them. */
  readonly backward: Tensors;
}

/** Puts every layer of a network on the device. */
export function deviceNetwork(device: Device, plan: NetworkPlan, contents: NetworkContents): DeviceNetwork {
  const input = inputLayout(plan.description.input.shape);
  const silent = rewardedInSilence(plan);
  const readers = readersOf(plan, contents.rule);
  const layouts: UnitLayout[] = [];
  const layers = plan.layers.map((planned, index): DeviceLayer => {
    const description = plan.description.layers[index]!;
    const from = planned.sources.map((source) => (source < 0 ? input : layouts[source]!));
    const shapes = planned.sources.map((s) => (s < 0 ? plan.description.input.shape : plan.layers[s]!.shape));
    const layout = description.kind === 'flatten' ? from[0]! : tiledLayout(planned.shape);
    layouts.push(layout);
    const stage = stageOf(device, description, { from, to: layout, shape: shapes[0]! }, contents);
    return { planned, layout, stage, rewardsSilent: silent.has(index), readers: readers(index) };
  });
  const isDirect = contents.rule.kind === 'direct-feedback-alignment';
  return {
    input,
    inputReaders: readers(-1),
    layers,
    neurons: neuronFeedback(contents.rule),
    direct: isDirect ? directWeights(device.memory, plan, layouts, contents.backward) : [],
  };
}

/** The last layer, and the layers whose outputs it only rearranges: a silent unit may have reward there. */
function rewardedInSilence({ description, layers }: NetworkPlan): ReadonlySet<number> {
  const found = new Set<number>();
  for (let index = layers.length - 1; index >= 0; index = layers[index]!.sources[0]!) {
    found.add(index);
    const { kind } = description.layers[index]!;
    if (kind !== 'flatten' && kind !== 'max-pool') break;
  }
  return found;
}

/**
 * How the output of a layer (−1: the input) is read. Dense layers of more than one tile read trains, or events by row and
 * unit where there are none; all others, and the host, read by row. A signal that is only flattened is read as what comes of it.
 */
function readersOf({ description, layers }: NetworkPlan, rule: LearningRule): (source: number) => Readers {
  const [byRow, byWide] = [new Set([layers.length - 1]), new Set<number>()];
  for (let index = layers.length - 1; index >= 0; index--) {
    const { kind } = description.layers[index]!;
    const isWide = kind === 'dense' && layers[index]!.size > TILE && (rule.kind === 'epsilon' || isGradientRule(rule));
    for (const source of layers[index]!.sources) {
      if (kind === 'flatten' ? byRow.has(index) : !isWide) byRow.add(source);
      if (kind === 'flatten' ? byWide.has(index) : isWide) byWide.add(source);
    }
  }
  return (source) => {
    return { rows: byRow.has(source), units: byWide.has(source), trains: byWide.has(source) };
  };
}

/** Where a layer's inputs and units are kept, and the shape of its (first) input. */
interface Wiring {
  readonly from: readonly UnitLayout[];
  readonly to: UnitLayout;
  readonly shape: Shape;
}

function stageOf(
  device: Device,
  description: LayerDescription,
  { from: operands, to, shape }: Wiring,
  { tensors, rule, backward }: NetworkContents,
): Stage | undefined {
  const { id } = description;
  const from = operands[0]!;
  const back: Backflow = isGradientRule(rule) ? 'error' : 'reward';
  const fixed = rule.kind === 'feedback-alignment' ? backward[`${id}.weight`] : undefined;
  switch (description.kind) {
    case 'dense': {
      const dense = (back: DenseBack): Stage =>
        denseStage(device, { id, from, to }, tensors[`${id}.weight`]!, tensors[`${id}.bias`], back);
      if (!isGradientRule(rule)) return ruledStage(device, dense(denseFeedback), rule, allSeen(from, to));
      return dense(denseGradient(fixed && backwardTiles(device.memory, from, to, fixed)));
    }
    case 'conv2d': {
      const layer = { description, shape, from, to };
      if (isGradientRule(rule)) return conv2dStage(device, layer, tensors, { backward: fixed });
      return ruledStage(device, conv2dStage(device, layer, tensors), rule, seenThrough(description, shape, from, to));
    }
    case 'max-pool':
    case 'average-pool':
      return poolStage(device, description, { shape, from, to }, back);
    case 'sum':
      return sumStage(device, operands, to, back);
    case 'batch-norm':
      return batchNormStage(device, description, { from, to }, tensors, back);
    case 'flatten':
      return undefined;
  }
}
