// Epochs of two float64 learners as Heaviside computes them, the counterpart of numpy-epochs.py:
//
//   node heaviside-epochs.mjs PROBLEM.json
//
// Prints the losses of the given batches and the processor time of every epoch as one JSON object.
import { readFileSync } from 'node:fs';
import { openSimdProducts } from '../../dist/src/backends/products/simd-products.js';
import { startGram } from '../../dist/src/core/front-contribution/gram-network.js';
import { gramRoom } from '../../dist/src/core/front-contribution/gram-room.js';
import { stepGram } from '../../dist/src/core/front-contribution/gram-step.js';
import { drawNoise } from '../../dist/src/core/mean-field/ensemble-forward.js';
import { ensembleStep } from '../../dist/src/core/mean-field/ensemble-step.js';
import { ENSEMBLE_TRAINING } from '../../dist/src/core/mean-field/ensemble-training.js';
import { createEnsembleWorkspace } from '../../dist/src/core/mean-field/ensemble-workspace.js';
import { freshOptimizer } from '../../dist/src/core/optimizers/optimizer-step.js';
import { createRandomStreams } from '../../dist/src/data/random-streams.js';
import { shuffledIndices } from '../../dist/src/data/shuffled-indices.js';

/** Rows of a matrix, one after another. */
function rowsAt(values, chosen, width) {
  const rows = new Float64Array(chosen.length * width);
  for (let b = 0; b < chosen.length; b++)
    for (let i = 0; i < width; i++) rows[b * width + i] = values[chosen[b] * width + i];
  return rows;
}

function frontContribution({ sizes, start, lr, batch }, inputs, targets, make) {
  const [inputCount, hidden, outputs] = sizes;
  const [hiddenWeights, hiddenBias, outputWeights, outputBias] = start.map((part) => Float64Array.from(part.flat()));
  const network = { inputs: inputCount, hidden, outputs, hiddenWeights, hiddenBias, outputWeights, outputBias };
  const samples = inputs.length / inputCount;
  const products = make(gramRoom({ samples, hidden, outputs, batch, momentum: false }));
  const gram = startGram(network, inputs, { products });
  return {
    beginEpoch() {},
    noise: () => undefined,
    step: (chosen) => stepGram(gram, chosen, rowsAt(targets, chosen, outputs), lr, products).loss,
  };
}

function ensemble({ sizes, start, lr, decay, batch }, inputs, targets, make) {
  const [spikeMass, slabMean, slabVariance] = [0, 1, 2].map((part) =>
    start.map((layer) => Float64Array.from(layer[part].flat())),
  );
  const layers = sizes.slice(1).map((fanOut, l) => ({
    fanIn: sizes[l],
    fanOut,
    spikeMass: spikeMass[l],
    slabMean: slabMean[l],
    slabVariance: slabVariance[l],
  }));
  const workspace = createEnsembleWorkspace(sizes, batch, make);
  const { optimizer } = ENSEMBLE_TRAINING;
  let state = { network: layers, optimizer: freshOptimizer, step: 0 };
  let spent;
  return {
    beginEpoch() {
      state = { ...state, optimizer: freshOptimizer };
    },
    noise: (random) => drawNoise(state.network, batch, random),
    step(chosen, noise) {
      const rows = { inputs: rowsAt(inputs, chosen, sizes[0]), targets: rowsAt(targets, chosen, sizes.at(-1)), noise };
      const { state: next, loss } = ensembleStep(state, rows, { optimizer, lr, decay }, workspace, spent);
      [spent, state] = [state, next];
      return loss;
    },
  };
}

const LEARNERS = { 'front contribution': frontContribution, 'mean-field ensemble': ensemble };

const problem = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const [inputs, targets] = [problem.inputs, problem.targets].map((rows) => Float64Array.from(rows.flat()));
const learner = LEARNERS[problem.family](problem, inputs, targets, await openSimdProducts());
const losses = problem.checks.map(({ samples, noise }) =>
  learner.step(
    samples,
    noise?.map((drawn) => Float64Array.from(drawn.flat())),
  ),
);
const streams = createRandomStreams(1);
const [order, drawn] = [streams.stream('order'), streams.stream('noise')];
const epochMs = [];
for (let epoch = 0; epoch < problem.warmUp + problem.epochs; epoch++) {
  const from = process.cpuUsage();
  learner.beginEpoch();
  const samples = shuffledIndices(problem.inputs.length, order);
  for (let first = 0; first + problem.batch <= samples.length; first += problem.batch)
    learner.step(samples.subarray(first, first + problem.batch), learner.noise(drawn));
  const { user, system } = process.cpuUsage(from);
  epochMs.push((user + system) / 1000);
}
console.log(JSON.stringify({ losses, epochMs: epochMs.slice(problem.warmUp) }));
