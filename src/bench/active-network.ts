import type { OpenRequest, Session } from '../backends/backend.js';
import { dense } from '../core/layers/describe-layer.js';
import type { NetworkDescription } from '../core/layers/layer.js';
import { initialTensors } from '../core/network/initial-tensors.js';
import { planNetwork } from '../core/network/plan-network.js';
import { neuron } from '../core/neurons/neuron.js';
import { createRandomStreams } from '../data/random-streams.js';
import type { Presentation } from '../trainers/presentation.js';
import { BENCH_LEARNING, benchOptimizer } from './bench-network.js';
import { randomSpikes } from './random-spikes.js';

/** Outputs of the networks whose cost is measured. */
export const CLASSES = 10;

/** Share of a membrane that survives a step. */
const DECAY = 0.9;

/** A network `width-width-10` whose inputs and hidden neurons are both active to the same degree. */
export interface ActivePoint {
  readonly width: number;
  /** Share of steps at which an input, and about a hidden neuron, fires: 0..1. */
  readonly activity: number;
  readonly timeSteps: number;
  readonly batch: number;
}

/** Something to open and what to show it. */
export interface ActiveNetwork {
  readonly request: OpenRequest;
  readonly presentation: Presentation;
}

/** Bisections of the hidden threshold, on a logarithmic scale. */
const TURNS = 14;
/** Samples that it is looked for with; few are enough for a rate of many neurons. */
const PROBED = 16;

/**
 * Makes a network and spike trains of one activity. Input spikes are drawn at random; the hidden weights are PyTorch's
 * uniform ones without their sign, and the hidden threshold is the one at which the neurons fire as often as the inputs
 * do, found by bisection: the work of both layers grows with the activity, not with what the network happens to do.
 *
 * @param open Opens a session for a probe; it is closed here.
 */
export async function activeNetwork(
  { width, activity, timeSteps, batch }: ActivePoint,
  seed: number,
  threads: number,
  open: (request: OpenRequest) => Promise<Session>,
): Promise<ActiveNetwork> {
  const streams = createRandomStreams(seed);
  const drawn = { inputs: width, steps: timeSteps, density: activity, classes: CLASSES };
  const probe = randomSpikes({ ...drawn, batch: Math.min(batch, PROBED) }, streams.fresh('probe'));
  const networkAt = (threshold: number): NetworkDescription => ({
    input: { id: 'in', shape: [width] },
    layers: [
      dense('h1', width, neuron('lif', { decay: DECAY, threshold })),
      dense('out', CLASSES, neuron('lif', { decay: DECAY })),
    ],
    readout: 'rate',
  });
  const tensors = initialTensors(planNetwork(networkAt(1)), streams.fresh('weights'));
  const positive = { ...tensors, 'h1.weight': tensors['h1.weight']!.map(Math.abs) };
  const requestAt = (threshold: number): OpenRequest => ({
    network: networkAt(threshold),
    tensors: positive,
    optimizer: benchOptimizer(0),
    rule: BENCH_LEARNING.rule,
    threads,
  });
  // Above the highest potential that all inputs together can reach: Σ|w| / (1 − decay), with |w| <= 1 / √width.
  let [low, high] = [1e-3, Math.sqrt(width) / (1 - DECAY)];
  for (let turn = 0; turn < TURNS; turn++) {
    const middle = Math.sqrt(low * high);
    const rate = await hiddenRate(requestAt(middle), probe, width, open);
    if (rate > activity) low = middle;
    else high = middle;
  }
  return { request: requestAt(low), presentation: randomSpikes({ ...drawn, batch }, streams.fresh('input')) };
}

async function hiddenRate(
  request: OpenRequest,
  { input, labels, steps }: Presentation,
  width: number,
  open: (request: OpenRequest) => Promise<Session>,
): Promise<number> {
  const session = await open(request);
  try {
    await session.begin({ batch: labels.length, learn: false });
    const { spikes } = await session.simulate({ steps, input });
    return spikes['h1']! / (steps * labels.length * width);
  } finally {
    await session.close();
  }
}
