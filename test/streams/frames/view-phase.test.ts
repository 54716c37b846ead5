import { expect, test } from 'vitest';

import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { viewPhases } from '../../../src/streams/frames/view-phase.js';

test('spikes from a file are drawn like others that are played, to the end, which only the file knows', () => {
  const played = (keys: string) => `{ at: 2, replay: { nodes: in, ${keys} } }`;
  const scenario = parseScenario(`
scenario: 1
name: echo
data: xor
network: { layers: [{ id: in, size: 2 }, { id: out, size: 2, neuron: lif }] }
phases: [{ id: probe, run: 9, events: [${played('file: spikes.csv, layer: in')}, ${played('spikes: [[3, 0]]')}] }]
`);
  const [probe] = viewPhases(scenario, 4, new Map([['in', 2]]));
  const nodes = [{ layer: 'in', from: 0, to: 2 }];
  const at = { unit: 'step', at: 2 };
  expect(probe?.events).toEqual([
    { kind: 'replay', short: 'replay', words: 'the spikes of in in spikes.csv replayed into in', at, nodes },
    { kind: 'replay', short: 'replay', words: '1 spikes replayed into in', at, nodes, lasts: 4 },
  ]);
});
