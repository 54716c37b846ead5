// A run that hears of no abort: the command line in a process of its own, with a second of computing in each batch.
import { main } from '../../dist/cli/main.js';

async function* runScenario() {
  const backend = { asked: 'auto', chosen: 'none', why: 'only one', skipped: [], device: {} };
  const size = { parameters: 1, layers: [], trainSamples: 1, testSamples: 1, epochs: 1, batchesPerEpoch: 60 };
  yield { kind: 'run-started', name: 'stubborn', seed: 1, backend, ...size };
  for (let step = 1; step <= 60; step++) {
    process.stderr.write(`batch ${step}\n`);
    for (const end = performance.now() + 1000; performance.now() < end; );
    const measured = { learningRate: 1, reward: 0, accuracy: 0, spikesPerSample: 0, feedbackNorm: 0 };
    yield { kind: 'batch-trained', epoch: 1, batch: step, step, ...measured };
  }
}

process.exitCode = await main(process.argv.slice(2), undefined, {
  parseScenario: () => ({ name: 'stubborn', seed: 1, time: { steps: 1, dt: 1 }, expect: [] }),
  formatScenario: () => 'scenario: 1\n',
  runScenario,
  now: () => performance.now(),
});
