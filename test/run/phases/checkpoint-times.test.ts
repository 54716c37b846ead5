import { expect, test } from 'vitest';

import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { eventsOf, ofKind } from '../xor-scenario.js';

const scenario = parseScenario(`
scenario: 1
name: timed
seed: 3
time: { dt: 1ms, steps: 4 }
data: xor
network: { layers: [{ id: in, size: 2 }, { id: h, size: 4, neuron: lif }, { id: out, size: 2, neuron: lif }] }
learn: lfp
checkpoint: { every: 1 epoch }
phases:
  - { id: first, train: { epochs: 2, batch: 4 } }
  - { id: again, train: { epochs: 2, batch: 2 } }
`);
const backend = 'reference';

/** A clock that goes on by so many milliseconds whenever somebody looks at it. */
function ticking(by: number): () => number {
  let now = 0;
  return () => {
    now += by;
    return now;
  };
}

test('checkpoints of one run at two times differ in the fact "seconds" alone', async () => {
  const [slow, fast] = await Promise.all(
    [777, 1.25].map(async (by) => ofKind(await eventsOf(scenario, { backend, clock: ticking(by) }), 'checkpoint')),
  );
  const timeless = (checkpoints = slow!) =>
    checkpoints.map(({ facts: { seconds, ...facts }, ...checkpoint }) => ({ ...checkpoint, facts }));
  expect(timeless(slow)).toEqual(timeless(fast));
  for (const [n, { facts }] of slow!.entries()) expect(facts['seconds']).not.toBe(fast![n]!.facts['seconds']);
});

test('a phase that goes on has taken what it took before, also from a checkpoint of before that fact held all times', async () => {
  const clock = () => 0;
  const whole = await eventsOf(scenario, { backend, clock });
  const { kind: _, ...checkpoint } = ofKind(whole, 'checkpoint').find(({ epoch }) => epoch === 3)!;
  const { progress, ...facts } = checkpoint.facts;
  const { phases, ...rest } = JSON.parse(progress!);
  expect(phases).toMatchObject({ index: 1, begun: true });
  const { begun: __, ...others } = phases;
  const old = JSON.stringify({ ...rest, phases: { ...others, since: 40 } });
  for (const stored of [
    { ...checkpoint, facts: { ...facts, progress: progress!, seconds: '{"run":42,"phase":2}' } },
    { ...checkpoint, facts: { ...facts, progress: old, seconds: '42' } },
  ]) {
    const events = await eventsOf(scenario, { backend, clock, resume: stored });
    expect(ofKind(events, 'phase-ended')).toMatchObject([{ phase: 'again', seconds: 2 }]);
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', seconds: 42 });
  }
});

test('times that are none are refused', async () => {
  const [checkpoint] = ofKind(await eventsOf(scenario, { backend }), 'checkpoint');
  const resume = { ...checkpoint!, facts: { ...checkpoint!.facts, seconds: '"soon"' } };
  await expect(eventsOf(scenario, { backend, resume })).rejects.toMatchObject({
    code: 'HV_RESUME',
    message: expect.stringMatching(/expected a sound fact "seconds", got Invalid input$/),
  });
});
