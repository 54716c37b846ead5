import { describe, expect, onTestFinished, test } from 'vitest';

import type { Backend } from '../../src/backends/backend.js';
import { eventsBackend } from '../../src/backends/events/events-backend.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import { benchStep } from '../../src/bench/bench-step.js';
import { folderOf, idxBytes } from '../data/idx-folder.js';
import { fakeSurroundings } from './surroundings.js';

const SMALL = {
  network: '64-20-10',
  timeSteps: '10',
  batch: '16',
  data: 'digits',
  lr: '5e-3',
  beta: '0.9',
  threads: '1',
  seed: '3',
  trainSteps: '40',
  repeat: '3',
  rule: 'epsilon',
  backend: 'reference',
};

const message = (texts: Readonly<Record<string, string>>) =>
  benchStep({ ...SMALL, ...texts }, fakeSurroundings()).then(
    () => 'no error',
    (error: { code: string; message: string }) => `${error.code} ${error.message}`,
  );

describe('a measured step', () => {
  test('has the fields of the baseline and those that say where it comes from', async () => {
    const result = await benchStep(SMALL, fakeSurroundings());
    expect(result).toMatchObject({
      bench: 'step',
      engine: expect.stringMatching(/^heaviside \d+\.\d+\.\d+/),
      net: '64-20-10',
      data: 'digits',
      timeSteps: 10,
      batch: 16,
      threads: 1,
      backend: 'reference',
      asked: 'reference',
      rule: 'epsilon',
      skipped: [],
      device: { arithmetic: 'float64' },
      rateInput: 0,
      seed: 3,
      trainSteps: 40,
      repeat: 3,
      tested: 359,
      node: process.versions.node,
      date: '2025-01-01T00:00:00.000Z',
    });
    // one look at the clock before and after each part: 1 ms each
    expect(result).toMatchObject({ forwardMs: 1, feedbackMs: 1, updateMs: 1, medianMs: 3, p10Ms: 3, p90Ms: 3 });
    expect(structuredClone(result)).toEqual(result);
  });

  test('under auto knows how much work a step is: 64 · 20 + 20 · 10 weights, 10 steps, 16 samples', async () => {
    const card: Backend = { ...referenceBackend, name: 'webgpu' };
    const texts = { ...SMALL, trainSteps: '0', backend: 'auto' };
    const { skipped } = await benchStep(texts, fakeSurroundings([card, referenceBackend]));
    expect(skipped.find(({ name }) => name === 'webgpu')!.reason).toContain('this network has 236,800');
  });

  test('is one of a network that has learned: above chance, with spikes in both layers', async () => {
    const [trained, untrained] = [
      await benchStep({ ...SMALL, trainSteps: '150' }, fakeSurroundings()),
      await benchStep({ ...SMALL, trainSteps: '0' }, fakeSurroundings()),
    ];
    // Ten classes; this seed reaches far more than twice the chance level, an untrained network does not.
    expect(trained.accuracy).toBeGreaterThan(0.3);
    expect(untrained.accuracy).toBeLessThan(0.3);
    expect(trained.spikeRates).toHaveLength(2);
    for (const rate of trained.spikeRates) {
      expect(rate).toBeGreaterThan(0.01);
      expect(rate).toBeLessThan(0.9);
    }
  });

  test.each(['surrogate', 'feedback-alignment', 'direct-feedback-alignment'])(
    'can be one of the rule %s, which learns, too',
    async (rule) => {
      const texts = { ...SMALL, trainSteps: '150', rule };
      const result = await benchStep(texts, fakeSurroundings([eventsBackend, referenceBackend]));
      const events = await benchStep({ ...texts, backend: 'events' }, fakeSurroundings([eventsBackend]));
      expect([result.rule, events.rule]).toEqual([rule, rule]);
      expect(result.accuracy).toBeGreaterThan(0.3);
      expect(events.accuracy).toBeGreaterThan(0.3);
    },
  );

  test('with rate-coded input differs from one with constant currents', async () => {
    const result = await benchStep({ ...SMALL, rateInput: '0.5', trainSteps: '0' }, fakeSurroundings());
    const currents = await benchStep({ ...SMALL, trainSteps: '0' }, fakeSurroundings());
    expect(result.rateInput).toBe(0.5);
    expect(result.spikeRates[0]).toBeLessThan(currents.spikeRates[0]!);
  });

  test('is the same for the same seed', async () => {
    const [one, other] = [await benchStep(SMALL, fakeSurroundings()), await benchStep(SMALL, fakeSurroundings())];
    expect(one).toEqual(other);
    expect((await benchStep({ ...SMALL, seed: '4' }, fakeSurroundings())).spikeRates).not.toEqual(one.spikeRates);
  });

  test('can be of a folder with IDX files', async () => {
    // two classes of 2 x 2 pixels: bright above, bright below
    const images = idxBytes([4, 2, 2], [255, 255, 0, 0, 0, 0, 255, 255, 250, 240, 0, 0, 0, 0, 240, 250]);
    const labels = idxBytes([4], [0, 1, 0, 1]);
    const dir = folderOf({
      'train-images-idx3-ubyte': images,
      'train-labels-idx1-ubyte': labels,
      't10k-images-idx3-ubyte': images,
      't10k-labels-idx1-ubyte': labels,
    });
    const result = await benchStep({ ...SMALL, data: dir, network: '4-5-2', batch: '4' }, fakeSurroundings());
    expect(result).toMatchObject({ data: dir, tested: 4 });
  });

  test('leaves no session open, even when a step fails', async () => {
    let open = 0;
    const failing: Backend = {
      ...referenceBackend,
      async open(request) {
        const session = await referenceBackend.open(request);
        open++;
        session.update = () => Promise.reject(new Error('the device is gone'));
        const close = session.close.bind(session);
        session.close = async () => {
          open--;
          await close();
        };
        return session;
      },
    };
    onTestFinished(() => expect(open).toBe(0));
    await expect(benchStep(SMALL, fakeSurroundings([failing]))).rejects.toThrow('the device is gone');
  });
});

