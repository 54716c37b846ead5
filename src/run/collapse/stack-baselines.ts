import type { GatedUnits } from '../../core/collapse/collapse-at.js';
import { collapseLinear } from '../../core/collapse/collapse-linear.js';
import { collapseMean } from '../../core/collapse/collapse-mean.js';
import { type AffineMap, affineOutputs } from '../../core/collapse/dense-stack.js';
import { rateDense } from '../../core/collapse/rate-dense.js';
import type { DenseInputs } from '../finished-run/dense-inputs.js';
import type { Baseline, SkippedBaseline } from './collapse-report.js';
import { judgeAnswers, type Yardstick } from './judge-answers.js';
import { localCollapse } from './local-collapse.js';
import { rateStack } from './rate-stack.js';
import type { StackedNetwork } from './stacked-network.js';

/** A chain of dense layers on its data. */
export interface StackAtWork {
  readonly chain: StackedNetwork;
  /** Steps of a presentation. */
  readonly steps: number;
  /** Of the training split. */
  readonly trainInputs: DenseInputs;
  /** Of the split that is measured. */
  readonly inputs: DenseInputs;
  readonly yardstick: Yardstick;
}

/** A baseline with the layer that it is, or why it is none. */
export type Outcome = { readonly baseline: Baseline; readonly layer?: AffineMap } | SkippedBaseline;

/** A local layer is a product of all weights; a mean over every sample of a large split would take hours. */
const MOST_LOCAL_LAYERS = 2000;

const affineCount = ({ inputs, outputs }: AffineMap): number => (inputs + 1) * outputs;

/** Every collapse that works on weights; those that do not fit the network come with the reason. */
export function stackBaselines(work: StackAtWork): readonly Outcome[] {
  return [linear(work), local(work), mean(work), rates(work)];
}

function linear({ chain, inputs, yardstick }: StackAtWork): Outcome {
  const layer = collapseLinear(chain.stack);
  const between = [...new Set(chain.hidden.map(({ kind }) => kind).filter((kind) => kind !== 'identity'))];
  const exact = between.length === 0 && chain.last.kind === 'identity' && inputs.ofNetwork === 'every-step';
  const remark = between.length === 0 ? 'nothing stands between the layers' : `leaves out the ${between.join(' and ')}`;
  const judged = judgeAnswers(affineOutputs(layer, inputs.values), yardstick);
  return { baseline: { name: 'linear', parameters: affineCount(layer), ...judged, exact, remark }, layer };
}

/** The one kind of gated unit behind all hidden layers, or why there is none. */
function gatedUnits({ hidden }: StackedNetwork): GatedUnits | { readonly reason: string } {
  if (hidden.length === 0) return { reason: 'there is no hidden layer' };
  const kinds = [...new Set(hidden.map(({ kind }) => kind))];
  const [kind] = kinds;
  if (kinds.length === 1 && (kind === 'relu' || kind === 'step')) return kind;
  return { reason: `hidden units must be all relu or all step, they are ${kinds.join(' and ')}` };
}

function local({ chain, inputs, yardstick }: StackAtWork): Outcome {
  const units = gatedUnits(chain);
  if (typeof units !== 'string') return { name: 'local', ...units };
  if (inputs.ofNetwork !== 'every-step')
    return { name: 'local', reason: 'the input changes from step to step, and with it the layer' };
  const found = localCollapse(chain.stack, units, inputs.values, yardstick);
  return { baseline: { ...found, exact: chain.last.kind === 'identity' } };
}

function mean({ chain, trainInputs, inputs, yardstick }: StackAtWork): Outcome {
  const units = gatedUnits(chain);
  if (typeof units !== 'string') return { name: 'mean', ...units };
  const { values, used, all } = spread(trainInputs);
  const layer = collapseMean(chain.stack, values, units);
  const judged = judgeAnswers(affineOutputs(layer, inputs.values), yardstick);
  const remark =
    units === 'step'
      ? 'around a sample a step network is constant: weights are 0, one answer for all'
      : `mean of the local layers of ${used < all ? `${used} of ${all} samples of ` : ''}the training split`;
  return { baseline: { name: 'mean', parameters: affineCount(layer), ...judged, exact: false, remark }, layer };
}

/** At most `MOST_LOCAL_LAYERS` samples, spread evenly. */
function spread({ values, width }: DenseInputs) {
  const all = values.length / width;
  const used = Math.min(all, MOST_LOCAL_LAYERS);
  const rows = new Float64Array(used * width);
  for (let k = 0; k < used; k++) {
    const from = Math.floor((k * all) / used) * width;
    rows.set(values.subarray(from, from + width), k * width);
  }
  return { values: rows, used, all };
}

function rates({ chain, steps, inputs, yardstick }: StackAtWork): Outcome {
  const stack = rateStack(chain);
  if ('reason' in stack) return { name: 'rate-dense', ...stack };
  const judged = judgeAnswers(rateDense(stack, inputs.values, { steps, threshold: 1 }), yardstick);
  const parameters = stack.reduce((sum, { weights, bias }) => sum + weights.length + (bias?.length ?? 0), 0);
  const first = inputs.ofNetwork === 'every-step' ? 'exact for the first layer, ' : '';
  const remark = `a rate in place of ${steps} steps: ${first}an approximation above it`;
  return { baseline: { name: 'rate-dense', parameters, ...judged, exact: false, remark } };
}
