import { describe, expect, test } from 'vitest';
import type { OpenRequest } from '../../../src/backends/backend.js';
import { eventsBackend } from '../../../src/backends/events/events-backend.js';
import { dense } from '../../../src/core/layers/describe-layer.js';
import type { Tensors } from '../../../src/core/layers/tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import type { OptimizerDescription } from '../../../src/core/optimizers/optimizer.js';
import { startingTensors } from '../../core/network/random-numbers.js';

const network = {
  input: { id: 'x', shape: [6] },
  layers: [dense('h', 20, neuron('lif')), dense('out', 3, neuron('lif'))],
  readout: 'rate',
} as const;
const [BATCH, STEPS] = [4, 10];
const start: Tensors = Object.fromEntries(
  Object.entries(startingTensors(planNetwork(network))).map(([name, values]) => [name, values.map(Math.fround)]),
);
/** Starting tensors with one large weight. */
const oneLarge = (value: number): Tensors => ({ ...start, 'h.weight': start['h.weight']!.with(0, Math.fround(value)) });

const sgd = (numbers: Partial<OptimizerDescription>): OptimizerDescription => ({
  ...{ kind: 'sgd', lr: 1, momentum: 0, weightDecay: 0 },
  ...(numbers as object),
});
const adam = (numbers: Partial<OptimizerDescription>): OptimizerDescription => ({
  ...{ kind: 'adam', lr: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  ...(numbers as object),
});

/** Learns once, from feedback of ordinary size. */
async function learned(
  optimizer: OptimizerDescription,
  learningRate: number,
  more: Partial<Pick<OpenRequest, 'tensors' | 'optimizerState'>>,
) {
  const rule = { kind: 'epsilon', epsilon: 1e-6 } as const;
  const session = await eventsBackend.open({ network, tensors: start, optimizer, rule, threads: 1, ...more });
  const before = await session.snapshot();
  await session.begin({ batch: BATCH, learn: true });
  await session.simulate({ steps: STEPS, input: { kind: 'constant', values: new Float64Array(BATCH * 6).fill(1) } });
  const always = new Float64Array(BATCH * 3).fill(0.1);
  await session.feedback({ always, perOutput: always, last: always }, { inputReward: false });
  const error = await session.update({ learningRate, clip: undefined }).then(
    () => undefined,
    (reason: { readonly code: string }) => reason.code,
  );
  const after = await session.snapshot();
  await session.close();
  return { error, before, after };
}

describe('an update that would leave float32 changes nothing', () => {
  const velocity = Object.fromEntries(
    Object.entries(start).map(([name, values]) => [`${name}.velocity`, values.map(() => Math.fround(1e37))]),
  );
  test.each<readonly [string, OptimizerDescription, number, Partial<Pick<OpenRequest, 'tensors' | 'optimizerState'>>]>([
    ['by its learning rate', sgd({}), 1e39, {}],
    ['by weight decay', sgd({ weightDecay: 1e38 }), 1e3, {}],
    ['by weight decay whose square does', adam({ weightDecay: 1e35 }), 1e-3, {}],
    ['by a restored velocity', sgd({ momentum: 0.9 }), 100, { optimizerState: { step: 1, moments: velocity } }],
    ['by one large weight', sgd({ weightDecay: 10 }), 1, { tensors: oneLarge(1e38) }],
    ['by the square of one large weight', adam({ weightDecay: 1 }), 1e-3, { tensors: oneLarge(1e24) }],
    ['by an epsilon that float32 takes for 0', adam({ epsilon: 1e-60 }), 1e-3, {}],
  ])('%s', async (_, optimizer, learningRate, more) => {
    const { error, before, after } = await learned(optimizer, learningRate, more);
    expect(error).toBe('HV_NON_FINITE');
    expect(after).toEqual(before);
  });

  test('and an ordinary one does', async () => {
    const { error, before, after } = await learned(adam({}), 1e-3, {});
    expect(error).toBeUndefined();
    expect(after.optimizer.step).toBe(1);
    expect(after.tensors).not.toEqual(before.tensors);
  });
});
