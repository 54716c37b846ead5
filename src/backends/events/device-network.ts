import type { RuleDescription } from '../../core/feedback/rule.js';
import type { LayerDescription } from '../../core/layers/layer.js';
import type { Tensors } from '../../core/layers/tensors.js';
import type { NetworkPlan, PlannedLayer } from '../../core/network/plan-network.js';
import type { Shape } from '../../core/shape.js';
import { batchNormStage } from './batch-norm-stage.js';
import { conv2dStage } from './conv2d-stage.js';
import { denseStage } from './dense-stage.js';
import type { Device } from './device.js';
import { poolStage } from './pool-stage.js';
import { allSeen, ruledStage, seenThrough } from './ruled-stage.js';
import type { Stage } from './stage.js';
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
  /** Whether feedback asks for its events by unit. */
  readonly readByUnit: boolean;
}

/** A network on the device. */
export interface DeviceNetwork {
  readonly input: UnitLayout;
  /** Whether feedback asks for the input's events by unit. */
  readonly inputReadByUnit: boolean;
  readonly layers: readonly DeviceLayer[];
}

/** What a network on the device is made from. */
export interface NetworkContents {
  readonly tensors: Tensors;
  readonly rule: RuleDescription;
}

/** Puts every layer of a network on the device. */
export function deviceNetwork(device: Device, plan: NetworkPlan, contents: NetworkContents): DeviceNetwork {
  const input = inputLayout(plan.description.input.shape);
  const silent = rewardedInSilence(plan);
  const byUnit = contents.rule.kind === 'epsilon' ? readByDenseLayers(plan) : new Set();
  const layouts: UnitLayout[] = [];
  const layers = plan.layers.map((planned, index): DeviceLayer => {
    const description = plan.description.layers[index]!;
    const from = planned.sources.map((source) => (source < 0 ? input : layouts[source]!));
    const shapes = planned.sources.map((s) => (s < 0 ? plan.description.input.shape : plan.layers[s]!.shape));
    const layout = description.kind === 'flatten' ? from[0]! : tiledLayout(planned.shape);
    layouts.push(layout);
    const stage = stageOf(device, description, { from, to: layout, shape: shapes[0]! }, contents);
    return { planned, layout, stage, rewardsSilent: silent.has(index), readByUnit: byUnit.has(index) };
  });
  return { input, inputReadByUnit: byUnit.has(-1), layers };
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

/** The layers (−1: the input) that dense layers of more than one tile read, also those that are only flattened on the way. */
function readByDenseLayers({ description, layers }: NetworkPlan): ReadonlySet<number> {
  const found = new Set<number>();
  description.layers.forEach(({ kind }, index) => {
    const wide = kind === 'dense' && layers[index]!.size > TILE;
    let source = wide ? layers[index]!.sources[0]! : undefined;
    while (source !== undefined) {
      found.add(source);
      source = description.layers[source]?.kind === 'flatten' ? layers[source]!.sources[0]! : undefined;
    }
  });
  return found;
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
  { tensors, rule }: NetworkContents,
): Stage | undefined {
  const { id } = description;
  const from = operands[0]!;
  switch (description.kind) {
    case 'dense': {
      const stage = denseStage(device, { id, from, to }, tensors[`${id}.weight`]!, tensors[`${id}.bias`]);
      return ruledStage(device, stage, rule, allSeen(from, to));
    }
    case 'conv2d': {
      const stage = conv2dStage(device, { description, shape, from, to }, tensors);
      return ruledStage(device, stage, rule, seenThrough(description, shape, from, to));
    }
    case 'max-pool':
    case 'average-pool':
      return poolStage(device, description, { shape, from, to });
    case 'sum':
      return sumStage(device, operands, to);
    case 'batch-norm':
      return batchNormStage(device, description, { from, to }, tensors);
    case 'flatten':
      return undefined;
  }
}
