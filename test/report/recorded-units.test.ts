import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { viewOfRun } from '../../src/report/read-view.js';
import { knownUnits } from '../../src/web/view/raster-rows.js';
import { memoryIo } from '../cli/memory-io.js';
import { temporaryFolder } from '../record/temporary-folder.js';

const SCENARIO = `scenario: 1
name: units
data: { source: moons, samples: 8 }
network: { layers: [{ id: in, size: 2 }, { id: h1, size: 8, neuron: lif }, { id: out, size: 2, neuron: lif }] }
phases: [{ id: free, run: 20, events: [{ at: 0, current: { nodes: h1, amplitude: 2 } }] }]
record: { spikes: ["h1[2:5]", "h1[7]", out] }
`;

test('a report takes rates of the units that were recorded, each in its own row', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'units.yaml'), SCENARIO);
  const io = memoryIo();
  const argv = ['run', join(folder, 'units.yaml'), '--out', folder, '--backend', 'reference', '--quiet', '--no-report'];
  expect(await main(argv, io), io.stderr.text).toBe(0);
  const [run] = readdirSync(join(folder, 'units'));
  const frames = await viewOfRun(join(folder, 'units', run!), () => undefined);
  const facts = frames.find((frame) => frame.kind === 'run');
  expect(facts?.layers.map((layer) => [layer.id, layer.size, layer.spikes, knownUnits(layer)])).toEqual([
    ['in', 2, false, 2],
    ['h1', 8, true, 4],
    ['out', 2, true, 2],
  ]);
  const stretches = frames.filter((frame) => frame.kind === 'stretch');
  const fired = stretches.flatMap(({ look }) => look.spikes).filter(({ layer }) => layer === 'h1');
  expect([...new Set(fired.flatMap(({ units }) => [...units]))].toSorted()).toEqual([2, 3, 4, 7]);
});
