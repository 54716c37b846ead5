import type { Change } from '../../../src/scenario/phases/change.js';
import type { TimedEvent } from '../../../src/scenario/phases/phase.js';
import { at, clamp, current, nodes, noise, pulse, set } from './event-forms.js';
import type { EventTask } from './event-task.js';

/** Events that count the steps of a presentation. */
export interface PresentationCase extends Pick<EventTask, 'seed' | 'layers'> {
  readonly name: string;
  readonly events: readonly TimedEvent[];
}

const replay: Change = {
  kind: 'replay',
  nodes: nodes(['in', 0, 2], ['h1', 3, 6]),
  times: [0, 2, 2, 5],
  units: [1, 0, 4, 2],
  amplitude: 1.5,
};

/** What drives nodes, in tests and while a network learns. */
export const DRIVES: readonly PresentationCase[] = [
  {
    name: 'pulses and noise',
    seed: 31,
    events: [
      at(2, pulse(nodes(['h1', 0, 4], ['in', 1, 3]), 0.5, 2, 3, 3)),
      at(4, noise(nodes(['in', 0, 1], ['h1', 2, 6], ['h3', 0, 2]), 0.125, 0.5, 5)),
      at(0, pulse(nodes(['out', 0, 1]), 0.75, 1)),
    ],
  },
  {
    name: 'current clamps and spikes that are played',
    seed: 32,
    events: [
      at(5, current(nodes(['h1', 1, 4]), 0.25, 4)),
      at(3, current(nodes(['in', 0, 1], ['h1', 0, 2]), 1.5, 6)),
      at(4, replay),
      at(7, current(nodes(['h2', 0, 2]), 0.375)),
    ],
  },
];

/** What changes the network as well, in tests only. */
export const TEST_CASES: readonly PresentationCase[] = [
  ...DRIVES,
  {
    name: 'voltage clamps',
    seed: 33,
    events: [
      at(3, clamp(nodes(['h1', 0, 2], ['h2', 0, 1]), 0.125, 4)),
      at(5, clamp(nodes(['h1', 1, 4], ['out', 0, 1]), 2, 3)),
      at(6, current(nodes(['h1', 3, 4]), 0.5, 5)),
    ],
  },
  {
    name: 'lesions, of the network and within every presentation',
    seed: 34,
    events: [
      at(0, { kind: 'lesion', target: { neurons: nodes(['h1', 0, 6]) }, fraction: 0.3 }),
      at(5, { kind: 'lesion', target: { synapses: { to: nodes(['h2', 0, 5]) } }, fraction: 0.4 }),
      at(9, { kind: 'restore' }),
    ],
  },
  {
    name: 'lesions of neurons that are charged, driven and clamped',
    seed: 36,
    events: [
      at(0, { kind: 'lesion', target: { neurons: nodes(['h1', 0, 6]) }, fraction: 0.3 }),
      at(0, noise(nodes(['h1', 0, 6], ['h2', 0, 2]), 0.25, 0.5)),
      at(2, pulse(nodes(['h2', 0, 5], ['out', 0, 2]), 1, 2, 3, 3)),
      at(3, clamp(nodes(['h1', 0, 4], ['h2', 1, 3]), 2, 6)),
      at(5, { kind: 'lesion', target: { neurons: nodes(['h1', 1, 3], ['h2', 0, 4], ['out', 1, 2]) }, fraction: 1 }),
      at(7, { kind: 'restore', target: { neurons: nodes(['h2', 0, 2]) } }),
    ],
  },
  {
    name: 'parameters, of the network and within every presentation',
    seed: 35,
    events: [
      at(0, set({ 'encode.gain': 1.5, 'h1.threshold': 0.75 })),
      at(4, set({ 'h1.threshold': 0.25, 'out.alpha': 0.75 })),
      at(8, set({ 'h2.adaptation': 1 })),
    ],
  },
];
