import type { Nodes } from '../../../src/scenario/phases/nodes.js';
import { at, clamp, current, type EventCase, free, nodes, noise, pulse, set } from './event-forms.js';
import { SMALL_ZOO, ZOO } from './event-task.js';

const lesion = (neurons: Nodes) => ({ kind: 'lesion', target: { neurons }, fraction: 1 }) as const;
const restore = (neurons: Nodes) => ({ kind: 'restore', target: { neurons } }) as const;

/** Charged neurons die, with everything on that drives neurons; some come back while it is still on. */
const dying = (layers: typeof ZOO) => {
  const units = (from: number, to: number) => nodes(...layers.map(({ id }) => [id, from, to] as const));
  return free([
    at(8, lesion(units(0, 1))),
    at(8, noise(units(0, 2), 0.125, 0.5, 29)),
    at(10, pulse(units(0, 2), 0.75, 3, 6, 4)),
    at(11, {
      ...{ kind: 'replay', nodes: units(0, 2), amplitude: 2 },
      ...{ times: [0, 0, 5, 14, 14], units: [0, 1, 0, 0, 1] },
    }),
    at(13, clamp(units(0, 2), 2, 6)),
    at(15, lesion(units(1, 2))),
    at(20, current(units(0, 2), 0.6875, 5)),
    // In the middle of the current clamp, which holds what has come back.
    at(22, restore(units(0, 1))),
    at(33, restore(units(1, 2))),
  ]);
};

/** Neurons that are silent from the step of their lesion on, whatever there was and whatever comes. */
export const LESION_CASES: readonly EventCase[] = [
  {
    name: 'lesions of charged and driven neurons of every kind of membrane',
    seed: 22,
    layers: ZOO,
    phases: [dying(ZOO)],
    differsAt: 8,
    large: true,
  },
  {
    name: 'lesions of charged and driven neurons of a few kinds of membrane',
    seed: 23,
    layers: SMALL_ZOO,
    phases: [dying(SMALL_ZOO)],
    differsAt: 8,
  },
  {
    name: 'a lesion in a run that goes on where another one ended, under a threshold that falls to almost nothing',
    seed: 24,
    phases: [
      free([at(0, noise(nodes(['h1', 0, 6]), 0.25, 0.5)), at(31, lesion(nodes(['h1', 1, 4], ['h2', 0, 5])))], {
        id: 'first',
      }),
      free(
        [
          at(0, noise(nodes(['h1', 0, 6], ['h2', 0, 2]), 0.25, 0.5)),
          at(2, set({ 'h1.threshold': 0.03125, 'h2.threshold': 0.03125 })),
          at(9, clamp(nodes(['h1', 0, 2], ['h2', 4, 5]), 1, 12)),
          at(14, restore(nodes(['h1', 1, 3], ['h2', 3, 5]))),
        ],
        { from: 'first' },
      ),
    ],
    differsAt: 0,
  },
];
