import type { Tensors } from '../layers/tensors.js';
import type { OptimizerDescription } from './optimizer.js';

/** Memory of an optimizer: steps taken, and running moments named after their tensors (`h1.weight.velocity` …). */
export interface OptimizerState {
  readonly step: number;
  readonly moments: Tensors;
}

export const freshOptimizer: OptimizerState = { step: 0, moments: {} };

/** Numbers of the optimizer for one step; the learning rate comes from the schedule. */
interface Course {
  readonly lr: number;
  /** Counts from 1. */
  readonly step: number;
}

/** One tensor after a step, with its moments by their suffix. */
interface Updated {
  readonly values: Float64Array;
  readonly moments: Readonly<Record<string, Float64Array>>;
}

/**
 * Moves every tensor along its feedback. The gradient's place is taken by `g = −f + weightDecay · θ`.
 *
 *     SGD    m = g (first step), then momentum · m + g;      θ − lr · m
 *     Adam   m = β₁m + (1 − β₁)g;  v = β₂v + (1 − β₂)g²;     θ − lr / (1 − β₁ᵏ) · m / (√v / √(1 − β₂ᵏ) + ε)
 *
 * @param tensors  θ; those without feedback (fixed statistics) are passed on as they are.
 * @param feedback f, direction of increase, by tensor name.
 * @param lr       Learning rate of this step.
 * @returns New tensors and a new state; the arguments are untouched.
 * @see PyTorch's SGD (no dampening, no Nesterov) and Adam (Kingma & Ba 2015).
 */
export function optimizerStep(
  description: OptimizerDescription,
  tensors: Tensors,
  feedback: Tensors,
  state: OptimizerState,
  lr: number,
): { readonly tensors: Tensors; readonly state: OptimizerState } {
  const course = { lr, step: state.step + 1 };
  const next: Record<string, Float64Array> = { ...tensors };
  const moments: Record<string, Float64Array> = {};
  for (const [name, direction] of Object.entries(feedback)) {
    const old = tensors[name]!;
    const { values, moments: own } =
      description.kind === 'sgd'
        ? sgd(description, course, old, direction, state.moments[`${name}.velocity`])
        : adam(description, course, old, direction, state.moments[`${name}.mean`], state.moments[`${name}.square`]);
    next[name] = values;
    for (const [suffix, moment] of Object.entries(own)) moments[`${name}.${suffix}`] = moment;
  }
  return { tensors: next, state: { step: course.step, moments } };
}

function sgd(
  { momentum, weightDecay }: OptimizerDescription & { kind: 'sgd' },
  { lr }: Course,
  old: Float64Array,
  feedback: Float64Array,
  before: Float64Array | undefined,
): Updated {
  const velocity = new Float64Array(old.length);
  const values = new Float64Array(old.length);
  for (let k = 0; k < old.length; k++) {
    const gradient = weightDecay * old[k]! - feedback[k]!;
    velocity[k] = before ? momentum * before[k]! + gradient : gradient;
    values[k] = old[k]! - lr * velocity[k]!;
  }
  return { values, moments: { velocity } };
}

function adam(
  { beta1, beta2, epsilon, weightDecay }: OptimizerDescription & { kind: 'adam' },
  { lr, step }: Course,
  old: Float64Array,
  feedback: Float64Array,
  meanBefore: Float64Array | undefined,
  squareBefore: Float64Array | undefined,
): Updated {
  const mean = new Float64Array(old.length);
  const square = new Float64Array(old.length);
  const values = new Float64Array(old.length);
  const rate = lr / (1 - beta1 ** step);
  const deviation = Math.sqrt(1 - beta2 ** step);
  const oldMean = meanBefore ?? mean.slice();
  const oldSquare = squareBefore ?? square.slice();
  for (let k = 0; k < old.length; k++) {
    const gradient = weightDecay * old[k]! - feedback[k]!;
    const m = beta1 * oldMean[k]! + (1 - beta1) * gradient;
    const v = beta2 * oldSquare[k]! + (1 - beta2) * gradient * gradient;
    mean[k] = m;
    square[k] = v;
    values[k] = old[k]! - (rate * m) / (Math.sqrt(v) / deviation + epsilon);
  }
  return { values, moments: { mean, square } };
}
