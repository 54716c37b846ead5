// One way of going through the epochs of digits-lif, for bench-overhead.mjs: 0 the learner's bare calls on encoded batches,
// 1 the run's loop, 2 the run as a stream that nobody listens to. Tests, checkpoints and histograms are left out, or not
// counted. Prints seconds of the training as JSON.
import { readFileSync } from 'node:fs';
import { planNetwork } from '../../dist/src/core/network/plan-network.js';
import { createEncoder } from '../../dist/src/data/encoders/create-encoder.js';
import { loadDataSet } from '../../dist/src/data/load-data-set.js';
import { createRandomStreams } from '../../dist/src/data/random-streams.js';
import { shuffledIndices } from '../../dist/src/data/shuffled-indices.js';
import { batches, presentation } from '../../dist/src/run/batches.js';
import { openLearner } from '../../dist/src/run/open-learner.js';
import { runScenario } from '../../dist/src/run/run-scenario.js';
import { parseScenario } from '../../dist/src/scenario/parse-scenario.js';
import { runEvents } from '../../dist/src/streams/run-events.js';

const [kind, epochs] = process.argv.slice(2).map(Number);
const file = new URL('../../scenarios/digits-lif.yaml', import.meta.url);
const scenario = parseScenario(readFileSync(file, 'utf8'), {
  overrides: [`train.epochs=${epochs}`, `test.every=${epochs}`, 'checkpoint.every=never', 'expect=[]'],
});
const options = { backend: 'events', threads: 1 };

/** Seconds between two calls, waited and computed. */
function clock() {
  const [begin, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return { wall: (performance.now() - begin) / 1000, computed: (user + system) / 1e6 };
  };
}

async function bare() {
  const { data, time, ...rest } = scenario;
  const streams = createRandomStreams(scenario.seed);
  const [trainSet, testSet] = [await loadDataSet(data.train, streams), await loadDataSet(data.test, streams)];
  const task = { ...rest, steps: time.steps, dt: time.dt, data: { train: trainSet, test: testSet } };
  const train = { dataSet: trainSet, encoder: createEncoder(task.encode, trainSet), steps: time.steps };
  const { learner } = await openLearner({ task, plan: planNetwork(task.network), train, streams }, options);
  const learningRate = task.learn.optimizer.lr;
  const time_ = clock();
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = shuffledIndices(trainSet.count, streams.fresh(`order/${epoch}`));
    let batch = 0;
    for (const indices of batches(order, task.train.batch)) {
      const shown = presentation(train, indices, streams.fresh(`encode/train/${epoch}/${++batch}`));
      await learner.learn(shown, { epoch, batch, learningRate });
    }
  }
  const taken = time_();
  await learner.close();
  return taken;
}

/** From the first event to the end of the last epoch, without the histograms, which are for the eyes. */
function watch() {
  const taken = { wall: 0, computed: 0 };
  let time;
  return {
    see({ kind }) {
      if (kind === 'run-started' || kind === 'histograms') time = clock();
      if (kind !== 'epoch-ended') return;
      const part = time();
      taken.wall += part.wall;
      taken.computed += part.computed;
      time = clock();
    },
    taken: () => taken,
  };
}

async function looped() {
  const { see, taken } = watch();
  for await (const event of runScenario(scenario, options)) see(event);
  return taken();
}

async function streamed() {
  const { see, taken } = watch();
  const events = runEvents(runScenario(scenario, options));
  const over = new Promise((complete, error) => events.subscribe({ next: see, complete, error }));
  events.connect();
  await over;
  return taken();
}

process.stdout.write(`${JSON.stringify(await [bare, looped, streamed][kind]())}\n`);
