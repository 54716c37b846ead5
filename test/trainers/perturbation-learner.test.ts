import { expect, test } from 'vitest';
import { initialTensors, tensorPlans } from '../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../src/core/network/plan-network.js';
import { drawDirection, shiftedTensors } from '../../src/core/perturbation/perturbation-direction.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { opened, xorText } from './own-place.js';

const LAYERS = `    - { id: h1, size: 5, neuron: tanh }
    - { id: out, size: 2 }`;
const COURSE = { epoch: 2, batch: 3, learningRate: 0.5 };

test('one direction: everything moves along it by the difference of the losses on its two sides', async () => {
  const rule = '{ rule: perturbation, directions: 1, scale: 0.25, optimizer: { kind: sgd, momentum: 0 } }';
  const { learner, show, task } = await opened(xorText(rule, LAYERS), 'reference');
  const shown = show([0, 1, 2, 3]);
  const plan = planNetwork(task.network);
  const tensors = initialTensors(plan, createRandomStreams(0).stream('weights'));
  const random = createRandomStreams(0).fresh('perturbation/2/3');
  const direction = drawDirection(tensorPlans(plan), { distribution: 'rademacher' }, random);
  const weightsOf = (of: typeof tensors) => [of['h1.weight']!, of['out.weight']!];
  const biased = (of: typeof tensors) => Object.keys(of).filter((name) => name.endsWith('bias'));
  expect(biased(direction)).toEqual(['h1.bias', 'out.bias']);
  // The loss on either side, written out: softmax cross-entropy of a 2-5-2 network, mean over the four corners.
  const lossAt = async (amount: number): Promise<number> => {
    const moved = shiftedTensors(tensors, direction, amount);
    const hidden = (x: readonly number[]) =>
      Array.from({ length: 5 }, (_, j) =>
        Math.tanh(x[0]! * moved['h1.weight']![j]! + x[1]! * moved['h1.weight']![5 + j]! + moved['h1.bias']![j]!),
      );
    const losses = [
      [-1, -1, 0],
      [-1, 1, 1],
      [1, -1, 1],
      [1, 1, 0],
    ].map(([a, b, label]) => {
      const h = hidden([a!, b!]);
      const z = [0, 1].map((c) =>
        h.reduce((sum, v, j) => sum + v * moved['out.weight']![2 * j + c]!, moved['out.bias']![c]!),
      );
      return Math.log(Math.exp(z[0]!) + Math.exp(z[1]!)) - z[label!]!;
    });
    return losses.reduce((sum, loss) => sum + loss, 0) / 4;
  };
  const slope = ((await lossAt(0.25)) - (await lossAt(-0.25))) / 0.5;
  await learner.learn(shown, COURSE);
  const expected = weightsOf(shiftedTensors(tensors, direction, -0.5 * slope));
  (await learner.weights()).forEach((layer, n) => {
    layer.forEach((weight, k) => {
      expect(weight).toBeCloseTo(expected[n]![k]!, 12);
    });
  });
});

test('answers with its own weights between steps, not with moved ones', async () => {
  const { learner, show } = await opened(xorText('perturbation', LAYERS), 'reference');
  const shown = show([0, 1, 2, 3]);
  await learner.learn(shown, COURSE);
  const judged = await learner.judge(shown);
  const same = await learner.withWeights(await learner.weights());
  expect((await same.judge(shown)).values).toEqual(judged.values);
  await same.close();
  await learner.close();
});

test('descends: XOR is solved by trying alone', async () => {
  const { learner, show } = await opened(xorText('{ rule: perturbation, scale: 0.05 }', LAYERS), 'reference');
  for (let batch = 1; batch <= 400; batch++)
    await learner.learn(show([0, 1, 2, 3]), { epoch: 1, batch, learningRate: 0.02 });
  expect((await learner.judge(show([0, 1, 2, 3]))).correct).toBe(4);
});

test('a backend whose sessions take no other weights says so', async () => {
  await expect(opened(xorText('perturbation', LAYERS), 'cpu')).rejects.toMatchObject({
    code: 'HV_BACKEND_UNSUPPORTED',
    message:
      'backend "cpu" cannot run this network: its sessions take no other weights, which the rule "perturbation" needs',
  });
});

test('numbers that would not be finite are refused, and the old ones stay', async () => {
  const { learner, show } = await opened(xorText('perturbation', LAYERS), 'reference');
  const before = await learner.snapshot();
  await expect(
    learner.learn(show([0, 1]), { ...COURSE, learningRate: Number.POSITIVE_INFINITY }),
  ).rejects.toMatchObject({ code: 'HV_NON_FINITE', facts: { step: 1, layer: 'h1' } });
  expect(await learner.snapshot()).toEqual(before);
});

test('losses that are not finite end training with their step', async () => {
  const { learner, show } = await opened(xorText('{ rule: perturbation, scale: 1e308 }', LAYERS), 'reference');
  await expect(learner.learn(show([0]), COURSE)).rejects.toMatchObject({ code: 'HV_NON_FINITE', facts: { step: 1 } });
});
