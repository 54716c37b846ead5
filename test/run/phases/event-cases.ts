import type { Course, RunPhase } from '../../../src/scenario/phases/phase.js';
import { at, clamp, current, type EventCase, free, nodes, noise, pulse, set } from './event-forms.js';
import { SMALL_ZOO, ZOO } from './event-task.js';
import { GUARDED_CASES } from './guarded-cases.js';
import { LESION_CASES } from './lesion-cases.js';

const held = (layers: typeof ZOO) => {
  const unitsOfAll = (unit: number) => nodes(...layers.map(({ id }) => [id, unit, unit + 1] as const));
  return free([at(8, clamp(unitsOfAll(0), 0.125, 9)), at(10, clamp(unitsOfAll(1), 3, 9))]);
};
const h1 = nodes(['h1', 0, 6]);

const changes: readonly EventCase[] = [
  { name: 'a pulse', seed: 1, phases: [free([at(9, pulse(nodes(['h1', 0, 3]), 0.75, 5))])], differsAt: 9 },
  {
    name: 'trains of pulses, on inputs as well',
    seed: 2,
    phases: [
      free([
        at(7, pulse(nodes(['in', 0, 2]), 1.5, 2, 5, 4)),
        at(8, pulse(nodes(['in', 1, 3], ['h2', 1, 3], ['out', 0, 2]), -0.75, 3, 3, 5)),
      ]),
    ],
    differsAt: 7,
  },
  {
    name: 'noise and pulses on one node',
    seed: 3,
    phases: [
      free([
        at(5, noise(nodes(['in', 0, 1], ['h1', 1, 4]), 0.25, 0.5, 17)),
        at(10, pulse(nodes(['h1', 2, 6]), 0.5, 20)),
        at(15, noise(nodes(['h1', 3, 4], ['h3', 0, 4]), 0, 1)),
      ]),
    ],
    differsAt: 5,
  },
  {
    name: 'current clamps, of inputs as well, over pulses',
    seed: 4,
    phases: [
      free([
        at(3, pulse(h1, 0.5, 30)),
        at(6, current(nodes(['h1', 0, 3], ['h3', 0, 2]), 0.25, 9)),
        at(11, current(nodes(['in', 0, 2], ['h1', 2, 5]), 2, 13)),
        at(30, current(nodes(['out', 0, 1]), 0.5)),
      ]),
    ],
    differsAt: 3,
  },
  {
    name: 'voltage clamps below and above the threshold on every kind of membrane',
    seed: 6,
    layers: ZOO,
    phases: [held(ZOO)],
    differsAt: 8,
    large: true,
  },
  {
    name: 'voltage clamps below and above the threshold on a few kinds of membrane',
    seed: 21,
    layers: SMALL_ZOO,
    phases: [held(SMALL_ZOO)],
    differsAt: 8,
  },
  {
    name: 'clamps over one another and over a pulse',
    seed: 7,
    phases: [
      free([
        at(4, pulse(nodes(['h1', 0, 6]), 0.25, 24)),
        at(5, clamp(nodes(['h1', 0, 4]), -0.5, 15)),
        at(8, clamp(nodes(['h1', 2, 6]), 2, 4)),
        at(8, clamp(nodes(['h1', 5, 6], ['h2', 0, 2]), 0.125, 6)),
        at(10, current(nodes(['h1', 1, 3]), 0.75, 3)),
        at(11, clamp(nodes(['h1', 2, 3], ['in', 0, 1]), 0.25, 1)),
        at(30, clamp(nodes(['out', 0, 2], ['h3', 1, 2]), 1.5)),
      ]),
    ],
    differsAt: 4,
  },
  {
    name: 'spikes that are played',
    seed: 8,
    phases: [
      free([
        at(6, {
          kind: 'replay',
          nodes: nodes(['in', 1, 3], ['h1', 0, 2], ['h2', 4, 5]),
          times: [0, 0, 3, 3, 4, 17],
          units: [0, 2, 1, 4, 3, 3],
          amplitude: 1.25,
        }),
      ]),
    ],
    differsAt: 6,
  },
  {
    name: 'lesions of neurons, and what is given back',
    seed: 9,
    phases: [
      free([
        at(5, {
          kind: 'lesion',
          target: { neurons: nodes(['in', 0, 3], ['h1', 0, 6], ['h2', 1, 5]) },
          fraction: 0.5,
        }),
        at(9, { kind: 'lesion', target: { neurons: nodes(['h3', 0, 4]) }, fraction: 0.3, seed: 12 }),
        at(17, { kind: 'restore', target: { neurons: nodes(['in', 0, 3], ['h1', 0, 4]) } }),
        at(29, { kind: 'restore' }),
      ]),
    ],
    differsAt: 5,
  },
  {
    name: 'lesions of connections, and what is given back',
    seed: 10,
    phases: [
      free([
        at(4, { kind: 'lesion', target: { synapses: { to: nodes(['h1', 0, 6], ['h2', 0, 3]) } }, fraction: 0.6 }),
        at(11, {
          kind: 'lesion',
          target: { synapses: { to: nodes(['h2', 0, 5]), from: nodes(['h1', 1, 5]) } },
          fraction: 0.5,
          seed: 3,
        }),
        at(13, { kind: 'lesion', target: { neurons: nodes(['h1', 2, 3]) }, fraction: 1 }),
        at(19, { kind: 'restore', target: { synapses: { to: nodes(['h1', 0, 6]) } } }),
        at(26, { kind: 'restore', target: { synapses: { to: nodes(['h2', 0, 5]), from: nodes(['h1', 0, 4]) } } }),
      ]),
    ],
    differsAt: 4,
  },
  {
    name: 'parameters of neurons and of the encoder',
    seed: 11,
    phases: [
      free([
        at(6, set({ 'h1.threshold': 0.75 })),
        at(10, set({ 'h1.beta': 0.5, 'out.alpha': 0.25 })),
        at(15, set({ 'h2.adaptation': 0.5, 'h2.rho': 0.5 })),
        // In the middle of a sample.
        at(20, set({ 'encode.gain': 1.75 })),
        at(31, set({ 'h1.threshold': 0.5 })),
      ]),
    ],
    differsAt: 6,
  },
  {
    name: 'what lasts while other things change',
    seed: 12,
    phases: [
      free([
        at(4, clamp(nodes(['h1', 0, 2], ['out', 0, 1]), 0.75, 20)),
        at(6, noise(nodes(['h1', 1, 4], ['in', 0, 3]), 0, 0.5)),
        at(9, set({ 'h1.threshold': 1 })),
        at(12, { kind: 'lesion', target: { neurons: nodes(['h1', 0, 6]) }, fraction: 0.4 }),
        at(15, pulse(nodes(['h2', 0, 5]), 0.5, 4, 7, 3)),
        at(20, { kind: 'restore' }),
      ]),
    ],
    differsAt: 4,
  },
];

