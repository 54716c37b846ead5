import fc from 'fast-check';
import { expect, test } from 'vitest';

import { gatherRecording } from '../../src/export/gather-recording.js';
import type { ExportedPiece } from '../../src/export/recorded-file.js';
import { stepTime } from '../../src/export/step-time.js';

const STEPS = 12;

/** The arrays of pieces, by name. */
async function gathered(pieces: readonly ExportedPiece[]) {
  const damages: Error[] = [];
  async function* read() {
    yield* pieces;
  }
  const arrays = await gatherRecording({ where: 'made up', pieces: read }, (damage) => void damages.push(damage));
  expect(damages).toEqual([]);
  return Object.fromEntries(arrays.map(({ name, shape, values }) => [name, { shape, values: [...values] }]));
}

/** Where the steps of a presentation are cut, as stretches. */
const cuts = fc
  .uniqueArray(fc.integer({ min: 1, max: STEPS - 1 }), { maxLength: 4 })
  .map((inner) => [0, ...inner.sort((a, b) => a - b), STEPS])
  .map((edges) => edges.slice(1).map((to, n) => ({ from: edges[n]!, steps: to - edges[n]! })));

const samples = fc.constantFrom([undefined], [3], [3, 8], [8, 3, 5]);

test('spikes and traces are the same however they were cut, also where samples come in turns', () =>
  fc.assert(
    fc.asyncProperty(cuts, samples, fc.boolean(), async (stretches, shown, inTurns) => {
      const pieceOf = (sample: number | undefined, { from, steps }: { from: number; steps: number }) => {
        const who: { sample?: number; label?: number } = sample === undefined ? {} : { sample, label: sample % 2 };
        const frame = { phase: 'p', layer: 'h1', from, ...who } as const;
        const times = Uint32Array.from({ length: steps }, (_, n) => from + n);
        const values = Float32Array.from(times, (step) => step + 100 * (sample ?? 0));
        return [
          { ...frame, kind: 'spikes', steps, times, units: times.map((step) => step + (sample ?? 0)) },
          { ...frame, kind: 'trace', variable: 'voltage', first: 4, count: 1, values },
        ] satisfies ExportedPiece[];
      };
      const whole = shown.flatMap((sample) => pieceOf(sample, { from: 0, steps: STEPS }));
      const divided = inTurns
        ? stretches.flatMap((stretch) => shown.flatMap((sample) => pieceOf(sample, stretch)))
        : shown.flatMap((sample) => stretches.flatMap((stretch) => pieceOf(sample, stretch)));
      expect(await gathered(divided)).toEqual(await gathered(whole));
    }),
  ));

test('units that were recorded apart become columns in their order', async () => {
  const frame = { kind: 'trace', phase: 'p', layer: 'h1', variable: 'current', from: 0, sample: 2, label: 1 } as const;
  const arrays = await gathered([
    { ...frame, first: 5, count: 1, values: Float32Array.of(50, 51) },
    { ...frame, first: 0, count: 2, values: Float32Array.of(0, 1, 2, 3) },
  ]);
  expect(arrays).toEqual({
    'traces/p/h1.current': { shape: [2, 3], values: [0, 1, 50, 2, 3, 51] },
    'traces/p/h1.current/units': { shape: [3], values: [0, 1, 5] },
    'traces/p/h1.current/offsets': { shape: [2], values: [0, 2] },
    'traces/p/h1.current/samples': { shape: [1], values: [2] },
    'traces/p/h1.current/labels': { shape: [1], values: [1] },
  });
});

test('a sample that is shown again is a presentation of its own', async () => {
  const frame = { kind: 'spikes', phase: 'p', layer: 'h1', from: 0, steps: 2, sample: 6 } as const;
  const [once, again] = [0, 1].map((unit) => ({ ...frame, times: Uint32Array.of(1), units: Uint32Array.of(unit) }));
  expect(await gathered([once!, again!])).toMatchObject({
    'spikes/p/h1/offsets': { values: [0, 1, 2] },
    'spikes/p/h1/samples': { values: [6, 6] },
    'spikes/p/h1/units': { values: [0, 1] },
  });
});

test('times are in milliseconds, without the noise of binary fractions', () => {
  // 3 · 0.0001 s · 1000 is 0.30000000000000004 in doubles.
  expect([stepTime(3, 1e-4), stepTime(7, 1e-3), stepTime(0, 0.1), stepTime(3, 1 / 3)]).toEqual([0.3, 7, 0, 1000]);
});
