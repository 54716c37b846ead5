import { RULE_DEFAULTS } from '../core/feedback/rule.js';
import { dense } from '../core/layers/describe-layer.js';
import type { NetworkDescription } from '../core/layers/layer.js';
import { neuron } from '../core/neurons/neuron.js';
import { OPTIMIZER_DEFAULTS, type OptimizerDescription } from '../core/optimizers/optimizer.js';

/** What every benchmark learns with: the epsilon rule and a rate reward, undivided. */
export const BENCH_LEARNING = {
  rule: { kind: 'epsilon', epsilon: RULE_DEFAULTS.epsilon },
  reward: { kind: 'rate', scale: 'none' },
} as const;

/** Adam with this learning rate. */
export function benchOptimizer(lr: number): OptimizerDescription {
  return { ...OPTIMIZER_DEFAULTS.adam, lr };
}

/**
 * A feed-forward network of leaky integrate-and-fire neurons: reset by subtraction, one step late, threshold 1,
 * PyTorch's uniform start, spike counts as read-out.
 *
 * @param sizes Input, hidden layers `h1`, `h2` …, output `out`. @param decay Share of a membrane that survives a step.
 */
export function lifNetwork(sizes: readonly number[], decay: number): NetworkDescription {
  const [inputs, ...widths] = sizes;
  const unit = neuron('lif', { decay });
  return {
    input: { id: 'in', shape: [inputs!] },
    layers: widths.map((width, n) => dense(n === widths.length - 1 ? 'out' : `h${n + 1}`, width, unit)),
    readout: 'rate',
  };
}

/** `784-1000-10`. */
export function sizesText(sizes: readonly number[]): string {
  return sizes.join('-');
}
