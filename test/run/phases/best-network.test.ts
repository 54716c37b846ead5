import { expect, test } from 'vitest';

import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { eventsOf, ofKind } from '../xor-scenario.js';

const text = `
scenario: 1
name: best
seed: 2
time: { dt: 1ms, steps: 8 }
data: { source: xor, repeat: 4 }
network:
  layers:
    - { id: in, size: 2 }
    - { id: h, size: 12, neuron: lif, beta: 0.8 }
    - { id: out, size: 2, neuron: lif }
learn: { rule: lfp, optimizer: { kind: adam, lr: 0.02 } }
checkpoint: { every: never }
phases:
  - { id: train, train: { epochs: 12, batch: 4 }, checkpoint: best, events: [ { at: 10 epochs, lesion: { nodes: h } } ] }
  - { id: after, test: {} }
`;

test('a training ends with the network of its best test, and says what that one measured', async () => {
  const events = await eventsOf(parseScenario(text), { backend: 'reference' });
  const [trained, tested] = ofKind(events, 'phase-ended');
  const accuracies = ofKind(events, 'tested')
    .slice(0, 12)
    .map(({ metrics }) => metrics['accuracy(test)']!);
  const best = Math.max(...accuracies);
  // Without hidden neurons nothing is told apart: the last network is not the best one.
  expect(accuracies.at(-1)).toBeLessThan(best);
  expect(trained!.bestEpoch).toBe(accuracies.indexOf(best) + 1);
  expect(trained!.metrics['accuracy(test)']).toBe(best);
  // What a lesion took since is there again.
  expect(tested!.metrics['accuracy(test)']).toBe(best);
  expect(tested!.metrics['reward']).toBe(trained!.metrics['reward']);
  const kept = ofKind(events, 'checkpoint').filter(({ reason }) => reason === 'best');
  expect(kept.at(-1)!.epoch).toBe(trained!.bestEpoch);
  expect(tested!.bestEpoch).toBeUndefined();
});
