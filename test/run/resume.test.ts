import { describe, expect, test } from 'vitest';

import type { Intervention } from '../../src/run/watch/run-watch.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { expectSameAfterStops, expectSameFromCheckpoints, reread } from './resumed-run.js';
import { sampleOnly, scriptedWatch } from './watch/scripted-watch.js';
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

/** Who watches a run of which so many batches were learned before; `at` counts from the run's first one. */
function watchAfter(steps: number, at: Readonly<Record<number, readonly Intervention[]>>) {
  const left = Object.entries(at).map(([batch, all]) => [Number(batch) - steps, all] as const);
  return scriptedWatch({ at: Object.fromEntries(left), wanted: () => sampleOnly(0) });
}

describe.each(['reference', 'events'])('on %s, neurons that were silenced by hand', (backend) => {
  const h = { layer: 'h', units: [1, 5] };
  const other = { layer: 'h', units: [3] };
  const input = { layer: 'in', units: [1] };
  const at: Readonly<Record<number, readonly Intervention[]>> = {
    3: [{ kind: 'silence', ...h }],
    4: [{ kind: 'silence', ...input }],
    // Before the checkpoint after batch 6 everything is given back, and after it something is taken once more.
    6: [
      { kind: 'restore', ...h },
      { kind: 'restore', ...input },
    ],
    7: [{ kind: 'silence', ...other }],
    9: [
      { kind: 'silence', ...other },
      { kind: 'restore', ...other },
    ],
  };

  test('are silent in a run that goes on, and come back as they would have', async () => {
    const scenario = { ...everyStep, record: { ...everyStep.record, spikes: ['in', 'h', 'out'] } };
    expect(await expectSameFromCheckpoints(scenario, (steps) => ({ backend, watch: watchAfter(steps, at) }))).toBe(4);
  });

  test('have their weights back, and cannot be silenced twice', async () => {
    const first = await eventsOf(everyStep, { backend, watch: watchAfter(0, { 3: at[3]! }) });
    const resume = reread(ofKind(first, 'checkpoint').find(({ step }) => step === 4)!);
    expect(JSON.parse(resume.facts['progress']!)).toMatchObject({ silenced: { h: [1, 5] } });
    const again: Intervention = { kind: 'silence', ...h };
    const watch = watchAfter(4, { 5: [again, { kind: 'restore', ...h }] });
    const rest = await eventsOf(everyStep, { backend, resume, watch });
    const nothing = 'nothing to change: expected neurons of "h" that are not cut off yet, got none';
    expect(ofKind(rest, 'intervened').map(({ refused }) => refused)).toEqual([nothing, undefined]);
    const { tensors } = ofKind(rest, 'checkpoint').at(-1)!;
    const [weights, bias] = ['h.weight', 'h.bias'].map((name) => tensors.find((one) => one.name === name)!.values);
    for (const unit of h.units)
      expect([...weights!.subarray(2 * unit, 2 * unit + 2), bias![unit]].filter((value) => value === 0)).toEqual([]);
  });

  test('are in no checkpoint of a run in which nobody was', async () => {
    const plain = ofKind(await eventsOf(everyStep, { backend }), 'checkpoint');
    const refused: Intervention = { kind: 'restore', ...h };
    const watched = ofKind(
      await eventsOf(everyStep, { backend, watch: watchAfter(0, { 2: [refused] }) }),
      'checkpoint',
    );
    expect(watched).toEqual(plain);
    for (const { tensors, facts } of plain) {
      expect(tensors.filter(({ name }) => name.startsWith('now.'))).toEqual([]);
      expect(JSON.parse(facts['progress']!)).not.toHaveProperty('silenced');
    }
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
