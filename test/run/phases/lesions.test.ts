import { expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backends/reference/reference-backend.js';
import type { Lesion } from '../../../src/scenario/phases/change.js';
import { at, nodes } from './event-forms.js';
import { eventTask } from './event-task.js';
import { played } from './played-case.js';

const all = nodes(['h1', 0, 6], ['h2', 0, 5]);
const lesion = (fraction: number, seed?: number): Lesion => {
  return { kind: 'lesion', target: { neurons: all }, fraction, ...(seed === undefined ? {} : { seed }) };
};

/** What lesions at the same moment draw, as `h1[3]`. */
async function drawn(seed: number, ...lesions: readonly Lesion[]): Promise<readonly (readonly string[])[]> {
  const events = lesions.map((change) => at(1, change));
  const phase = { kind: 'run', id: 'p', from: 'start', steps: 2, samples: [], events, schedule: {} } as const;
  const told = await played(eventTask({ seed, phases: [phase], traced: false }), referenceBackend);
  return told.flatMap((event) => {
    if (event.kind !== 'changed') return [];
    return [Object.entries(event.drawn ?? {}).flatMap(([layer, units]) => units.map((unit) => `${layer}[${unit}]`))];
  });
}

test('a share is drawn from all layers together, rounded to whole neurons, each once', async () => {
  // Of 11: 0.5 · 11 = 5.5 → 6; 0.04 · 11 = 0.44 → 0; 0.14 · 11 = 1.54 → 2; all.
  const lots = await drawn(1, lesion(0.5), lesion(0.04), lesion(0.14), lesion(1));
  expect(lots.map((lot) => lot.length)).toEqual([6, 0, 2, 11]);
  expect(lots.map((lot) => new Set(lot).size)).toEqual([6, 0, 2, 11]);
});

test('a lesion with a seed draws the same in every run and at every place; one without is the run’s own', async () => {
  const [first, second, own, other] = await drawn(1, lesion(0.5, 9), lesion(0.5, 9), lesion(0.5), lesion(0.5));
  expect(second).toEqual(first);
  expect(other).not.toEqual(own);
  const [again, , mine] = await drawn(2, lesion(0.5, 9), lesion(0.5, 9), lesion(0.5));
  expect(again).toEqual(first);
  expect(mine).not.toEqual(own);
  expect((await drawn(1, lesion(0.5, 9), lesion(0.5, 9), lesion(0.5)))[2]).toEqual(own);
});