const course = (kind: 'linear' | 'cosine' | 'exponential', from: number, to: number): Course => {
  return { kind, from, to, begin: 6, end: 16 };
};
const threshold = (name: string, seed: number, schedule: RunPhase['schedule'], differsAt: number): EventCase => {
  return { name: `a threshold ${name}`, seed, phases: [free([], { schedule, steps: 22 })], differsAt };
};

const courses: readonly EventCase[] = [
  threshold(
    'by points',
    17,
    {
      'h1.threshold': {
        kind: 'points',
        points: [
          [7, 0.25],
          [13, 1],
        ],
      },
    },
    7,
  ),
  threshold('that rises in a line', 18, { 'h1.threshold': course('linear', 0.5, 1.25) }, 10),
  threshold('that falls by a cosine', 19, { 'h1.threshold': course('cosine', 0.5, 0.125) }, 7),
  threshold('that falls exponentially', 20, { 'h1.threshold': course('exponential', 0.75, 0.25) }, 1),
];

/** Every event, guard and course in free runs. Seeds are such that no potential comes near its threshold. */
export const EVENT_CASES: readonly EventCase[] = [...changes, ...LESION_CASES, ...GUARDED_CASES, ...courses];

/** Of every kind of event one or more, for backends that compile a kernel for every layer of every session. */
const SHORT_FORM: readonly string[] = [
  'trains of pulses, on inputs as well',
  'voltage clamps below and above the threshold on a few kinds of membrane',
  'clamps over one another and over a pulse',
  'spikes that are played',
  'lesions of connections, and what is given back',
  'lesions of charged and driven neurons of a few kinds of membrane',
  // Noise, lesions of neurons, what is set.
  'what lasts while other things change',
  'guards that wait',
  'a threshold by points',
];

/** Cases for backends that compile; all but the large one where the environment says `CASES=whole`. */
export function compiledCases(): readonly string[] {
  const whole = EVENT_CASES.flatMap(({ name, large }) => (large ? [] : [name]));
  return process.env['CASES'] === 'whole' ? whole : whole.filter((name) => SHORT_FORM.includes(name));
}
