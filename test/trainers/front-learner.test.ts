import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/run/run-event.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { opened, xorText } from './own-place.js';

const SMALL = `    - { id: h1, size: 4, neuron: relu, bias: false }
    - { id: out, size: 1, bias: false }`;

const learn = (form: string, rest = '') =>
  `{ rule: front-contribution, form: ${form}, order: sequential, shadow: true, loss: squared-error, optimizer: { lr: 0.02 }${rest} }`;

/** Largest difference from back-propagation over steps through the four corners. */
async function deviation(form: string, seed: number, steps = 200): Promise<number> {
  const { learner, show } = await opened(xorText(learn(form), SMALL, `seed: ${seed}`));
  for (let step = 0; step < steps; step++)
    await learner.learn(show([step % 4]), { epoch: 1, batch: step + 1, learningRate: 0.02 });
  return learner.metrics!()['deviation']!;
}

test.each(['gram', 'basis'])(
  'form %s: its outputs are those of back-propagation, over 200 steps, 5 seeds',
  async (form) => {
    for (const seed of [0, 1, 2, 3, 4]) expect(await deviation(form, seed)).toBeLessThanOrEqual(1e-12);
  },
);

test('the printed equation is off by more than 0.1 within 200 steps for at least one of five seeds', async () => {
  const found = await Promise.all([0, 1, 2, 3, 4].map((seed) => deviation('as-printed', seed)));
  expect(Math.max(...found)).toBeGreaterThan(0.1);
});

test('history: its dense network answers as the one that back-propagation leaves', async () => {
  const layers = `    - { id: h1, size: 5, neuron: tanh }
    - { id: out, size: 2 }`;
  const one = await opened(xorText('{ rule: front-contribution, form: history, shadow: true }', layers));
  const other = await opened(xorText('{ rule: front-contribution, shadow: true }', layers));
  for (let step = 0; step < 20; step++)
    for (const { learner, show } of [one, other])
      await learner.learn(show([step % 4]), { epoch: 1, batch: step + 1, learningRate: 0.1 });
  expect(one.learner.metrics!()['deviation']).toBeLessThanOrEqual(1e-14);
  const [left, right] = [await one.learner.snapshot(), await other.learner.snapshot()];
  expect(left.tensors.map(({ name, shape }) => ({ name, shape }))).toEqual(
    right.tensors.map(({ name, shape }) => ({ name, shape })),
  );
  left.tensors.forEach(({ values }, n) => {
    values.forEach((value, k) => {
      expect(value).toBeCloseTo(right.tensors[n]!.values[k]!, 12);
    });
  });
});

test('history takes any depth', async () => {
  const layers = `    - { id: h1, size: 3, neuron: tanh }
    - { id: h2, size: 3, neuron: tanh }
    - { id: out, size: 2 }`;
  const { learner, show } = await opened(xorText('{ rule: front-contribution, form: history }', layers));
  await learner.learn(show([0]), { epoch: 1, batch: 1, learningRate: 0.1 });
  expect((await learner.snapshot()).tensors.map(({ name }) => name)).toEqual([
    'h1.weight',
    'h1.bias',
    'h2.weight',
    'h2.bias',
    'out.weight',
    'out.bias',
  ]);
  expect(learner.metrics).toBeUndefined();
});

test('compensation follows one input only', async () => {
  await expect(opened(xorText(learn('compensation'), SMALL))).rejects.toMatchObject({
    code: 'HV_NO_DUAL',
    message: 'compensation exists for 1 distinct input, got 4',
  });
});

test('one sample a step where a form is for one', async () => {
  const { learner, show } = await opened(xorText(learn('as-printed'), SMALL));
  await expect(learner.learn(show([0, 1]), { epoch: 1, batch: 1, learningRate: 0.1 })).rejects.toMatchObject({
    code: 'HV_NO_DUAL',
    message: 'the form "as-printed" takes one sample a step, got a batch of 2',
  });
});

test('the size of the dual form is named before it is taken', async () => {
  // S and A 4 · 4 each, W₂ and its velocity 4 each, K 16, X and W₁(0) 8 + 8: 72 numbers.
  await expect(opened(xorText(learn('gram', ', memory: 0.0001'), SMALL))).rejects.toMatchObject({
    code: 'HV_GRAM_MEMORY',
    facts: { floats: 72, bytes: 576 },
  });
});

test.each(['gram', 'basis', 'history', 'as-printed'])(
  'form %s: divergence is told with its step, and the network is again the one with which the epoch began',
  async (form) => {
    const { learner, show } = await opened(xorText(learn(form).replace('shadow: true, ', ''), SMALL));
    const all = show([0, 1, 2, 3]);
    for (let batch = 1; batch <= 4; batch++)
      await learner.learn(show([batch - 1]), { epoch: 1, batch, learningRate: 0.02 });
    const [before, weights, judged] = [await learner.snapshot(), await learner.weights(), await learner.judge(all)];
    await learner.learn(show([0]), { epoch: 2, batch: 1, learningRate: 0.02 });
    expect(await learner.snapshot()).not.toEqual(before);
    const diverging = async () => {
      for (let batch = 2; batch <= 50; batch++)
        await learner.learn(show([batch % 4]), { epoch: 2, batch, learningRate: 1e150 });
    };
    await expect(diverging()).rejects.toMatchObject({
      code: 'HV_NON_FINITE',
      message: expect.stringMatching(/^training diverged at step \d+: layer "(?:h1|out)" is no longer finite/),
      facts: { learningRate: 1e150 },
    });
    expect(before.step).toBe(4);
    for (const { values } of before.tensors) expect(values.every(Number.isFinite)).toBe(true);
    expect(await learner.snapshot()).toEqual(before);
    expect(await learner.weights()).toEqual(weights);
    expect(await learner.judge(all)).toEqual(judged);
    const same = await learner.withWeights(weights);
    expect((await same.judge(all)).values).toEqual(judged.values);
  },
);

test('a divergence in the first epoch leaves the network as it was drawn', async () => {
  const { learner, show } = await opened(xorText(learn('gram'), SMALL));
  const drawn = await learner.snapshot();
  const diverging = async () => {
    for (let batch = 1; batch <= 50; batch++) await learner.learn(show([3]), { epoch: 1, batch, learningRate: 1e150 });
  };
  await expect(diverging()).rejects.toMatchObject({ code: 'HV_NON_FINITE' });
  expect(drawn.step).toBe(0);
  expect(await learner.snapshot()).toEqual(drawn);
});

test('the checkpoint of a run that diverged is the one of a run that stopped before that epoch', async () => {
  const rule =
    '{ rule: front-contribution, loss: squared-error, optimizer: { lr: 0.1 }, schedule: { kind: step, every: 2, factor: 1e200 } }';
  const checkpointAfter = async (epochs: number) => {
    const run = runScenario(parseScenario(xorText(rule, SMALL).replace('batch: 1', `batch: 1, epochs: ${epochs}`)));
    let last: (RunEvent & { readonly kind: 'checkpoint' }) | undefined;
    let error: unknown;
    try {
      for await (const event of run) if (event.kind === 'checkpoint') last = event;
    } catch (thrown) {
      error = thrown;
    }
    return { ...last!, error };
  };
  const [short, long] = [await checkpointAfter(2), await checkpointAfter(9)];
  expect(short).toMatchObject({ reason: 'end', error: undefined });
  expect(long).toMatchObject({ reason: 'last-good', epoch: 3, error: { code: 'HV_NON_FINITE' } });
  expect(long.tensors).toEqual(short.tensors);
  expect(long.facts['optimizer.step']).toBe('8');
});
