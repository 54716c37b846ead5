import { z } from 'zod';

import { NON_FINITE } from '../record/parse-json-text.js';

/** Numbers that are not finite stand in the log as text. */
const number = z.union([z.number(), z.enum(NON_FINITE).transform(Number)]);
const count = z.number().int().nonnegative();
const metrics = z.record(z.string(), number);
const units = z.array(count);

const histogram = z.object({
  tensor: z.string(),
  from: number,
  to: number,
  counts: z.array(count).transform((counts) => Uint32Array.from(counts)),
  zeros: count,
});

const intervention = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('learning-rate'), value: number }),
  z.object({ kind: z.literal('silence'), layer: z.string(), units }),
  z.object({ kind: z.literal('restore'), layer: z.string(), units }),
]);

const expectation = z.object({
  that: z.string(),
  in: z.string().optional(),
  window: z.tuple([count, count]).optional(),
  value: z.union([number, z.string()]),
  expected: z.string(),
  pass: z.boolean(),
  why: z.string().optional(),
});

const moment = z.object({ unit: z.enum(['step', 'batch', 'epoch']), at: number });
const phaseType = z.enum(['train', 'test', 'run']);

/** What a view needs of the lines of events.jsonl; fields that no view shows are left out. */
export const LOG_LINE = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('run-started'),
    name: z.string(),
    seed: count,
    backend: z.looseObject({ chosen: z.string() }),
    parameters: count,
    layers: z.array(z.object({ id: z.string(), size: count, neuron: z.string() })).min(1),
    trainSamples: count,
    testSamples: count,
    epochs: count,
    batchesPerEpoch: count,
  }),
  z.object({
    kind: z.literal('batch-trained'),
    epoch: count,
    batch: count,
    step: count,
    learningRate: number,
    reward: number,
    accuracy: number,
    spikesPerSample: number.optional(),
  }),
  z.object({ kind: z.literal('epoch-ended'), epoch: count, step: count, metrics, seconds: number }),
  z.object({ kind: z.literal('tested'), epoch: count, step: count, split: z.literal('test'), samples: count, metrics }),
  z.object({
    kind: z.literal('histograms'),
    epoch: count,
    step: count,
    weights: z.array(histogram),
    feedback: z.array(histogram),
  }),
  z.object({
    kind: z.literal('intervened'),
    epoch: count,
    batch: count,
    step: count,
    intervention,
    refused: z.string().optional(),
  }),
  z.object({
    kind: z.literal('phase-started'),
    phase: z.string(),
    type: phaseType,
    from: z.string(),
    epoch: count,
    step: count,
  }),
  z.object({
    kind: z.literal('changed'),
    phase: z.string(),
    event: count,
    change: z.string(),
    at: moment,
    epoch: count,
    step: count,
    drawn: z.record(z.string(), units).optional(),
    restored: z.object({ neurons: count, connections: count }).optional(),
    unfinished: z.object({ unit: z.enum(['step', 'batch', 'epoch']), length: number }).optional(),
    skipped: z.literal(true).optional(),
  }),
  z.object({
    kind: z.literal('phase-ended'),
    phase: z.string(),
    type: phaseType,
    epoch: count,
    step: count,
    metrics,
    seconds: number,
  }),
  z.object({ kind: z.literal('run-failed'), code: z.string(), message: z.string(), epoch: count, step: count }),
  z.object({
    kind: z.literal('run-ended'),
    reason: z.enum(['complete', 'interrupted']),
    epochs: count,
    metrics,
    phases: z.record(z.string(), metrics).optional(),
    expect: z.array(expectation),
    seconds: number,
  }),
  ...(['batch-tested', 'samples-looked', 'spikes-recorded', 'checkpoint'] as const).map((kind) =>
    z.object({ kind: z.literal(kind) }),
  ),
]);
