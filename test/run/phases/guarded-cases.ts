import { at, clamp, type EventCase, free, nodes, pulse, set, when } from './event-forms.js';
import type { OracleStep } from './step-oracle.js';

const h1 = nodes(['h1', 0, 6]);

const spikesOf = (layer: string, past: readonly OracleStep[], window: number) =>
  past
    .slice(-window)
    .reduce((sum, { spikes }) => sum + spikes[layer]![0]!.reduce((count: number, spike) => count + spike, 0), 0);

/** Events that depend on what was before. */
export const GUARDED_CASES: readonly EventCase[] = [
  {
    name: 'guards at a moment',
    seed: 13,
    phases: [
      free([
        at(10, pulse(h1, 0.75, 4), 'rate(h1) > 1000Hz'),
        at(12, pulse(h1, 0.75, 4), 'rate(h1) > 1Hz', 8),
        at(20, set({ 'h1.threshold': 1 }), 'voltage(h1) < -5'),
        at(24, clamp(nodes(['h2', 0, 2]), 0, 5), 'spikes(h2[0:5]) >= 1', 10),
      ]),
    ],
    guards: {
      0: (past) => spikesOf('h1', past, 100) / (6 * past.length * 0.001) > 1000,
      1: (past) => spikesOf('h1', past, 8) / (6 * 8 * 0.001) > 1,
      2: () => false,
      3: (past) => spikesOf('h2', past, 10) >= 1,
    },
    differsAt: 12,
  },
  {
    name: 'guards that wait',
    seed: 14,
    phases: [
      free([
        when('time >= 7ms', pulse(nodes(['h1', 0, 2]), 0.5, 3)),
        when('spikes(h1) > 9', clamp(nodes(['h1', 0, 3]), 0.25, 6), 7),
        when('rate(out) > 1000Hz', set({ 'out.threshold': 2 })),
        when('rate(h1) > 250Hz and time > 20ms', pulse(h1, -0.5, 6), 5),
        when('silent(h2)', pulse(nodes(['h2', 0, 5]), 1, 2, 4, 3), 3),
      ]),
    ],
    guards: {
      0: (past) => past.length >= 7,
      1: (past) => spikesOf('h1', past, 7) > 9,
      2: () => false,
      3: (past) => spikesOf('h1', past, 5) / (6 * Math.min(5, past.length) * 0.001) > 250 && past.length > 20,
      4: (past) => spikesOf('h2', past, 3) === 0,
    },
    differsAt: 0,
  },
  {
    name: 'a second run goes on where the first one ended, and its guards know the membranes',
    seed: 15,
    phases: [
      free([at(30, clamp(nodes(['h1', 0, 6]), 0.375)), at(35, set({ 'h2.threshold': 0.5 }))], { id: 'first' }),
      free([when('voltage(h1) > 0.37', pulse(h1, 0.5, 2)), at(0, pulse(h1, -0.25, 3), 'voltage(h1) < 0.37')], {
        from: 'first',
      }),
    ],
    guards: {
      0: (past, start) => {
        const units = (past.at(-1)?.membranes ?? start)!['h1']![0]!;
        return units.reduce((sum, { voltage }) => sum + voltage, 0) / 6 > 0.37;
      },
      1: () => false,
    },
    differsAt: 0,
  },
  {
    name: 'in silence, over the border of what is kept in memory',
    seed: 16,
    phases: [
      free(
        [
          at(240, pulse(nodes(['in', 0, 3]), 1, 20)),
          at(249, clamp(nodes(['h1', 0, 2]), 0.25, 2)),
          at(250, pulse(nodes(['h2', 0, 5]), 0.5, 1)),
        ],
        { steps: 270, samples: [] },
      ),
    ],
    differsAt: 240,
  },
];
