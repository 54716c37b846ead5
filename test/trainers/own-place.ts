import { planNetwork } from '../../src/core/network/plan-network.js';
import { createEncoder } from '../../src/data/encoders/create-encoder.js';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { presentation, type Shown } from '../../src/run/batches.js';
import { type OpenedLearner, openLearner } from '../../src/run/open-learner.js';
import type { Task } from '../../src/run/task.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import type { Presentation } from '../../src/trainers/presentation.js';

/** A learner of a scenario, opened as a run opens it, and its training samples. */
export interface Opened extends OpenedLearner {
  readonly task: Task;
  readonly train: Shown;
  readonly seed: number;
  /** Training samples by their numbers, as the learner is shown them. */
  show(samples: readonly number[]): Presentation;
}

export async function opened(text: string, backend = 'auto'): Promise<Opened> {
  const { data, time, ...rest } = parseScenario(text);
  const streams = createRandomStreams(rest.seed);
  const [trainSet, testSet] = [await loadDataSet(data.train, streams), await loadDataSet(data.test, streams)];
  const task: Task = { ...rest, steps: time.steps, dt: time.dt, data: { train: trainSet, test: testSet } };
  const train = { dataSet: trainSet, encoder: createEncoder(task.encode, trainSet), steps: time.steps };
  const { learner, choice } = await openLearner({ task, plan: planNetwork(task.network), train, streams }, { backend });
  const show = (samples: readonly number[]) => presentation(train, Uint32Array.from(samples), streams.fresh('encode'));
  return { learner, choice, task, train, seed: rest.seed, show };
}

/** A scenario of XOR with corners at −1 and 1. */
export function xorText(learn: string, layers: string, rest = ''): string {
  return `scenario: 1
name: xor
data: { source: xor, low: -1, high: 1 }
network:
  layers:
    - { id: in, size: 2 }
${layers}
learn: ${learn}
train: { batch: 1 }
${rest}`;
}
