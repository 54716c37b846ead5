import type { ExpectingTask } from '../../../src/run/expectations/compiled-expectations.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import type { Phase } from '../../../src/scenario/phases/phase.js';
import type { Expectation } from '../../../src/scenario/scenario.js';
import { scenarioText } from '../../scenario/problems-of.js';

const { network, encode } = parseScenario(scenarioText({ encode: 'rate' }));
const frame = { from: 'start', events: [], schedule: {} };

/** Trains, tests presentations of 25 steps, runs freely for 100. */
export const PHASES: readonly Phase[] = [
  { ...frame, id: 'train', kind: 'train', epochs: 1, batch: 4 },
  { ...frame, id: 'check', kind: 'test', batch: 4 },
  { ...frame, id: 'probe', kind: 'run', steps: 100, samples: [] },
];

/** A task that expects this: a network of layers in, h1 (8 units) and out (10), with or without phases. */
export function expecting(expect: readonly Expectation[], phases: readonly Phase[] = PHASES): ExpectingTask {
  return { expect, phases, nodes: { left: [{ layer: 'h1', from: 0, to: 4 }] }, network, encode, steps: 25 };
}
