import { describe, expect, test } from 'vitest';

import type { RunEvent } from '../../src/run/run-event.js';
import type { Look } from '../../src/run/watch/look.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { sampleOnly, scriptedWatch } from './watch/scripted-watch.js';
import { eventsOf, ofKind, xorScenario } from './xor-scenario.js';

/** Of all eight test samples, which are shown as random spikes. */
const scenario: Scenario = {
  ...xorScenario,
  record: { ...xorScenario.record, spikes: ['in', 'h', 'out'], samples: 8 },
};
const silence = { kind: 'silence', layer: 'in', units: [1] } as const;

const inputSpikes = ({ spikes }: Look) => [...spikes.find(({ layer }) => layer === 'in')!.units];
const recordsOf = (events: readonly RunEvent[], layer: string) =>
  ofKind(events, 'spikes-recorded').flatMap(({ records }) => records.filter((record) => record.layer === layer));

describe.each(['reference', 'events'])('an input unit that is silenced by hand, on %s', (backend) => {
  const watched = () => {
    const watch = scriptedWatch({ wanted: (asked) => sampleOnly(asked % 8), at: { 4: [silence] } });
    return eventsOf(scenario, { backend, watch });
  };

  test('fires in no look from then on, and in no recording; the other one fires as before', async () => {
    const events = await watched();
    const looks = (isAfter: boolean) =>
      ofKind(events, 'looked').flatMap(({ step, look }) => (step > 3 === isAfter ? inputSpikes(look) : []));
    expect(new Set(looks(false))).toEqual(new Set([0, 1]));
    expect(new Set(looks(true))).toEqual(new Set([0]));
    const [atEnd] = ofKind(events, 'samples-looked');
    for (const look of atEnd!.looks) {
      expect(inputSpikes(look)).not.toContain(1);
      expect(look.input[1]).toBe(0);
    }
    const alone = recordsOf(await eventsOf(scenario, { backend }), 'in');
    expect(alone.some(({ units }) => units.includes(1))).toBe(true);
    const left = alone.map(({ units, times }) => [...times].filter((_, k) => units[k] === 0));
    expect(recordsOf(events, 'in').map(({ units, times }) => [[...units], [...times]])).toEqual(
      left.map((times) => [times.map(() => 0), [...times]]),
    );
  });

  test('costs no operations', async () => {
    const events = await watched();
    const count = (layer: string, spoke = (_: number) => true) =>
      recordsOf(events, layer).reduce((sum, { units }) => sum + units.filter(spoke).length, 0);
    // Spikes of the last test, each of which reaches 12 units of h or 2 outputs.
    const operations = (12 * count('in', (unit) => unit === 0) + 2 * count('h')) / 8;
    const { metrics } = ofKind(events, 'tested').at(-1)!;
    expect(metrics['synapticOperationsPerSample']).toBe(operations);
  });

  test('is 0 in values of every sample, too', async () => {
    const encode = { kind: 'direct', gain: 1 } as const;
    const watch = scriptedWatch({ at: { 1: [silence] } });
    const direct = { ...xorScenario, encode };
    const [looked] = ofKind(await eventsOf(direct, { backend, watch }), 'samples-looked');
    for (const { input } of looked!.looks) expect([input[0]! > 0, input[1]]).toEqual([true, 0]);
  });
});

test('recorded feedback of a lesioned input unit is 0', async () => {
  const lesioned = parseScenario(`
scenario: 1
name: dead-input
seed: 3
time: { dt: 1ms, steps: 6 }
data: { source: xor, repeat: 4, low: 0.5 }
network:
  layers:
    - { id: in, size: 2 }
    - { id: h, size: 8, neuron: lif, threshold: 0.4 }
    - { id: out, size: 2, neuron: lif, threshold: 0.4 }
learn: { rule: surrogate }
phases: [{ id: learn, train: { epochs: 2, batch: 4 }, events: [{ at: 1 epoch, lesion: { nodes: "in[1]" } }] }]
record: { every: { feedback: 1 epoch } }
`);
  const pieces = ofKind(await eventsOf(lesioned, { backend: 'reference' }), 'recorded').flatMap(
    (event) => event.pieces,
  );
  // The exchange layout: `[8 × 2]`.
  const columns = pieces.map((piece) => {
    const { values } = ('tensors' in piece ? piece.tensors : []).find(({ name }) => name === 'h.weight')!;
    return [0, 1].map((unit) => values.some((value, k) => k % 2 === unit && value !== 0));
  });
  expect(columns).toEqual([
    [true, true],
    [true, false],
  ]);
});
