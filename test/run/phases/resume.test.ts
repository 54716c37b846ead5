import { describe, expect, test } from 'vitest';

import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { expectSameAfterStops, expectSameFromCheckpoints } from '../resumed-run.js';
import { eventsOf, ofKind } from '../xor-scenario.js';

const scenario = parseScenario(`
scenario: 1
name: branches
seed: 5
time: { dt: 1ms, steps: 6 }
data: { source: xor, repeat: 4 }
network:
  layers:
    - { id: in, size: 2 }
    - { id: h, size: 8, neuron: lif, beta: 0.8 }
    - { id: out, size: 2, neuron: lif }
learn: lfp
checkpoint: { every: 1 epoch }
phases:
  - id: first
    train: { epochs: 2, batch: 4 }
    checkpoint: best
    events:
      - { at: 3 batches, noise: { nodes: in, sd: 0.1, duration: 3 batches } }
      - { at: 4 batches, set: { h.threshold: 0.9, learn.epsilon: 0.05 } }
  - { id: cut, events: [ { at: 0, lesion: { nodes: h, fraction: 0.5 } }, { at: 3, pulse: { nodes: h, amplitude: 1, duration: 2 } } ], test: {} }
  - { id: again, train: { epochs: 1, batch: 4 }, schedule: { learn.optimizer.lr: { kind: linear, from: 1e-3, to: 1e-4 }, h.threshold: { kind: linear, from: 0.9, to: 0.7 } } }
  - id: free
    run: 600ms
    from: first
    events:
      - { at: 40ms, noise: { nodes: in, sd: 1, duration: 500ms } }
      - { at: 100ms, clamp: { nodes: "h[0:2]", value: 0.5, duration: 40ms } }
      - { when: "rate(h) > 20Hz", window: 20, lesion: { synapses: h, fraction: 0.3 } }
      - { at: 400ms, set: { h.beta: 0.7 } }
  - { id: on, from: free, run: 50ms, schedule: { h.threshold: { kind: cosine, from: 0.9, to: 0.6 } } }
  - { id: end, test: {}, from: again }
record: { spikes: [h, out], samples: 2, traces: { h.voltage: "0:3" }, every: { feedback: 1 epoch, reward: 3 steps } }
expect:
  - { that: accuracy(test), in: first, atLeast: 0 }
  - { that: rate(h), in: free, window: [40ms, 500ms], atLeast: 0Hz }
  - { that: silent(out), in: on }
`);

describe.each(['reference', 'events'])('a run of phases on %s goes on exactly as it would have', (backend) => {
  test('from every checkpoint', async () => {
    expect(await expectSameFromCheckpoints(scenario, { backend })).toBe(6);
  });

  test('wherever it was stopped', async () => {
    await expectSameAfterStops(scenario, { backend }, backend === 'events' ? 5 : 7);
  });
});

test('a free run writes checkpoints at its own steps', async () => {
  const free = parseScenario(`
scenario: 1
name: free
seed: 1
time: { dt: 1ms, steps: 6 }
data: xor
network: { layers: [{ id: in, size: 2 }, { id: h, size: 4, neuron: lif }, { id: out, size: 2, neuron: lif }] }
learn: lfp
checkpoint: { every: 130 steps }
phases:
  - { id: noisy, run: 600ms, events: [{ at: 0, noise: { nodes: in, sd: 1 } }] }
  - { id: quiet, run: 20ms }
record: { spikes: [h] }
`);
  const events = await eventsOf(free, { backend: 'reference' });
  const at = ofKind(events, 'checkpoint').map(({ reason, facts }) => `${reason} ${facts['phase']} ${facts['at']}`);
  const within = [130, 260, 390, 520].map((step) => `periodic 0 ${step}`);
  expect(at).toEqual([...within, 'periodic 1 0', 'end 2 0']);
  expect(await expectSameFromCheckpoints(free, { backend: 'reference' })).toBe(5);
});
