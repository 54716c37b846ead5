import { describe, expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backends/reference/reference-backend.js';
import type { RunEvent } from '../../../src/run/run-event.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { expectSameAfterStops, expectSameFromCheckpoints } from '../resumed-run.js';
import { eventsOf, ofKind } from '../xor-scenario.js';
import { at, clamp, current, free, nodes, noise, pulse } from './event-forms.js';
import { eventTask } from './event-task.js';
import { played } from './played-case.js';

/** Spikes of a layer in a phase, by unit, at the steps from one to another one. */
function spikesOf(events: readonly RunEvent[], phase: string, layer: string, from = 0, to = 1000): readonly number[] {
  const counts: number[] = [];
  for (const { pieces } of ofKind(events, 'recorded'))
    for (const piece of pieces) {
      if (piece.kind !== 'spikes' || piece.phase !== phase || piece.layer !== layer) continue;
      for (let unit = 0; unit < piece.size; unit++) counts[unit] ??= 0;
      piece.units.forEach((unit, k) => {
        if (piece.times[k]! >= from && piece.times[k]! < to) counts[unit]! += 1;
      });
    }
  return counts;
}
const fired = (counts: readonly number[], first: number, end: number) =>
  counts.slice(first, end).reduce((sum, count) => sum + count, 0);

/** Half of h and of the input die before the second batch, with noise and pulses on all of it in every phase. */
const scenario = (learn: string) => `
scenario: 1
name: dead
seed: 3
time: { dt: 1ms, steps: 6 }
data: { source: xor, repeat: 4 }
encode: rate
network:
  layers:
    - { id: in, size: 2 }
    - { id: h, size: 8, neuron: lif, beta: 0.8 }
    - { id: s, size: 4, neuron: step }
    - { id: out, size: 2, neuron: lif }
learn: ${learn}
checkpoint: { every: 40 steps }
phases:
  - id: learn
    train: { epochs: 2, batch: 4 }
    events:
      - { at: 0, noise: { nodes: [in, h, s], sd: 1, mean: 0.5 } }
      - { at: 1 batches, lesion: { nodes: ["in[1]", "h[0:4]", "s[0]"] } }
  - { id: look, events: [{ at: 0, noise: { nodes: [in, h, s], sd: 1, mean: 0.5 } }], test: { batch: 3 } }
  - id: probe
    run: { duration: 90ms, samples: [3] }
    from: learn
    events:
      - { at: 0, noise: { nodes: [in, h], sd: 1, mean: 0.5 } }
      - { at: 5, pulse: { nodes: [h, s], amplitude: 3, duration: 2, period: 4, count: 20 } }
      - { at: 30, lesion: { nodes: "h[4:6]" } }
      - { at: 35, clamp: { nodes: "h[2:6]", value: 5, duration: 20 } }
      - { at: 60, restore: { nodes: "h[2:4]" } }
  - { id: after, from: probe, run: 50ms, events: [{ at: 0, noise: { nodes: h, sd: 1, mean: 0.5 } }] }
  - { id: before, from: start, run: 50ms, events: [{ at: 0, noise: { nodes: h, sd: 1, mean: 0.5 } }] }
record: { spikes: [in, h, s, out], samples: 3, traces: { h.voltage: "0:8" } }
expect:
  - { that: "silent(h[0:4])", in: look }
  - { that: "silent(in[1])", in: look }
  - { that: "silent(h[0:4])", in: probe, window: [0, 60] }
  - { that: "rate(h[4:6])", in: probe, window: [0, 30], atLeast: 1Hz }
  - { that: "silent(h[4:6])", in: probe, after: 30 }
  - { that: "rate(h[2:4])", in: probe, window: [60, 90], atLeast: 1Hz }
  - { that: "silent(in[1])", in: probe }
  - { that: "silent(s[0])", in: probe }
  - { that: "rate(in[0])", in: probe, atLeast: 1Hz }
  - { that: "silent(h[4:6])", in: after }
  - { that: "rate(h[4:6])", in: before, atLeast: 1Hz }
`;

describe.each(['lfp', '{ rule: surrogate }', '{ rule: feedback-alignment }'])('under %s', (learn) => {
  test.each(['reference', 'events'])('lesioned neurons neither learn nor fire on %s', async (backend) => {
    const events = await eventsOf(parseScenario(scenario(learn)), { backend });
    const { expect: told } = ofKind(events, 'run-ended')[0]!;
    expect(told.filter(({ pass }) => !pass)).toEqual([]);
    expect(told.length).toBe(11);
    expect(fired(spikesOf(events, 'look', 'h'), 0, 4)).toBe(0);
    expect(fired(spikesOf(events, 'look', 'h'), 4, 8)).toBeGreaterThan(0);
    expect(spikesOf(events, 'look', 'in')[1]).toBe(0);
    expect(spikesOf(events, 'probe', 'in')[0]).toBeGreaterThan(0);
    // Fires with the clamp, which the lesion of the others does not end.
    expect(fired(spikesOf(events, 'probe', 'h', 35, 55), 2, 6)).toBe(0);
    const { tensors } = ofKind(events, 'checkpoint').find(({ facts }) => facts['phase'] === '1')!;
    const values = (name: string) => [...tensors.find((tensor) => tensor.name === name)!.values];
    expect(values('h.weight').slice(0, 8)).toEqual(new Array(8).fill(0));
    expect(values('h.bias').slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(values('h.bias').slice(4)).not.toContain(0);
  });
});

describe.each(['reference', 'events'])('on %s a run that is stopped in the middle of a lesion', (backend) => {
  test('goes on exactly as it would have', async () => {
    expect(await expectSameFromCheckpoints(parseScenario(scenario('lfp')), { backend })).toBeGreaterThan(6);
    await expectSameAfterStops(parseScenario(scenario('lfp')), { backend }, 9);
  });
});

test('a lesioned input costs no operations, whether a test is looked into or not, and while a network learns', async () => {
  const dead = { kind: 'lesion', target: { neurons: nodes(['in', 1, 2]) }, fraction: 1 } as const;
  const look = { id: 'look', from: 'start', batch: 3, schedule: {} } as const;
  const tested = async (events: Parameters<typeof free>[0], expects: readonly string[]) => {
    const expected = expects.map((that) => ({ that, in: 'look', atLeast: 0 }));
    const phases = [{ ...look, kind: 'test', events }] as const;
    const told = await played(eventTask({ seed: 7, traced: false, phases, expect: expected }), referenceBackend);
    return ofKind(told, 'tested')[0]!.metrics['synapticOperationsPerSample']!;
  };
  const plain = await tested([at(0, dead)], []);
  expect(await tested([at(0, dead)], ['spikes(h1)'])).toBe(plain);
  expect(plain).toBeLessThan(await tested([], []));
  const learned = async (...events: Parameters<typeof free>[0]) => {
    const phase = { ...look, kind: 'train', epochs: 1, events } as const;
    const told = await played(eventTask({ seed: 7, traced: false, phases: [phase] }), referenceBackend);
    return ofKind(told, 'epoch-ended')[0]!.metrics['synapticOperationsPerSample(train)']!;
  };
  const cut = { at: { unit: 'batch', at: 0 }, window: 100, change: dead } as const;
  const whole = await learned(cut);
  // A pulse of 0 changes nothing, but the batch is shown in chunks then.
  expect(await learned(cut, at(0, pulse(nodes(['h1', 0, 1]), 0, 1)))).toBe(whole);
  expect(whole).toBeLessThan(await learned());
});

test('noise of the others is the same whoever is dead', async () => {
  const h1 = nodes(['h1', 0, 6]);
  const probe = (...events: Parameters<typeof free>[0]) =>
    played(
      eventTask({ seed: 5, traced: false, phases: [free([at(0, noise(h1, 0.25, 0.5)), ...events])] }),
      referenceBackend,
    );
  const alive = spikesOf(await probe(), 'probe', 'h1');
  const some = { kind: 'lesion', target: { neurons: nodes(['h1', 0, 3]) }, fraction: 1 } as const;
  const dead = spikesOf(await probe(at(0, some)), 'probe', 'h1');
  expect(dead).toEqual([0, 0, 0, ...alive.slice(3)]);
  expect(fired(alive, 0, 3)).toBeGreaterThan(0);
});

test('no current has charged a membrane that a lesion puts to rest', async () => {
  const text = `
scenario: 1
name: charged
time: { dt: 1ms, steps: 6 }
data: xor
network: { layers: [{ id: in, size: 2 }, { id: h, size: 2, neuron: lif, beta: 0.5, bias: false }, { id: out, size: 2, neuron: lif }] }
learn: lfp
phases:
  - id: free
    run: 5
    events:
      - { at: 0, pulse: { nodes: h, amplitude: 0.5, duration: 5 } }
      - { at: 2, lesion: { nodes: "h[0]" } }
      - { at: 3, restore: {} }
record: { traces: { h.voltage: "0:2", h.current: "0:2" } }
`;
  const events = await eventsOf(parseScenario(text), { backend: 'reference' });
  const traces = ofKind(events, 'recorded').flatMap(({ pieces }) => pieces.filter(({ kind }) => kind === 'trace'));
  const values = (name: string) =>
    traces.flatMap((piece) => (piece.kind === 'trace' && piece.variable === name ? [...piece.values] : []));
  // v = 0.5 · v + 0.5 from rest, anew from step 3 on; in pairs of units.
  expect(values('voltage')).toEqual([0.5, 0.5, 0.75, 0.75, 0, 0.875, 0.5, 0.9375, 0.75, 0.96875]);
  expect(values('current')).toEqual([0.5, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0.5, 0.5]);
});

test('a clamp that begins after a lesion holds what the lesion has left, and what comes back while it lasts', async () => {
  const events = [
    at(2, { kind: 'lesion', target: { neurons: nodes(['h1', 0, 3]) }, fraction: 1 }),
    at(4, clamp(nodes(['h1', 0, 4]), 2, 8)),
    at(4, current(nodes(['h2', 0, 5]), 0, 8)),
    at(9, { kind: 'restore', target: { neurons: nodes(['h1', 0, 1]) } }),
  ] as const;
  const told = await played(eventTask({ seed: 6, traced: false, phases: [free(events)] }), referenceBackend);
  expect(spikesOf(told, 'probe', 'h1', 4, 12).slice(0, 4)).toEqual([3, 0, 0, 8]);
});
