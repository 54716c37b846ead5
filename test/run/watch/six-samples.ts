import { expect } from 'vitest';

import type { RunEvent } from '../../../src/run/run-event.js';
import { type TrainingDescription, trainNetwork } from '../../../src/run/train-network.js';
import type { Look, LookRequest } from '../../../src/run/watch/look.js';
import { dense, lif, network } from '../../core/network/small-networks.js';
import { scriptedWatch } from './scripted-watch.js';

export const STEPS = 6;

/** Six samples of three values, two of each class; direct currents, so that a look shows what a test pass shows. */
export const data = {
  name: 'six',
  shape: [3],
  classes: 3,
  count: 6,
  labels: Int32Array.of(2, 0, 2, 1, 0, 1),
  samples: { kind: 'values', values: Float32Array.from({ length: 18 }, (_, k) => ((k * 7) % 10) / 4) },
} as const;

export const spiking = network([3], [dense('h', 5, lif), dense('out', 3, lif)], 'rate');

/** The events of a run on these samples; `wanted` is asked for a look after every batch, with how often it was asked. */
export async function run(
  description: Partial<TrainingDescription>,
  wanted: (asked: number) => LookRequest | undefined,
): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  const watch = scriptedWatch({ wanted });
  const whole = { network: spiking, data: { train: data }, steps: STEPS, epochs: 1, batch: 6, ...description };
  for await (const event of trainNetwork(whole, { backend: 'reference', watch })) events.push(event);
  return events;
}

export const looksOf = (events: readonly RunEvent[]): readonly Look[] =>
  events.flatMap((event) => (event.kind === 'looked' ? [event.look] : []));

/** The looks at the end. */
export const samplesOf = (events: readonly RunEvent[]): readonly Look[] =>
  events.flatMap((event) => (event.kind === 'samples-looked' ? event.looks : []));

/** The only value of a list. */
export function only<T>(values: readonly T[]): T {
  expect(values.length).toBe(1);
  return values[0]!;
}
