import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { formatScenario } from '../../../src/scenario/format-scenario.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import type { Phase } from '../../../src/scenario/phases/phase.js';
import { scenarioText } from '../problems-of.js';
import { isReflected, leavesOf } from '../reflection.js';
import { phaseFiles } from './generated-phases.js';

const phasesOf = (phases: string, overrides: readonly string[] = []) =>
  parseScenario(scenarioText({ phases, train: '{ epochs: 3, batch: 16 }', test: '{ batch: 100 }' }), { overrides })
    .phases;
const eventsOf = (phase: string) => phasesOf(`[{ id: p, ${phase} }]`)[0]!.events;
const frame = { events: [], schedule: {} };
const h1 = [{ layer: 'h1', from: 0, to: 8 }];

/** One of each: a file that says much with little. */
const LESION = `scenario: 1
name: lesion-recovery
time: { dt: 1ms, steps: 25 }
data: digits
network:
  layers:
    - { id: in, size: 64 }
    - { id: h1, size: 8, neuron: lif }
    - { id: out, size: 10, neuron: lif }
nodes: { left: "h1[0:5]", some: [left, "h1[4:7]", "out[3]"] }
phases:
  - { id: train, train: { epochs: 5, batch: 32 }, checkpoint: best }
  - { id: lesion, events: [{ at: 0, lesion: { nodes: h1, fraction: 0.3 } }], test: {} }
  - { id: recover, train: { epochs: 2 }, schedule: { learn.optimizer.lr: { 0: 5e-4, 1: 1e-4 } } }
  - id: probe
    from: train
    run: 500ms
    schedule: { h1.beta: { kind: cosine, from: 0.9, to: 0.5, end: 100ms } }
    events:
      - { at: 100ms, pulse: { nodes: "in[0:50]", amplitude: 1.5, duration: 20ms } }
      - { at: 250ms, set: { h1.threshold: 1.2 } }
      - { at: 300ms, when: "rate(h1) > 80Hz", clamp: { nodes: some, value: 0 } }
      - { when: "silent(h1)", window: 20ms, noise: { nodes: left, sd: 0.1 } }
`;

test('a file with phases, resolved', () => {
  const scenario = parseScenario(LESION);
  expect(formatScenario(scenario)).toMatchSnapshot();
  expect(parseScenario(formatScenario(scenario))).toEqual(scenario);
});

test('a file without them has none, and its text has no keys for them', () => {
  const scenario = parseScenario(scenarioText({ phases: '[]', nodes: '{}' }));
  expect([scenario.phases, scenario.nodes]).toEqual([[], {}]);
  expect(formatScenario(scenario)).toBe(formatScenario(parseScenario(scenarioText())));
  expect(formatScenario(scenario)).not.toMatch(/nodes|phases/);
});

describe('phases', () => {
  test('take what they do not say from the file', () => {
    expect(phasesOf('[{ id: a, train: {} }, { id: b, test: }, { id: c, run: 40 }]')).toEqual<readonly Phase[]>([
      { id: 'a', from: 'start', kind: 'train', epochs: 3, batch: 16, ...frame },
      { id: 'b', from: 'a', kind: 'test', batch: 100, ...frame },
      { id: 'c', from: 'b', kind: 'run', steps: 40, samples: [], ...frame },
    ]);
  });

  test('begin where an earlier one ended', () => {
    const ids =
      '[{ id: a, train: {} }, { id: b, from: start, test: {} }, { id: c, from: a, test: {} }, { id: d, test: {} }]';
    expect(phasesOf(ids).map(({ from }) => from)).toEqual(['start', 'start', 'a', 'c']);
  });

  test('are reached by overrides, by their names', () => {
    const text = '[{ id: a, train: {} }, { id: b, run: 500ms, events: [{ at: 0, set: { h1.beta: 0.5 } }] }]';
    const overrides = [
      'phases.a.train.epochs=7',
      'phases.b.run.samples=[4, 2]',
      'phases.b.events[0].at=30ms',
      'phases[1].from=start',
    ];
    expect(phasesOf(text, overrides)).toMatchObject([
      { epochs: 7 },
      { from: 'start', steps: 500, samples: [4, 2], events: [{ at: { unit: 'step', at: 30 } }] },
    ]);
    expect(() => phasesOf(text, ['phases.c.run=3'])).toThrow('phases.c: expected an index or one of "a", "b", got "c"');
  });
});

