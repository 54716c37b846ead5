import type { Tensors } from '../../core/layers/tensors.js';
import type { NetworkPlan, PlannedLayer } from '../../core/network/plan-network.js';
import { denseStage } from './dense-stage.js';
import type { Device } from './device.js';
import type { Stage } from './stage.js';
import { inputLayout, tiledLayout, type UnitLayout } from './unit-layout.js';

/** One layer on the device. */
export interface DeviceLayer {
  readonly planned: PlannedLayer;
  readonly layout: UnitLayout;
  /** undefined: its output is its input (flatten). */
  readonly stage: Stage | undefined;
  /** Whether reward can reach units that are 0: those of the last layer, and what it only rearranges. */
  readonly rewardsSilent: boolean;
}

/** A network on the device. */
export interface DeviceNetwork {
  readonly input: UnitLayout;
  readonly layers: readonly DeviceLayer[];
}

/** Puts every layer of a network on the device. */
export function deviceNetwork(device: Device, plan: NetworkPlan, tensors: Tensors): DeviceNetwork {
  const input = inputLayout(plan.description.input.shape);
  const layouts: UnitLayout[] = [];
  const layers = plan.layers.map((planned, index): DeviceLayer => {
    const description = plan.description.layers[index]!;
    const from = planned.sources.map((source) => (source < 0 ? input : layouts[source]!));
    const rewardsSilent = index === plan.layers.length - 1;
    const layout = description.kind === 'flatten' ? from[0]! : tiledLayout(planned.shape);
    layouts.push(layout);
    return { planned, layout, stage: stageOf(device, description, from, layout, tensors), rewardsSilent };
  });
  return { input, layers };
}

function stageOf(
  device: Device,
  description: NetworkPlan['description']['layers'][number],
  from: readonly UnitLayout[],
  to: UnitLayout,
  tensors: Tensors,
): Stage | undefined {
  const { id } = description;
  switch (description.kind) {
    case 'dense':
      return denseStage(device, { id, from: from[0]!, to }, tensors[`${id}.weight`]!, tensors[`${id}.bias`]);
    default:
      throw new Error(`no kernels for ${description.kind} yet`);
  }
}
