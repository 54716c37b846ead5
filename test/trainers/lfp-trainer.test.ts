import { describe, expect, test } from 'vitest';
import { lfpTrainer } from '../../src/trainers/lfp-trainer.js';
import { fakeSession } from './fake-session.js';

const input = { kind: 'constant', values: new Float64Array() } as const;
const presentation = { input, labels: Int32Array.of(0), steps: 4 };
const rate = lfpTrainer({ reward: { kind: 'rate', scale: 'none' }, epsilon: 1e-6, clip: 3 });
// Two spikes of each class in 4 steps: half of the steps, so both logistic functions are at ½.
const twoEach = { outputSums: Float64Array.of(2, 2), lastOutput: Float64Array.of(1, 0) };

describe('learning by layer-wise feedback propagation', () => {
  test('shows, rewards, sends back and updates, in this order', async () => {
    const { session, calls } = fakeSession(twoEach, 0.25);
    const learned = await rate.learn(session, presentation, 'rate', 0.125);
    expect(calls).toEqual([
      ['begin', { batch: 1, learn: true }],
      ['simulate', { steps: 4, input }],
      [
        'feedback',
        { always: Float64Array.of(0.5, 0), perOutput: Float64Array.of(0, -0.5), last: Float64Array.of(0, 0) },
        { inputReward: false },
      ],
      ['update', { learningRate: 0.125, clip: 3 }],
    ]);
    // ½ at each of 4 steps, −½ at each of 2 wrong spikes
    expect(learned).toMatchObject({ reward: 1, correct: 1, feedbackNorm: 0.25 });
  });

  test('judging shows and rewards, and changes nothing', async () => {
    const { session, calls } = fakeSession(twoEach);
    const judged = await rate.judge(session, presentation, 'rate');
    expect(calls.map(([what]) => what)).toEqual(['begin', 'simulate']);
    expect(calls[0]).toEqual(['begin', { batch: 1, learn: false }]);
    expect(judged.reward).toBe(1);
  });

  test('does not clip unless it is told to', async () => {
    const { session, calls } = fakeSession(twoEach);
    await lfpTrainer({ reward: { kind: 'softmax' }, epsilon: 1e-6 }).learn(session, presentation, 'rate', 1);
    expect(calls.at(-1)).toEqual(['update', { learningRate: 1, clip: undefined }]);
  });
});

describe('the reward handed out in all', () => {
  const correct = (epsilon: number) => lfpTrainer({ reward: { kind: 'correct-class' }, epsilon });

  test('of the last output is its reward', async () => {
    const { session } = fakeSession({ outputSums: Float64Array.of(9, 9), lastOutput: Float64Array.of(1, 0) });
    expect((await correct(1).judge(session, presentation, 'last')).reward).toBe(1);
  });

  test('of spike counts is r · N / s(N)', async () => {
    // 3 / (3 + 1)
    const { session } = fakeSession({ outputSums: Float64Array.of(3, 1) });
    expect((await correct(1).judge(session, presentation, 'rate')).reward).toBe(0.75);
  });

  test('of a mean is r · o / s(o)', async () => {
    // o = 6 / 4 = 1.5: 1.5 / (1.5 + 0.5)
    const { session } = fakeSession({ outputSums: Float64Array.of(6, 2) });
    expect((await correct(0.5).judge(session, presentation, 'mean')).reward).toBe(0.75);
  });

  test('adds up over the samples of a batch', async () => {
    const { session } = fakeSession({ outputSums: Float64Array.of(3, 1, 1, 3, 7, 0) });
    const batch = { ...presentation, labels: Int32Array.of(0, 0, 0) };
    // 3/4 + 0 + 7/8
    expect((await correct(1).judge(session, batch, 'rate')).reward).toBe(1.625);
  });
});
