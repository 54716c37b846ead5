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

/** What an earlier step returned and nobody needs any more. */
export interface SpentStep {
  readonly tensors: Tensors;
  readonly state: OptimizerState;
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
 * @param spent    Not the state before this step: **its arrays are written over** and returned, where it has some of
 *   that name; new ones are made otherwise.
 * @returns New tensors and a new state; the other arguments are untouched.
 * @see PyTorch's SGD (no dampening, no Nesterov) and Adam (Kingma & Ba 2015).
 */
export function optimizerStep(
  description: OptimizerDescription,
  tensors: Tensors,
  feedback: Tensors,
  state: OptimizerState,
  lr: number,
  spent?: SpentStep,
): { readonly tensors: Tensors; readonly state: OptimizerState } {
  const course = { lr, step: state.step + 1 };
  const next: Record<string, Float64Array> = { ...tensors };
  const moments: Record<string, Float64Array> = {};
  for (const [name, direction] of Object.entries(feedback)) {
    const old = tensors[name]!;
    const before = (moment: string) => state.moments[`${name}.${moment}`];
    const room = (moment: string) => spent?.state.moments[`${name}.${moment}`] ?? new Float64Array(old.length);
    const values = spent?.tensors[name] ?? new Float64Array(old.length);
    if (description.kind === 'sgd') {
      const velocity = room('velocity');
      sgd(description, course, old, direction, before('velocity'), { values, velocity });
      moments[`${name}.velocity`] = velocity;
    } else {
      const into = { values, mean: room('mean'), square: room('square') };
      adam(description, course, old, direction, before('mean'), before('square'), into);
      moments[`${name}.mean`] = into.mean;
      moments[`${name}.square`] = into.square;
    }
    next[name] = values;
  }
  return { tensors: next, state: { step: course.step, moments } };
}

function sgd(
  { momentum, weightDecay }: OptimizerDescription & { kind: 'sgd' },
  { lr }: Course,
  old: Float64Array,
  feedback: Float64Array,
  before: Float64Array | undefined,
  { values, velocity }: { readonly values: Float64Array; readonly velocity: Float64Array },
): void {
  for (let k = 0; k < old.length; k++) {
    const gradient = weightDecay * old[k]! - feedback[k]!;
    velocity[k] = before ? momentum * before[k]! + gradient : gradient;
    values[k] = old[k]! - lr * velocity[k]!;
  }
}

function adam(
  { beta1, beta2, epsilon, weightDecay }: OptimizerDescription & { kind: 'adam' },
  { lr, step }: Course,
  old: Float64Array,
  feedback: Float64Array,
  meanBefore: Float64Array | undefined,
  squareBefore: Float64Array | undefined,
  { values, mean, square }: Readonly<Record<'values' | 'mean' | 'square', Float64Array>>,
): void {
  const rate = lr / (1 - beta1 ** step);
  const deviation = Math.sqrt(1 - beta2 ** step);
  const oldMean = meanBefore ?? new Float64Array(old.length);
  const oldSquare = squareBefore ?? new Float64Array(old.length);
  for (let k = 0; k < old.length; k++) {
    const gradient = weightDecay * old[k]! - feedback[k]!;
    const m = beta1 * oldMean[k]! + (1 - beta1) * gradient;
    const v = beta2 * oldSquare[k]! + (1 - beta2) * gradient * gradient;
    mean[k] = m;
    square[k] = v;
    values[k] = old[k]! - (rate * m) / (Math.sqrt(v) / deviation + epsilon);
  }
}