describe('options that cannot be', () => {
  test('include rules that spiking neurons cannot learn with', async () => {
    expect(await message({ rule: 'backprop' })).toBe(
      [
        'HV_BENCH_OPTIONS bench step cannot run like this:',
        '  --rule: expected one of "epsilon", "surrogate", "feedback-alignment", "direct-feedback-alignment", got "backprop"',
      ].join('\n'),
    );
  });

  test('are told all at once', async () => {
    expect(
      await message({ network: '784-x-10', timeSteps: '0', backend: 'refernce', beta: '2', data: '/no/such/folder' }),
    ).toBe(
      [
        'HV_BENCH_OPTIONS bench step cannot run like this:',
        '  --network: expected sizes > 0 joined by dashes, such as 784-1000-10, got "784-x-10"',
        '  --time-steps: expected an integer >= 1 and <= 100000, got "0"',
        '  --beta: expected a number >= 0 and <= 1, got "2"',
        '  --backend: expected one of "auto", "reference", got "refernce" (did you mean "reference"?)',
        '  --data: expected "digits" or a folder with IDX files, got a problem: /no/such/folder: expected a folder, got no folder at this path',
      ].join('\n'),
    );
  });

  test('are those that do not fit the data, too', async () => {
    expect(await message({ network: '784-20-11', batch: '2000', repeat: '0' })).toBe(
      [
        'HV_BENCH_OPTIONS bench step cannot run like this:',
        '  --repeat: expected an integer >= 1, got "0"',
        '  --batch: expected at most 1438, the samples of digits train, got 2000',
        '  --network: expected 64 first, the values of a sample of digits train, got 784',
        '  --network: expected 10 last, the classes of digits train, got 11',
      ].join('\n'),
    );
  });

  test('are blamed once: what could not be read is not checked against anything', async () => {
    expect(await message({ timeSteps: '0', batch: 'x', beta: '' })).toBe(
      [
        'HV_BENCH_OPTIONS bench step cannot run like this:',
        '  --time-steps: expected an integer >= 1 and <= 100000, got "0"',
        '  --batch: expected an integer >= 1, got "x"',
        '  --beta: expected a number >= 0 and <= 1, got nothing',
      ].join('\n'),
    );
  });

  test('are those that no memory holds', async () => {
    expect(await message({ network: '64-100000-100000-10' })).toContain('--network: expected at most 134,217,728 ');
    expect(await message({ timeSteps: '100000', batch: '1438' })).toContain(
      '--batch: expected at most 268,435,456 values in a presentation, got ',
    );
  });

  test('are named alone as what the machine lacks', async () => {
    expect(await message({ data: '/no/such/folder' })).toMatch(/^HV_FOLDER_MISSING /);
  });
});
