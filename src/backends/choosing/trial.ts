import type { NetworkPlan } from '../../core/network/plan-network.js';
import type { Session } from '../backend.js';

/** What `auto` compares backends by. */
export interface Trial {
  /** Synapse visits of one training step, see `synapseVisits`. */
  readonly work: number;
  /** Networks of one class are taken to be fastest on the same backend, see `sizeClass`. */
  readonly sizeClass: string;
  /** Takes one training step. Called again and again; the session is thrown away afterwards. */
  step(session: Session): Promise<unknown>;
}

/**
 * Multiply-adds that a dense forward pass of one presentation would take:
 * `steps · batch · Σ_layers units · (weights of one unit)`.
 *
 * Layers without weights count nothing. A constant input counts at every step like any other.
 */
export function synapseVisits({ layers }: NetworkPlan, steps: number, batch: number): number {
  let visits = 0;
  for (const { size, tensors } of layers)
    for (const { layout, length, exchangeShape } of tensors)
      if (layout === 'input-major') visits += size * (length / exchangeShape[0]!);
  return visits * steps * batch;
}

/**
 * A coarse name for networks of one kind and size: powers of 4 of the work, the kinds of layers and neurons, and how the
 * input is encoded, which tells spikes from currents. `4^15 dense:lif direct`.
 */
export function sizeClass(plan: NetworkPlan, work: number, encoding: string): string {
  const kinds = plan.description.layers.map(
    (layer) => `${layer.kind}${'neuron' in layer ? `:${layer.neuron.kind}` : ''}`,
  );
  const power = Math.floor(Math.log2(Math.max(1, work)) / 2);
  return [`4^${power}`, [...new Set(kinds)].sort().join('+'), encoding].join(' ');
}
