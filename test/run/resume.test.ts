import { describe, expect, test } from 'vitest';

import type { Scenario } from '../../src/scenario/scenario.js';
import { expectSameAfterStops, expectSameFromCheckpoints } from './resumed-run.js';
import { eventsOf, ofKind, xorScenario } from './xor-scenario.js';

const everyEpoch: Scenario = { ...xorScenario, checkpoint: { every: { unit: 'epoch', every: 1 } } };
const everyStep: Scenario = { ...xorScenario, checkpoint: { every: { unit: 'step', every: 2 } } };

describe.each(['reference', 'events'])('a training on %s goes on exactly as it would have', (backend) => {
  test('from every checkpoint after an epoch', async () => {
    expect(await expectSameFromCheckpoints(everyEpoch, { backend })).toBe(2);
  });

  test('from every checkpoint within an epoch', async () => {
    expect(await expectSameFromCheckpoints(everyStep, { backend })).toBe(4);
  });

  test('wherever it was stopped', async () => {
    await expectSameAfterStops(everyEpoch, { backend });
  });
});

test('whatever the number of threads on either side', async () => {
  const whole = await eventsOf(everyEpoch, { backend: 'events', threads: 2 });
  const [{ kind: _, ...resume }] = ofKind(whole, 'checkpoint') as never as [
    (typeof whole)[number] & { kind: 'checkpoint' },
  ];
  const rest = await eventsOf(everyEpoch, { backend: 'events', threads: 1, resume });
  expect(ofKind(rest, 'batch-trained')).toEqual(ofKind(whole, 'batch-trained').slice(3));
});

describe('there is no going on', () => {
  test('from a checkpoint of another seed', async () => {
    const [checkpoint] = ofKind(await eventsOf(everyEpoch, { backend: 'reference' }), 'checkpoint');
    await expect(eventsOf({ ...everyEpoch, seed: 2 }, { backend: 'reference', resume: checkpoint! })).rejects.toThrow(
      expect.objectContaining({
        code: 'HV_RESUME',
        message: 'the checkpoint of epoch 1, step 3: expected one of seed 2, got seed 1',
      }),
    );
  });

  test('from a checkpoint that does not say where the run stood', async () => {
    const [checkpoint] = ofKind(await eventsOf(everyEpoch, { backend: 'reference' }), 'checkpoint');
    const { progress: _, ...facts } = checkpoint!.facts;
    const resume = { ...checkpoint!, facts };
    await expect(eventsOf(everyEpoch, { backend: 'reference', resume })).rejects.toThrow(
      'expected the fact "progress", got none',
    );
    const odd = { ...checkpoint!, facts: { ...checkpoint!.facts, progress: '{"position":{}}' } };
    await expect(eventsOf(everyEpoch, { backend: 'reference', resume: odd })).rejects.toThrow(
      'expected a sound fact "progress", got position.epoch',
    );
  });
});
