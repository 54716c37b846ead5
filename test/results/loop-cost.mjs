// Ways of going through the epochs of digits-lif, for bench-overhead.mjs: the learner's bare calls on encoded batches, the
// run's loop, the run as a stream that nobody listens to, and the bare calls once more, which shows what the place in a
// process makes. They go on in turns, an epoch each, in one process: what the machine does meanwhile meets all of them.
// Tests, checkpoints and histograms are not counted. Prints as JSON the seconds of every epoch, by way.
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

const epochs = Number(process.argv[2]);
const file = new URL('../../scenarios/digits-lif.yaml', import.meta.url);
const scenario = parseScenario(readFileSync(file, 'utf8'), {
  overrides: [`train.epochs=${epochs}`, `test.every=${epochs}`, 'checkpoint.every=never', 'expect=[]'],
});
const options = { backend: 'events', threads: 1 };

/** Seconds that the process has computed: on a machine that others use, waiting says little. */
function computed() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Each step of it is an epoch, and gives its seconds. */
async function* bare() {
  const { data, time, ...rest } = scenario;
  const streams = createRandomStreams(scenario.seed);
  const [trainSet, testSet] = [await loadDataSet(data.train, streams), await loadDataSet(data.test, streams)];
  const task = { ...rest, steps: time.steps, dt: time.dt, data: { train: trainSet, test: testSet } };
  const train = { dataSet: trainSet, encoder: createEncoder(task.encode, trainSet), steps: time.steps };
  const { learner } = await openLearner({ task, plan: planNetwork(task.network), train, streams }, options);
  const learningRate = task.learn.optimizer.lr;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const begin = computed();
    const order = shuffledIndices(trainSet.count, streams.fresh(`order/${epoch}`));
    let batch = 0;
    for (const indices of batches(order, task.train.batch)) {
      const shown = presentation(train, indices, streams.fresh(`encode/train/${epoch}/${++batch}`));
      await learner.learn(shown, { epoch, batch, learningRate });
    }
    yield computed() - begin;
  }
  await learner.close();
}

/** A run that stands still at the end of every epoch until it is asked for the next one. */
async function* epochsOf(play) {
  let [begin, seconds] = [0, 0];
  let [told, go] = [() => undefined, () => undefined];
  async function* held() {
    for await (const event of runScenario(scenario, options)) {
      const { kind } = event;
      if (kind === 'epoch-ended') {
        seconds = computed() - begin;
        await new Promise((resolve) => {
          go = resolve;
          told();
        });
      }
      yield event;
      // The run goes on with what is not counted, or with the next epoch.
      if (['run-started', 'epoch-ended', 'histograms'].includes(kind)) begin = computed();
    }
  }
  const over = play(held());
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await new Promise((resolve) => {
      told = resolve;
      go();
    });
    yield seconds;
  }
  go();
  await over;
}

async function looped(events) {
  for await (const _ of events);
}

function streamed(run) {
  const events = runEvents(run);
  const over = new Promise((complete, error) => events.subscribe({ complete, error }));
  events.connect();
  return over;
}

const ways = [bare(), epochsOf(looped), epochsOf(streamed), bare()];
const taken = ways.map(() => []);
for (let epoch = 0; epoch < epochs; epoch++)
  for (let turn = 0; turn < ways.length; turn++) {
    const at = (epoch + turn) % ways.length;
    taken[at].push((await ways[at].next()).value);
  }
for (const way of ways) await way.next();
process.stdout.write(`${JSON.stringify(taken)}\n`);
