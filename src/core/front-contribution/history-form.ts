import { allFinite, requireFinite, requirePositive, requireRows, requireShape } from '../check-numbers.js';
import { checkDenseStack, type DenseStack, type DenseStackLayer } from '../collapse/dense-stack.js';
import { denseRows, denseRowsBack } from '../layers/dense-rows.js';
import { lossOf } from '../losses/loss.js';
import { respondStatically } from '../neurons/static-units.js';
import type { StepReport } from './back-propagation.js';
import { checkFrontLearning, FRONT_DEFAULTS, type FrontLearning, localDerivative } from './front-learning.js';

/** What one layer saw and was told in one step. */
interface LayerRecord {
  /** h, the layer's inputs, `[fanIn]`. */
  readonly inputs: Float64Array;
  /** η δ, the error of its sums times the rate, `[fanOut]`. */
  readonly error: Float64Array;
}

/** How the history form learns: plain descent, one sample a step. */
export type HistoryLearning = Pick<FrontLearning, 'order' | 'loss' | 'units' | 'surrogate'>;

/**
 * A net of any depth whose weights never change: every layer keeps all that it saw and was told, `(h_τ, δ_τ)`.
 *
 *     W_l(t) h = W_l(0) h − Σ_τ η δ_τ ⟨h_τ, h⟩         W_l(t)ᵀ δ = W_l(0)ᵀ δ − Σ_τ η h_τ ⟨δ_τ, δ⟩
 *
 * Exact, but memory and time per step grow with the number of steps: above the first layer the input of the same sample
 * changes every step, and no state smaller than W_l can answer for an arbitrary change.
 */
export interface HistoryForm {
  readonly learning: HistoryLearning;
  /** The first weights; a bias learns too. */
  readonly stack: DenseStack;
  /** By layer, one record a step. */
  readonly records: readonly (readonly LayerRecord[])[];
}

/** @throws RangeError when layers do not fit each other, a value is not finite, or the units have no derivative. */
export function startHistoryForm(stack: DenseStack, asked: Partial<HistoryLearning> = {}): HistoryForm {
  checkDenseStack(stack);
  const learning = { ...FRONT_DEFAULTS, ...asked };
  checkFrontLearning(learning);
  return { learning, stack, records: stack.map(() => []) };
}

/**
 * Numbers that the records hold after so many steps, first weights apart: `steps · Σ_l (fanIn + fanOut)`. The weights
 * that they stand for are `Σ_l fanIn · fanOut`.
 */
export function historyMemory(stack: DenseStack, steps: number): { readonly floats: number; readonly bytes: number } {
  const floats = steps * stack.reduce((sum, { fanIn, fanOut }) => sum + fanIn + fanOut, 0);
  return { floats, bytes: floats * Float64Array.BYTES_PER_ELEMENT };
}

/**
 * Trains on one sample. In the sequential order the pair of this very step already counts when a layer sends the error
 * back, in the simultaneous order it does not.
 *
 * @param input x, `[fanIn of the first layer]`. @param target `[fanOut of the last]`. @param lr η > 0.
 * @returns A new state, which shares its records with the old one.
 * @throws RangeError when a shape or a value is wrong.
 */
export function stepHistoryForm(
  before: HistoryForm,
  input: Float64Array,
  target: Float64Array,
  lr: number,
): { readonly report: StepReport; readonly state: HistoryForm } {
  const { learning, stack, records } = before;
  const last = stack.length - 1;
  requireShape('input', input, { inputs: stack[0]!.fanIn });
  requireFinite('input', input);
  requireShape('target', target, { outputs: stack[last]!.fanOut });
  requireFinite('target', target);
  requirePositive('learning rate', lr);
  const { seen, sums } = pass(before, input);
  const outputs = sums[last]!;
  const { loss, gradient } = lossOf(learning.loss, outputs, target, outputs.length);
  const derivative = localDerivative(learning);
  const added: LayerRecord[] = [];
  let error = gradient;
  for (let l = last; l >= 0; l--) {
    const record = { inputs: seen[l]!, error: error.map((e) => lr * e) };
    added[l] = record;
    if (l === 0) break;
    const known = learning.order === 'sequential' ? [...records[l]!, record] : records[l]!;
    const below = sums[l - 1]!;
    error = sentBack(stack[l]!, known, error).map((e, i) => e * derivative(below[i]!));
  }
  const state = { ...before, records: records.map((known, l) => [...known, added[l]!]) };
  return { report: { outputs, loss, diverged: ![outputs, ...added.map((r) => r.error)].every(allFinite) }, state };
}

/**
 * Answers any inputs, seen or not.
 *
 * @param inputs `[count × fanIn of the first layer]`. @returns `[count × fanOut of the last]`, a new array.
 * @throws RangeError when the inputs are empty, ragged or not finite.
 */
export function historyOutputs(form: HistoryForm, inputs: Float64Array): Float64Array {
  const width = form.stack[0]!.fanIn;
  const rows = requireRows('inputs', inputs, width);
  const answers = Array.from({ length: rows }, (_, r) => pass(form, inputs.subarray(r * width, (r + 1) * width)));
  return Float64Array.from(answers.flatMap(({ sums }) => [...sums.at(-1)!]));
}

/** What every layer sees, and its sums, for one input. */
function pass({ learning, stack, records }: HistoryForm, input: Float64Array) {
  const seen: Float64Array[] = [];
  const sums: Float64Array[] = [];
  stack.forEach((layer, l) => {
    seen[l] = l === 0 ? input.slice() : respondStatically(sums[l - 1]!, learning.units);
    sums[l] = sumsNow(layer, records[l]!, seen[l]!);
  });
  return { seen, sums };
}

function sumsNow(layer: DenseStackLayer, records: readonly LayerRecord[], inputs: Float64Array): Float64Array {
  const sums = denseRows(inputs, layer.weights, layer.bias, layer.fanIn);
  for (const record of records) {
    // A bias is the weight of an input that is always 1.
    const alike = inner(record.inputs, inputs) + (layer.bias ? 1 : 0);
    for (let j = 0; j < sums.length; j++) sums[j]! -= record.error[j]! * alike;
  }
  return sums;
}

function sentBack(layer: DenseStackLayer, records: readonly LayerRecord[], error: Float64Array): Float64Array {
  const sent = denseRowsBack(error, layer.weights, layer.fanOut);
  for (const record of records) {
    const alike = inner(record.error, error);
    for (let i = 0; i < sent.length; i++) sent[i]! -= record.inputs[i]! * alike;
  }
  return sent;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** The dense network that the records stand for: `W_l = W_l(0) − Σ_τ η δ_τ h_τᵀ`, `b_l = b_l(0) − Σ_τ η δ_τ`. New arrays. */
export function expandHistoryForm({ stack, records }: HistoryForm): DenseStack {
  return stack.map((layer, l) => {
    const weights = layer.weights.slice();
    const bias = layer.bias?.slice();
    for (const { inputs, error } of records[l]!)
      for (let j = 0; j < error.length; j++) {
        for (let i = 0; i < inputs.length; i++) weights[j * inputs.length + i]! -= error[j]! * inputs[i]!;
        if (bias) bias[j]! -= error[j]!;
      }
    return { ...layer, weights, bias };
  });
}
