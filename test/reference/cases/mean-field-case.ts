import { expect } from 'vitest';
import { lossOf } from '../../../src/core/losses/loss.js';
import { softmax } from '../../../src/core/losses/softmax.js';
import { categoriesOf } from '../../../src/core/mean-field/categories.js';
import { checkSpikeSlab } from '../../../src/core/mean-field/check-layers.js';
import { ensembleBackward } from '../../../src/core/mean-field/ensemble-backward.js';
import { ensembleForward } from '../../../src/core/mean-field/ensemble-forward.js';
import { type EnsembleState, ensembleStep } from '../../../src/core/mean-field/ensemble-step.js';
import { spikeEntropy } from '../../../src/core/mean-field/entropy.js';
import type { SpikeSlabLayer } from '../../../src/core/mean-field/spike-slab-layer.js';
import { meanWeights, rectified, weightForward } from '../../../src/core/mean-field/weight-network.js';
import type { OptimizerDescription } from '../../../src/core/optimizers/optimizer.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import { expectClose } from '../expect-close.js';
import { flat, list, number, shapeOf, type Vector } from '../vector-folder.js';

/** The specification's bound on parameters after steps; what is computed once keeps the file's own. */
const AFTER_STEPS = 1e-9;

const ADAM: OptimizerDescription = {
  kind: 'adam',
  lr: 0.05,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};
const SGD: OptimizerDescription = { kind: 'sgd', lr: 0.5, momentum: 0, weightDecay: 0 };

/** Parameters of one layer as the files name them. */
interface Parameters {
  readonly m: unknown;
  readonly pi: unknown;
  readonly xi: unknown;
}

/** Steps of one optimizer as the files hold them. */
interface Trajectory {
  readonly lr: number;
  readonly decay: number;
  readonly after: Readonly<Record<string, { readonly params: readonly Parameters[]; readonly loss: number }>>;
}

function layerOf({ m, pi, xi }: Parameters): SpikeSlabLayer {
  const [fanOut, fanIn] = shapeOf(m) as [number, number];
  return { fanIn, fanOut, spikeMass: flat(pi), slabMean: flat(m), slabVariance: flat(xi) };
}

/** Softmax of every row. */
function probabilities(logits: Float64Array, width: number): Float64Array {
  const rows = Array.from({ length: logits.length / width }, (_, row) =>
    softmax(logits.subarray(row * width, (row + 1) * width)),
  );
  return Float64Array.from(rows.flatMap((row) => [...row]));
}

/** kind "mean-field": forward, gradient, categories and entropy at the start, parameters and loss after steps. */
export function checkMeanField(vector: Vector): void {
  for (const scene of list(vector, 'cases') as readonly Record<string, unknown>[])
    checkScene(
      { ...scene, kind: String(scene['kind']), case: `${vector.case}:${scene['kind']}` },
      number(vector, 'tolerance'),
    );
}

function checkScene(scene: Vector, tolerance: number): void {
  const close = (actual: Float64Array, expected: unknown, label: string, bound = tolerance) =>
    expectClose(actual, expected, label, bound, scene.case);
  const network = (list(scene, 'params') as readonly Parameters[]).map(layerOf);
  checkSpikeSlab(network);
  expect([network[0]!.fanIn, ...network.map(({ fanOut }) => fanOut)]).toEqual(scene['sizes']);
  const classes = network.at(-1)!.fanOut;
  const inputs = flat(scene['X']);
  const targets = flat(scene['T']);
  const noise = list(scene, 'eps').map((byLayer) => (byLayer as readonly unknown[]).map(flat));

  const pass = ensembleForward(network, inputs, noise[0]!);
  (list(scene, 'layers0') as readonly Record<string, unknown>[]).forEach((expected, l) => {
    const own = pass.workspace.layers[l]!;
    close(own.moments.mean, expected['mu'], `mu[${l}]`);
    close(own.moments.variance, expected['rho'], `rho[${l}]`);
    close(own.sumVariance.map(Math.sqrt), expected['D'], `D[${l}]`);
    close(own.preactivations, expected['z'], `z[${l}]`);
  });
  close(probabilities(pass.logits, classes), scene['Y0'], 'Y');
  const { loss, gradient } = lossOf('cross-entropy', pass.logits, targets, classes);
  close(Float64Array.of(loss), scene['loss0'], 'loss');
  const gradients = ensembleBackward(network, pass, gradient);
  (list(scene, 'grads0') as readonly Parameters[]).forEach((expected, l) => {
    close(gradients[l]!.slabMean, expected.m, `gradient of m[${l}]`);
    close(gradients[l]!.spikeMass, expected.pi, `gradient of pi[${l}]`);
    close(gradients[l]!.slabVariance, expected.xi, `gradient of Xi[${l}]`);
  });
  close(
    probabilities(weightForward(meanWeights(network), inputs, rectified), classes),
    scene['mean_net_Y'],
    'Y of the mean network',
  );
  network.forEach((layer, l) => {
    expect([...categoriesOf(layer)], `categories[${l}]`).toEqual([...flat(list(scene, 'categories')[l])]);
    close(spikeEntropy(layer), list(scene, 'entropy_bernoulli')[l], `entropy[${l}]`);
  });
  const start = { network, optimizer: freshOptimizer, step: 0 };
  for (const [name, optimizer] of [
    ['sgd', SGD],
    ['adam', ADAM],
  ] as const)
    checkTrajectory(
      start,
      { inputs, targets, noise },
      optimizer,
      scene[name] as Trajectory,
      (actual, expected, label) => close(actual, expected, `${name}: ${label}`, AFTER_STEPS),
    );
}

/** After every number of steps that the file holds: parameters, and their loss with the noise of the step before. */
function checkTrajectory(
  start: EnsembleState,
  { inputs, targets, noise }: { inputs: Float64Array; targets: Float64Array; noise: readonly Float64Array[][] },
  optimizer: OptimizerDescription,
  { lr, decay, after }: Trajectory,
  close: (actual: Float64Array, expected: unknown, label: string) => void,
): void {
  const last = Math.max(...Object.keys(after).map(Number));
  let state = start;
  for (let step = 1; step <= last; step++) {
    ({ state } = ensembleStep(state, { inputs, targets, noise: noise[step - 1]! }, { optimizer, lr, decay }));
    const expected = after[step];
    if (!expected) continue;
    expected.params.forEach((layer, l) => {
      close(state.network[l]!.slabMean, layer.m, `m[${l}] after ${step}`);
      close(state.network[l]!.spikeMass, layer.pi, `pi[${l}] after ${step}`);
      close(state.network[l]!.slabVariance, layer.xi, `Xi[${l}] after ${step}`);
    });
    const again = ensembleForward(state.network, inputs, noise[step - 1]!).logits;
    const loss = lossOf('cross-entropy', again, targets, state.network.at(-1)!.fanOut).loss;
    close(Float64Array.of(loss), expected.loss, `loss after ${step}`);
  }
}
