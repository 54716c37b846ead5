import type { AffineMap } from '../../core/collapse/dense-stack.js';
import type { Readout } from '../../core/layers/layer.js';
import { parameterCount } from '../../core/network/initial-tensors.js';
import type { NamedTensor } from '../../record/named-tensor.js';
import type { StoredRun } from '../../record/read-run-folder.js';
import { networkTensors } from '../finished-run/checkpoint-tensors.js';
import { confirmAccuracy } from '../finished-run/confirm-accuracy.js';
import { denseInputs } from '../finished-run/dense-inputs.js';
import { finishedRun } from '../finished-run/finished-run.js';
import { type OpenOptions, openNetwork } from '../finished-run/open-network.js';
import { readOut, type Split } from '../finished-run/read-out.js';
import type { Baseline, BaselineName, CollapseReport, SkippedBaseline } from './collapse-report.js';
import { refuseRule } from './refuse-rule.js';
import { checkLambda, LAMBDA_DEFAULT, ridgeBaseline } from './ridge-baseline.js';
import { type Outcome, stackBaselines } from './stack-baselines.js';
import { stackedNetworkOf } from './stacked-network.js';

export interface CollapseOptions extends OpenOptions {
  /** On which the baselines are measured; default: test. They are made from the training split in any case. */
  readonly split?: Split;
  /** λ of ridge regression, >= 0; default 1. */
  readonly lambda?: number;
}

/** What a collapse leaves: the report, and the layers as `<baseline>.weight` (out, in) and `<baseline>.bias`. */
export interface CollapsedRun {
  readonly report: CollapseReport;
  readonly tensors: readonly NamedTensor[];
}

const TEACHERS: { readonly [R in Readout]: string } = {
  rate: 'spike counts of the outputs',
  mean: 'outputs, mean over time',
  last: 'outputs of the last step',
};
const ON_WEIGHTS: readonly BaselineName[] = ['linear', 'local', 'mean', 'rate-dense'];

/**
 * Makes the collapsed dense baselines of a finished run and measures them beside its network: how much of it is one dense
 * layer. The layers are made after training, from weights or from answers; they are no learning rule.
 *
 * @throws HeavisideError `HV_OPTION_RANGE`, `HV_COLLAPSE_RULE`, `HV_COLLAPSE_RIDGE`, `HV_RUN_MISMATCH` when the network of the checkpoint does
 *   not answer as its run said, and what opening the run throws.
 */
export async function collapseRun(stored: StoredRun, options: CollapseOptions = {}): Promise<CollapsedRun> {
  const { split = 'test', lambda = LAMBDA_DEFAULT } = options;
  checkLambda(lambda);
  const run = await finishedRun(stored);
  refuseRule(run);
  const tensors = networkTensors(stored, run.plan);
  const opened = await openNetwork(run, tensors, options);
  try {
    const test = await readOut(opened.session, run, 'test');
    const summary = confirmAccuracy(run, test.accuracy, opened.backend);
    const train = await readOut(opened.session, run, 'train');
    const measured = { train, test }[split];
    const { plan, scenario } = run;
    const { values: network, labels, border } = measured;
    const yardstick = { network, labels, classes: plan.outputSize, border };
    const trainInputs = denseInputs(run, 'train');
    const inputs = split === 'train' ? trainInputs : denseInputs(run, split);
    const chain = inputs.ofNetwork === 'no' ? { why: 'the input is a spike time' } : stackedNetworkOf(plan, tensors);
    const outcomes: readonly Outcome[] = [
      ...('why' in chain
        ? ON_WEIGHTS.map((name) => ({ name, reason: chain.why }))
        : stackBaselines({ chain, steps: scenario.time.steps, trainInputs, inputs, yardstick })),
      ridgeBaseline(trainInputs, train.values, lambda, inputs, yardstick),
    ];
    const report: CollapseReport = {
      kind: 'collapsed dense baselines',
      name: scenario.name,
      seed: scenario.seed,
      folder: stored.path,
      backend: opened.backend,
      split,
      samples: measured.labels.length,
      inputs: inputs.what,
      teacher: TEACHERS[plan.readout],
      lambda,
      network: { parameters: parameterCount(plan), accuracy: measured.accuracy, summary },
      baselines: outcomes.flatMap((outcome): Baseline[] => ('baseline' in outcome ? [outcome.baseline] : [])),
      skipped: outcomes.flatMap((outcome): SkippedBaseline[] => ('reason' in outcome ? [outcome] : [])),
    };
    return { report, tensors: outcomes.flatMap(tensorsOf) };
  } finally {
    await opened.session.close();
  }
}

function tensorsOf(outcome: Outcome): readonly NamedTensor[] {
  if (!('baseline' in outcome) || !outcome.layer) return [];
  const { inputs, outputs, weights, bias }: AffineMap = outcome.layer;
  const { name } = outcome.baseline;
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], values: weights },
    { name: `${name}.bias`, shape: [outputs], values: bias },
  ];
}
