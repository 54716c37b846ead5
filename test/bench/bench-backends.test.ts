import { describe, expect, test } from 'vitest';

import type { Backend } from '../../src/backends/backend.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import { benchBackends } from '../../src/bench/bench-backends.js';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import { fakeSurroundings } from './surroundings.js';

const SMALL = {
  network: '64-20-10',
  timeSteps: '5',
  batch: '8',
  data: 'digits',
  lr: '5e-3',
  beta: '0.9',
  threads: '1',
  seed: '0',
  trainSteps: '3',
  repeat: '2',
};

const named = (name: string, more: Partial<Backend> = {}): Backend => ({ ...referenceBackend, name, ...more });
const absent = named('absent', { unavailable: async () => 'no adapter' });
const choosy = named('choosy', { unsupported: () => 'no such layers' });
const broken = named('broken', {
  open: () => Promise.reject(new HeavisideError('HV_DEVICE', 'machine', 'the device is gone')),
});

describe('backends', () => {
  test('that can run the network have a row each, the others a reason', async () => {
    const backends = [referenceBackend, absent, choosy, broken, named('second')];
    const { rows, skipped } = await benchBackends(SMALL, fakeSurroundings(backends));
    expect(rows.map(({ backend }) => backend)).toEqual(['reference', 'second']);
    expect(rows[0]).toMatchObject({ net: '64-20-10', device: { arithmetic: 'float64' }, medianMs: 3, timesFastest: 1 });
    expect(skipped).toEqual([
      { net: '64-20-10', backend: 'absent', reason: 'no adapter' },
      { net: '64-20-10', backend: 'choosy', reason: 'no such layers' },
      { net: '64-20-10', backend: 'broken', reason: 'failed: the device is gone' },
    ]);
  });

  test('that are none at all are an error of the machine, also without training', async () => {
    const absent = named('absent', { unavailable: async () => 'no adapter' });
    const run = benchBackends({ ...SMALL, trainSteps: '0', backends: 'absent' }, fakeSurroundings([absent]));
    await expect(run).rejects.toMatchObject({
      code: 'HV_BACKEND_UNAVAILABLE',
      kind: 'machine',
      message: 'no backend could be measured: absent on 64-20-10: no adapter',
    });
  });

  test('start from the same trained weights', async () => {
    const { rows } = await benchBackends(SMALL, fakeSurroundings([referenceBackend, named('second')]));
    expect(rows[0]!.spikeRates).toEqual(rows[1]!.spikeRates);
  });

  test('are timed in turns: a step of each, round by round', async () => {
    const steps: string[] = [];
    const watched = (name: string): Backend =>
      named(name, {
        async open(request) {
          const session = await referenceBackend.open(request);
          const feedback = session.feedback.bind(session);
          session.feedback = (...words) => {
            steps.push(name);
            return feedback(...words);
          };
          return session;
        },
      });
    await benchBackends({ ...SMALL, trainSteps: '0' }, fakeSurroundings([watched('a'), watched('b')]));
    // two rounds that do not count, two that do
    expect(steps.join('')).toBe('abababab');
  });

  test('can be narrowed down, and compared on several widths', async () => {
    const texts = { ...SMALL, widths: '5,7', backends: 'second' };
    const { rows, skipped } = await benchBackends(texts, fakeSurroundings([referenceBackend, named('second')]));
    expect(rows.map(({ net, backend }) => `${net} ${backend}`)).toEqual(['64-5-5-10 second', '64-7-7-10 second']);
    expect(skipped.map(({ reason }) => reason)).toEqual(['not asked for', 'not asked for']);
  });

  test('that are not known are refused together with the rest', async () => {
    const texts = { ...SMALL, widths: '5,0', backends: 'reference,gpu', trainSteps: '-1' };
    await expect(benchBackends(texts, fakeSurroundings())).rejects.toThrow(
      [
        'bench backends cannot run like this:',
        '  --train-steps: expected an integer >= 0, got "-1"',
        '  --backends: expected one of "reference", got "gpu"',
        '  --widths: expected a list such as 1,2,5, each an integer >= 1 and <= 100000, got "5,0"',
      ].join('\n'),
    );
  });
});
