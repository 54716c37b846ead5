import { expect, test } from 'vitest';

import type { OpenRequest } from '../../src/backends/backend.js';
import { OPTIMIZER_DEFAULTS } from '../../src/core/optimizers/optimizer.js';
import { lfpTrainer } from '../../src/trainers/lfp-trainer.js';
import { sessionLearner } from '../../src/trainers/session-learner.js';
import { dense, identity, network } from '../core/network/small-networks.js';
import { fakeSession } from './fake-session.js';

test('weights, and networks with other ones, leave the optimizer’s memory on the device', async () => {
  const tensors = {
    'h.weight': Float64Array.of(1, 2),
    'h.bias': Float64Array.of(3),
    'out.weight': Float64Array.of(4),
    'out.bias': Float64Array.of(5),
  };
  // It refuses to take snapshots.
  const { session } = fakeSession({});
  session.tensors = async () => tensors;
  const opened: OpenRequest['tensors'][] = [];
  const learner = sessionLearner({
    settings: {
      network: network([2], [dense('h', 1, identity), dense('out', 1, identity)]),
      learn: {
        method: 'lfp',
        rule: { kind: 'epsilon', epsilon: 1e-6 },
        reward: { kind: 'binary-sigmoid' },
        optimizer: OPTIMIZER_DEFAULTS.adam,
        schedule: { kind: 'constant' },
      },
    },
    trainerOf: () => lfpTrainer({ reward: { kind: 'binary-sigmoid' }, epsilon: 1e-6 }),
    session,
    reopen: async ({ tensors: changed }) => {
      opened.push(changed);
      return fakeSession({}).session;
    },
  });
  expect(await learner.weights()).toEqual([Float64Array.of(1, 2), Float64Array.of(4)]);
  await learner.withWeights([Float64Array.of(0, 2), Float64Array.of(7)]);
  expect(opened).toEqual([{ ...tensors, 'h.weight': Float64Array.of(0, 2), 'out.weight': Float64Array.of(7) }]);
});
