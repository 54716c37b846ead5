import type { Checkpoint } from '../../src/record/checkpoint-file.js';
import type { RunEvent } from '../../src/run/run-event.js';

/** How the pretended run goes. */
export interface FakeRun {
  readonly epochs?: number;
  readonly batches?: number;
  /** What a clock would say: goes into the `seconds` fields only. */
  readonly seconds?: number;
  readonly pass?: boolean;
  /** Digests of the data. */
  readonly data?: NonNullable<(typeof STARTED)['data']>;
  /** Whether every epoch ends with a periodic checkpoint. */
  readonly periodic?: boolean;
  readonly signal?: AbortSignal;
  /** Called before every batch; may throw, block or wait. */
  readonly beforeBatch?: (step: number) => unknown;
  /** Called by the generator's `finally`. */
  readonly onReleased?: () => void;
}

export const STARTED: Extract<RunEvent, { kind: 'run-started' }> = {
  kind: 'run-started',
  name: 'fake',
  seed: 7240,
  backend: {
    asked: 'auto',
    chosen: 'reference',
    why: 'only one',
    skipped: [{ name: 'webgpu', because: 'unavailable', reason: 'no adapter' }],
    device: {},
  },
  parameters: 20,
  layers: [
    { id: 'in', size: 2, neuron: 'identity' },
    { id: 'out', size: 2, neuron: 'lif' },
  ],
  trainSamples: 8,
  testSamples: 4,
  epochs: 2,
  batchesPerEpoch: 3,
};

const metricsAfter = (epoch: number) => ({
  'accuracy(train)': 1 - 0.5 ** epoch,
  reward: 0.25 * epoch,
  spikesPerSample: 12.5,
});

/** A batch's event: accuracy 1 - 1/(step + 1), reward step / 8. */
export function batchTrained(epoch: number, batch: number, step: number): Extract<RunEvent, { kind: 'batch-trained' }> {
  const measured = { reward: step / 8, accuracy: 1 - 1 / (step + 1), spikesPerSample: 10 + step, feedbackNorm: 2 };
  return { kind: 'batch-trained', epoch, batch, step, learningRate: 0.5, ...measured };
}

export function checkpoint(
  reason: Checkpoint['reason'],
  epoch: number,
  step: number,
): Extract<RunEvent, { kind: 'checkpoint' }> {
  const tensors = [{ name: 'out.weight', shape: [2, 2], values: Float64Array.of(1, 2, 3, step) }];
  return { kind: 'checkpoint', reason, epoch, step, tensors, facts: { seed: '7240' } };
}

/** A run that computes nothing and tells what a real one would, in the same order. */
export async function* fakeRun(options: FakeRun = {}): AsyncGenerator<RunEvent, void, void> {
  const { epochs = 2, batches = 3, seconds = 1, pass = true, periodic = false } = options;
  const { signal, beforeBatch, onReleased, data } = options;
  let step = 0;
  try {
    yield { ...STARTED, epochs, batchesPerEpoch: batches, ...(data ? { data } : {}) };
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for (let batch = 1; batch <= batches; batch++) {
        await beforeBatch?.(step + 1);
        yield batchTrained(epoch, batch, ++step);
        if (signal?.aborted) {
          yield checkpoint('interrupted', epoch, step);
          yield { kind: 'run-ended', reason: 'interrupted', epochs: epoch - 1, metrics: {}, expect: [], seconds };
          return;
        }
      }
      yield { kind: 'epoch-ended', epoch, step, metrics: metricsAfter(epoch), seconds };
      yield { kind: 'tested', epoch, step, split: 'test', samples: 4, metrics: { 'accuracy(test)': 0.75 } };
      if (periodic) yield checkpoint('periodic', epoch, step);
    }
    yield checkpoint('end', epochs, step);
    const units = Uint32Array.of(0, 1);
    yield {
      kind: 'spikes-recorded',
      split: 'test',
      records: [{ layer: 'out', sample: 0, label: 1, steps: 4, units, times: Uint32Array.of(1, 3) }],
    };
    const metrics = { ...metricsAfter(epochs), 'accuracy(test)': 0.75, synapticOperationsPerSample: 12345.67 };
    const expected = { that: 'accuracy(test)', value: 0.75, expected: pass ? 'at least 0.7' : 'at least 0.8', pass };
    yield { kind: 'run-ended', reason: 'complete', epochs, metrics, expect: [expected], seconds };
  } finally {
    onReleased?.();
  }
}
