import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../src/backends/backends.js';
import { eventsBackend } from '../../src/backends/events/events-backend.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import type { InputChunk } from '../../src/core/input-chunk.js';
import { dense } from '../../src/core/layers/describe-layer.js';
import { neuron } from '../../src/core/neurons/neuron.js';
import { OPTIMIZER_DEFAULTS } from '../../src/core/optimizers/optimizer.js';
import { outputReward } from '../../src/core/rewards/output-reward.js';

const [BATCH, INPUTS] = [2, 3];
const cpu = BACKENDS.find(({ name }) => name === 'cpu')!;
const BOTH = [referenceBackend, eventsBackend, cpu];

const opened = (backend: (typeof BOTH)[number]) =>
  backend.open({
    network: { input: { id: 'x', shape: [INPUTS] }, layers: [dense('out', 2, neuron('lif'))], readout: 'rate' },
    tensors: { 'out.weight': new Float64Array(6).fill(1), 'out.bias': new Float64Array(2) },
    optimizer: OPTIMIZER_DEFAULTS.sgd,
    rule: { kind: 'epsilon', epsilon: 1e-6 },
    threads: 1,
  });

const constant: InputChunk = { kind: 'constant', values: new Float64Array(BATCH * INPUTS).fill(1) };
const spikes = (offsets: readonly number[], indices: readonly number[]): InputChunk => ({
  kind: 'spikes',
  offsets: Uint32Array.from(offsets),
  indices: Uint32Array.from(indices),
});

describe.each(BOTH)('what does not fit a presentation, on $name', (backend) => {
  test.each<readonly [string, number, InputChunk, string]>([
    ['no step', 0, constant, 'steps must be a whole number from 1 on, got 0'],
    ['half a step', 1.5, constant, 'steps must be a whole number from 1 on, got 1.5'],
    [
      'a short constant',
      4,
      { kind: 'constant', values: new Float64Array(5) },
      'a constant input for 4 steps of 2 samples with 3 values needs 6 values, got 5',
    ],
    [
      'a short sequence',
      2,
      { kind: 'sequence', values: new Float64Array(6) },
      'a sequence input for 2 steps of 2 samples with 3 values needs 12 values, got 6',
    ],
    [
      'offsets of another batch',
      1,
      spikes([0, 1], [0]),
      'a spikes input for 1 steps of 2 samples with 3 values needs 3 offsets, got 2',
    ],
    ['descending offsets', 1, spikes([0, 2, 1], [0, 1]), 'offsets must not descend, got 2 before 1 at row 1'],
    ['missing indices', 1, spikes([0, 1, 3], [0, 1]), 'offsets end at 3, but there are 2 indices'],
    ['an input that there is not', 1, spikes([0, 1, 2], [0, 3]), 'index 3 is outside an input of 3 values'],
  ])('is refused: %s', async (_, steps, input, reason) => {
    const session = await opened(backend);
    await session.begin({ batch: BATCH, learn: false });
    await expect(session.simulate({ steps, input })).rejects.toThrow(new RangeError(reason));
    // Nothing has been spoilt.
    const report = await session.simulate({ steps: 4, input: constant });
    expect(report.outputSums.every(Number.isFinite)).toBe(true);
    await session.close();
  });

  test('is refused: a chunk before the first presentation or after an update', async () => {
    const session = await opened(backend);
    const early = session.simulate({ steps: 1, input: constant });
    await expect(early).rejects.toThrow('simulate needs a presentation');
    await session.begin({ batch: BATCH, learn: true });
    const { outputSums } = await session.simulate({ steps: 4, input: constant });
    const form = { kind: 'rate', scale: 'none' } as const;
    await session.feedback(outputReward(form, 'rate', outputSums, Int32Array.of(0, 1), 4, 1e-6), {
      inputReward: false,
    });
    await session.update({ learningRate: 0.1, clip: undefined });
    await expect(session.simulate({ steps: 1, input: constant })).rejects.toThrow('again after an update');
    await session.close();
  });
});