describe('events', () => {
  test('count what their phase counts', () => {
    const text =
      'train: {}, events: [{ at: "2 epochs", restore: {} }, { at: "1 batch", lesion: { nodes: h1 } }, { at: 0, set: { h1.beta: 0.5 } }, { at: 3ms, noise: { nodes: h1, sd: 1, duration: 2 } }, { at: 0, noise: { nodes: h1, sd: 1 } }]';
    expect(eventsOf(text).map(({ at }) => at)).toEqual([
      { unit: 'epoch', at: 2 },
      { unit: 'batch', at: 1 },
      // What changes the learned network cannot happen within every presentation: 0 is the beginning of the phase.
      { unit: 'epoch', at: 0 },
      { unit: 'step', at: 3 },
      { unit: 'step', at: 0 },
    ]);
  });

  test('without a moment may last in any unit', () => {
    const noise = (duration: string) => `{ when: "epoch > 1", noise: { nodes: h1, sd: 1, duration: ${duration} } }`;
    expect(
      eventsOf(`train: {}, events: [${noise('"1 epoch"')}, ${noise('5ms')}]`).map(({ change }) => change),
    ).toMatchObject([{ duration: { unit: 'epoch', length: 1 } }, { duration: { unit: 'step', length: 5 } }]);
  });

  test.each<readonly [string, object]>([
    [
      'pulse: { nodes: h1, amplitude: 2, duration: 5ms }',
      {
        kind: 'pulse',
        nodes: h1,
        amplitude: 2,
        duration: { unit: 'step', length: 5 },
        period: { unit: 'step', length: 5 },
        count: 1,
      },
    ],
    [
      'pulse: { nodes: h1, amplitude: 2, duration: 5, period: 10, count: 2 }',
      {
        kind: 'pulse',
        nodes: h1,
        amplitude: 2,
        duration: { unit: 'step', length: 5 },
        period: { unit: 'step', length: 10 },
        count: 2,
      },
    ],
    ['current: { nodes: h1, amplitude: 2 }', { kind: 'current-clamp', nodes: h1, amplitude: 2 }],
    [
      'clamp: { nodes: h1, value: -1, duration: 3 }',
      { kind: 'voltage-clamp', nodes: h1, value: -1, duration: { unit: 'step', length: 3 } },
    ],
    ['noise: { nodes: h1, sd: 0.5 }', { kind: 'noise', nodes: h1, mean: 0, sd: 0.5 }],
    [
      'replay: { nodes: h1, spikes: [[3ms, 1], [1, 7], [3, 0]] }',
      { kind: 'replay', nodes: h1, times: [1, 3, 3], units: [7, 0, 1], amplitude: 1 },
    ],
    [
      'replay: { nodes: h1, file: a/spikes.csv.gz, phase: probe, layer: in, sample: 3, amplitude: 2 }',
      {
        kind: 'replay-file',
        nodes: h1,
        file: 'a/spikes.csv.gz',
        phase: 'probe',
        layer: 'in',
        sample: 3,
        amplitude: 2,
      },
    ],
    ['replay: { nodes: h1, file: a.csv }', { kind: 'replay-file', nodes: h1, file: 'a.csv', amplitude: 1 }],
    ['lesion: { nodes: h1 }', { kind: 'lesion', target: { neurons: h1 }, fraction: 1 }],
    [
      'lesion: { synapses: h1, fraction: 0.5, seed: 3 }',
      { kind: 'lesion', target: { synapses: { to: h1 } }, fraction: 0.5, seed: 3 },
    ],
    [
      'lesion: { synapses: { to: h1, from: "in[2]" } }',
      { kind: 'lesion', target: { synapses: { to: h1, from: [{ layer: 'in', from: 2, to: 3 }] } }, fraction: 1 },
    ],
    [
      'set: { h1.beta: 0.5, learn.optimizer.lr: 1e-4 }',
      { kind: 'set', parameters: { 'h1.beta': 0.5, 'learn.optimizer.lr': 1e-4 } },
    ],
  ])('%s', (text, change) => {
    expect(eventsOf(`run: 20, events: [{ at: 0, ${text} }]`)).toEqual([
      { at: { unit: 'step', at: 0 }, window: 100, change },
    ]);
  });

  test.each<readonly [string, object]>([
    ['restore: {}', { kind: 'restore' }],
    ['restore: { nodes: h1 }', { kind: 'restore', target: { neurons: h1 } }],
  ])('%s', (text, change) => {
    const [, restore] = eventsOf(`run: 20, events: [{ at: 0, lesion: { nodes: h1 } }, { at: 0, ${text} }]`);
    expect(restore).toEqual({ at: { unit: 'step', at: 0 }, window: 100, change });
  });

  test('keep the order of the file', () => {
    const text =
      'run: 20, events: [{ at: 9, restore: {} }, { at: 2, lesion: { nodes: h1 } }, { at: 9, restore: { nodes: h1 } }]';
    expect(eventsOf(text).map(({ at }) => at?.at)).toEqual([9, 2, 9]);
  });
});

test.each<readonly [string, object]>([
  [
    'train: { epochs: 4 }, schedule: { h1.beta: { 2: 0.5, 0.5: 0.25, "1 epoch": 0 } }',
    {
      kind: 'points',
      points: [
        [0.5, 0.25],
        [1, 0],
        [2, 0.5],
      ],
    },
  ],
  [
    'train: { epochs: 4 }, schedule: { h1.beta: { kind: linear, from: 0, to: 1, begin: 0.5 } }',
    { kind: 'linear', from: 0, to: 1, begin: 0.5, end: 4 },
  ],
  [
    'run: 1s, schedule: { h1.beta: { 250ms: 0.5, 10: 0.25 } }',
    {
      kind: 'points',
      points: [
        [10, 0.25],
        [250, 0.5],
      ],
    },
  ],
  [
    'run: 1s, schedule: { h1.beta: { kind: exponential, from: 1, to: 0.5, end: 100ms } }',
    { kind: 'exponential', from: 1, to: 0.5, begin: 0, end: 100 },
  ],
])('a course: %s', (text, course) => {
  expect(phasesOf(`[{ id: p, ${text} }]`)[0]!.schedule).toEqual({ 'h1.beta': course });
});

test('whatever phases there are, they come back from their text', () => {
  fc.assert(
    fc.property(phaseFiles, fc.boolean(), (file, asJson) => {
      const scenario = parseScenario(asJson ? JSON.stringify(file) : stringify(file));
      expect(leavesOf(file).filter(([path, leaf]) => !isReflected(scenario, path, leaf))).toEqual([]);
      const text = formatScenario(scenario);
      expect(parseScenario(text)).toEqual(scenario);
      expect(formatScenario(parseScenario(text))).toBe(text);
      const written = file['phases'] as readonly { readonly id: string; readonly events?: readonly unknown[] }[];
      expect(scenario.phases.map(({ id, events }) => [id, events.length])).toEqual(
        written.map(({ id, events = [] }) => [id, events.length]),
      );
    }),
    { numRuns: 150, seed: 7240 },
  );
});
