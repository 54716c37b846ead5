// Ways of going through the epochs of digits-lif, for bench-overhead.mjs: the learner's bare calls on encoded batches, the
// run's loop, the run as a stream that nobody listens to, and the bare calls once more, which shows what the place in a
// process makes. They go on in turns, an epoch each, in one process: what the machine does meanwhile meets all of them.
// Tests, checkpoints and histograms are not counted. Prints as JSON for every way and epoch the seconds of the epoch and
// the microseconds of a batch, within the device's calls and beside them.
//
//   node test/results/loop-cost.mjs EPOCHS [WAY THAT BEGINS, 0 TO 3]
import { readFileSync } from 'node:fs';
import { eventsBackend } from '../../dist/src/backends/events/events-backend.js';
import { quantile } from '../../dist/src/bench/quantile.js';
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

const [epochs, first = 0] = process.argv.slice(2).map(Number);
const file = new URL('../../scenarios/digits-lif.yaml', import.meta.url);
const scenario = parseScenario(readFileSync(file, 'utf8'), {
  overrides: [`train.epochs=${epochs}`, `test.every=${epochs}`, 'checkpoint.every=never', 'expect=[]'],
});
const optionsFor = (backend) => ({ backend: 'events', backends: [backend], threads: 1 });

/** What a way's batches take on the device, from `begin` to the end of `update`, and between two of them. */
class BatchMeter {
  #within = [];
  #beside = [];
  #began = 0;
  #ended;

  /** A backend whose sessions are metered; one way opens one session. */
  of(backend) {
    return { ...backend, open: async (request) => this.#metered(await backend.open(request)) };
  }

  /** Medians since the last call, in microseconds. */
  taken() {
    const [within, beside] = [this.#within, this.#beside].map(
      (times) =>
        1000 *
        quantile(
          times.toSorted((a, b) => a - b),
          0.5,
        ),
    );
    [this.#within, this.#beside, this.#ended] = [[], [], undefined];
    return { within, beside };
  }

  #metered(session) {
    const begin = (batch) => {
      this.#began = performance.now();
      if (this.#ended !== undefined) this.#beside.push(this.#began - this.#ended);
      return session.begin(batch);
    };
    const update = async (step) => {
      const updated = await session.update(step);
      this.#ended = performance.now();
      this.#within.push(this.#ended - this.#began);
      return updated;
    };
    const own = { begin, update };
    return new Proxy(session, {
      get: (target, name) =>
        own[name] ?? (typeof target[name] === 'function' ? target[name].bind(target) : target[name]),
    });
  }
}

/** Seconds that the process has computed: on a machine that others use, waiting says little. */
function computed() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Each step of it is an epoch, and gives its seconds. */
async function* bare(backend) {
  const { data, time, ...rest } = scenario;
  const streams = createRandomStreams(scenario.seed);
  const [trainSet, testSet] = [await loadDataSet(data.train, streams), await loadDataSet(data.test, streams)];
  const task = { ...rest, steps: time.steps, dt: time.dt, data: { train: trainSet, test: testSet } };
  const train = { dataSet: trainSet, encoder: createEncoder(task.encode, trainSet), steps: time.steps };
  const { learner } = await openLearner({ task, plan: planNetwork(task.network), train, streams }, optionsFor(backend));
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
async function* epochsOf(backend, play) {
  let [begin, seconds] = [0, 0];
  let [told, go] = [() => undefined, () => undefined];
  // As light as can be: what stands between the run and who plays it would count as the loop's.
  const run = runScenario(scenario, optionsFor(backend));
  const passed = (result) => {
    const kind = result.value?.kind;
    if (kind !== 'epoch-ended') {
      // The run goes on with what is not counted, or with the next epoch.
      if (kind === 'run-started' || kind === 'histograms') begin = computed();
      return result;
    }
    seconds = computed() - begin;
    return new Promise((resolve) => {
      go = () => {
        begin = computed();
        resolve(result);
      };
      told();
    });
  };
  const held = {
    next: () => run.next().then(passed),
    return: () => run.return(),
    [Symbol.asyncIterator]: () => held,
  };
  const over = play(held);
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

const ways = [bare, (backend) => epochsOf(backend, looped), (backend) => epochsOf(backend, streamed), bare].map(
  (way) => {
    const meter = new BatchMeter();
    return { meter, epochs: way(meter.of(eventsBackend)), taken: [] };
  },
);
// Whoever opens its network first has an advantage or the opposite: another one in every process.
for (let epoch = 0; epoch < epochs; epoch++)
  for (let turn = 0; turn < ways.length; turn++) {
    const way = ways[(epoch + turn + first) % ways.length];
    const { value: seconds } = await way.epochs.next();
    way.taken.push({ seconds, ...way.meter.taken() });
  }
for (const { epochs } of ways) await epochs.next();
process.stdout.write(`${JSON.stringify(ways.map(({ taken }) => taken))}\n`);
