import { expect, test } from 'vitest';

import { spikeGatherer } from '../../src/export/gather-spikes.js';
import type { DamageHearer } from '../../src/export/recorded-file.js';
import { decodePiece, encodePiece } from '../../src/record/recorded-piece.js';
import type { SpikePiece } from '../../src/record/recording.js';
import { decodeSpikes, encodeSpikes } from '../../src/record/spike-file.js';
import type { SpikeRecord } from '../../src/record/spike-record.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';

const PHASES =
  'phases: [{ id: learn, train: { epochs: 1 } }, { id: hurt, test: {} }, { id: free, run: { duration: 30, samples: [1] } }]';
const scenario = (spikes: string, more: string) => `scenario: 1
name: units
data: { source: moons, samples: 40 }
network: { layers: [{ id: in, size: 2 }, { id: h1, size: 8, neuron: lif }, { id: out, size: 2, neuron: lif }] }
time: { steps: 10 }
train: { epochs: 1 }
record: { spikes: ${spikes}, samples: 2 }
${more}
`;

/** The spikes of a layer that a run records. */
async function recorded(spikes: string, layer: string, more = ''): Promise<readonly (SpikeRecord | SpikePiece)[]> {
  const found: (SpikeRecord | SpikePiece)[] = [];
  for await (const event of runScenario(parseScenario(scenario(spikes, more)), { backend: 'events' })) {
    if (event.kind === 'spikes-recorded') found.push(...event.records);
    if (event.kind === 'recorded')
      found.push(...event.pieces.filter((piece): piece is SpikePiece => piece.kind === 'spikes'));
  }
  return found.filter((one) => one.layer === layer);
}

test.each([
  ['the test at the end of a run', ''],
  ['a test and a free run', PHASES],
])('of some units of a layer %s record what they record of the layer', async (_, more) => {
  const whole = await recorded('[h1, out]', 'h1', more);
  const some = await recorded('["h1[1:3]", out, "h1[5]"]', 'h1', more);
  const isKept = (unit: number) => [1, 2, 5].includes(unit);
  const expected = whole.map((one) => {
    const kept = [...one.units.keys()].filter((k) => isKept(one.units[k]!));
    const of = (values: Uint32Array) => kept.map((k) => values[k]);
    return [
      of(one.units),
      of(one.times),
      [
        [1, 3],
        [5, 6],
      ],
    ];
  });
  expect(whole.some(({ units }) => [...units].some(isKept) && ![...units].every(isKept))).toBe(true);
  expect(some.map(({ units, times, recorded: ranges }) => [[...units], [...times], ranges])).toEqual(expected);
  expect(whole.every((one) => !('recorded' in one))).toBe(true);
});

const fired = { units: Uint32Array.of(2), times: Uint32Array.of(4) };

test('files tell which units were recorded, and nothing where all were', () => {
  const part = { recorded: [[1, 3]] as const, ...fired };
  const record: SpikeRecord = { layer: 'h1', sample: 0, label: 1, steps: 9, ...part };
  const piece: SpikePiece = { kind: 'spikes', phase: 'a', layer: 'h1', size: 8, from: 0, steps: 9, ...part };
  expect(decodeSpikes(encodeSpikes('h1', [record]), 'file')).toEqual([record]);
  expect(decodePiece(encodePiece(piece), 'file')).toEqual(piece);
  const { recorded: _, ...all } = record;
  expect(decodeSpikes(encodeSpikes('h1', [all]), 'file')).toEqual([all]);
});

test('an export tells which units were recorded', () => {
  const where: DamageHearer = (damage) => {
    throw damage;
  };
  const gatherer = spikeGatherer({ layer: 'h1' }, 'file', where);
  const units = [
    [1, 3],
    [5, 6],
  ] as const;
  gatherer.add({ kind: 'spikes', layer: 'h1', from: 0, steps: 9, recorded: units, ...fired });
  expect(gatherer.arrays().find(({ name }) => name.endsWith('/recorded'))).toMatchObject({
    shape: [2, 2],
    values: Uint32Array.of(1, 3, 5, 6),
  });
});
