import { tensorPlans, toExchangeLayout } from '../../../src/core/network/initial-tensors.js';
import { clippedFeedback, globalNorm } from '../../../src/core/optimizers/clipping.js';
import type { OptimizerDescription } from '../../../src/core/optimizers/optimizer.js';
import { freshOptimizer, optimizerStep } from '../../../src/core/optimizers/optimizer-step.js';
import { expectClose } from '../expect-close.js';
import { tensorsFrom } from '../network-of-vector.js';
import { flat, list, number, type Vector } from '../vector-folder.js';
import { byLayer, lifNetwork, spikingStep } from './spiking-case.js';

/** The optimizer that a file names. */
export function optimizerOf(vector: Vector): OptimizerDescription {
  const lr = number(vector, 'lr');
  if (vector['optimizer'] === 'sgd') return { kind: 'sgd', lr, momentum: number(vector, 'momentum'), weightDecay: 0 };
  if (vector['optimizer'] !== 'adam') throw new Error(`${vector.case}: unknown optimizer`);
  const adam = vector['adam'] as Record<string, number>;
  return { kind: 'adam', lr, beta1: adam['beta1']!, beta2: adam['beta2']!, epsilon: adam['eps']!, weightDecay: 0 };
}

/** kind "snn_trajectory": optimizer steps on different batches, membranes at rest before each. */
export function checkTrajectory(vector: Vector): void {
  const plan = lifNetwork(vector);
  const optimizer = optimizerOf(vector);
  const close = (actual: Float64Array, expected: unknown, label: string) =>
    expectClose(actual, expected, label, 1e-9, vector.case);
  let tensors = tensorsFrom(plan, byLayer(list(vector, 'W0'), list(vector, 'b0')));
  let state = freshOptimizer;
  list(vector, 'x').forEach((x, k) => {
    const labels = Int32Array.from(list(vector, 'labels')[k] as number[]);
    const span = { steps: number(vector, 'T'), batch: labels.length };
    const input = { values: flat(x), constant: vector['static_input'] === true };
    const scale = vector['reward_div_T'] === true ? 'per-step' : 'none';
    const { counts, feedback } = spikingStep(plan, tensors, input, labels, span, number(vector, 'epsilon'), scale);
    expectClose(counts, list(vector, 'spike_counts')[k], `spike_counts[${k}]`, 0, vector.case);
    const norm = globalNorm(feedback.tensors);
    close(Float64Array.of(norm), list(vector, 'feedback_norm_before_clip')[k], `feedback norm ${k}`);
    const limit = vector['clip_norm'];
    const clipped = typeof limit === 'number' ? clippedFeedback(feedback.tensors, norm, limit) : feedback.tensors;
    ({ tensors, state } = optimizerStep(optimizer, tensors, clipped, state, optimizer.lr));
    const after = byLayer(list(vector, 'W_after')[k] as unknown[], list(vector, 'b_after')[k] as unknown[]);
    for (const tensor of tensorPlans(plan))
      close(toExchangeLayout(tensor, tensors[tensor.name]!), after[tensor.name], `${tensor.name} after step ${k + 1}`);
  });
}
