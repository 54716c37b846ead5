import { describe, expect, test } from 'vitest';
import type { ChunkReport } from '../../src/backends/backend.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import type { RuleDescription } from '../../src/core/feedback/rule.js';
import type { InputChunk } from '../../src/core/input-chunk.js';
import type { NetworkDescription } from '../../src/core/layers/layer.js';
import { type NetworkPlan, planNetwork } from '../../src/core/network/plan-network.js';
import { expectClose } from '../core/expect-close.js';
import { numbersBetween, startingTensors } from '../core/network/random-numbers.js';
import { SAMPLE_NETWORKS } from '../core/network/sample-networks.js';
import { dense, network, relu } from '../core/network/small-networks.js';

const [BATCH, STEPS, CUT] = [2, 8, 3];

/** The rows of an input that belong to steps `from` to `to`. */
function sliced(input: InputChunk, from: number, to: number, row: number): InputChunk {
  if (input.kind === 'constant') return input;
  if (input.kind === 'sequence') return { kind: 'sequence', values: input.values.slice(from * row, to * row) };
  const offsets = input.offsets.slice(from * BATCH, to * BATCH + 1);
  const first = offsets[0]!;
  return {
    kind: 'spikes',
    offsets: offsets.map((o) => o - first),
    indices: input.indices.slice(first, offsets.at(-1)!),
  };
}

function inputs(plan: NetworkPlan): Record<InputChunk['kind'], InputChunk> {
  const row = BATCH * plan.inputSize;
  const values = numbersBetween(0, 2, STEPS * row, 5);
  const active = values.map((v) => (v > 1 ? 1 : 0));
  const offsets = [0];
  const indices: number[] = [];
  for (let r = 0; r < STEPS * BATCH; r++) {
    for (let i = 0; i < plan.inputSize; i++) if (active[r * plan.inputSize + i] === 1) indices.push(i);
    offsets.push(indices.length);
  }
  return {
    constant: { kind: 'constant', values: values.slice(0, row) },
    sequence: { kind: 'sequence', values },
    spikes: { kind: 'spikes', offsets: Uint32Array.from(offsets), indices: Uint32Array.from(indices) },
  };
}

/** Shows an input in chunks that end at the given steps, rewards it, learns once, and tells all that can be seen. */
async function presented(
  description: NetworkDescription,
  input: InputChunk,
  ends: readonly number[],
  rule: RuleDescription = { kind: 'epsilon', epsilon: 1e-6 },
) {
  const plan = planNetwork(description);
  const session = await referenceBackend.open({
    network: description,
    tensors: startingTensors(plan),
    optimizer: { kind: 'sgd', lr: 1, momentum: 0, weightDecay: 0 },
    rule,
  });
  await session.begin({ batch: BATCH, learn: true });
  const reports: ChunkReport[] = [];
  let from = 0;
  for (const to of ends) {
    const chunk = sliced(input, from, to, BATCH * plan.inputSize);
    reports.push(await session.simulate({ steps: to - from, input: chunk, record: ['out'] }));
    from = to;
  }
  const units = BATCH * plan.outputSize;
  const [always, perOutput, last] = [6, 7, 8].map((seed) => numbersBetween(-1, 1, units, seed));
  const reward = { always: always!, perOutput: perOutput!, last: last! };
  const { input: explained } = await session.feedback(reward, { inputReward: true });
  const { feedbackNorm } = await session.update({ learningRate: 0.01, clip: undefined });
  return { reports, feedback: { norm: feedbackNorm, input: explained }, tensors: (await session.snapshot()).tensors };
}

const networks = {
  ...SAMPLE_NETWORKS,
  'static units only': network([4], [dense('h', 5, relu), dense('out', 3, relu)], 'last'),
};

describe.each(Object.entries(networks))('%s on the reference backend', (_name, description) => {
  test.each(['constant', 'sequence', 'spikes'] as const)(
    'learns from two chunks of a %s input as from one',
    async (kind) => {
      const input = inputs(planNetwork(description))[kind];
      const once = await presented(description, input, [STEPS]);
      const twice = await presented(description, input, [CUT, STEPS]);
      const [whole, first, second] = [once.reports[0]!, ...(twice.reports as [ChunkReport, ChunkReport])];
      expectClose(
        first.outputSums.map((v, k) => v + second.outputSums[k]!),
        whole.outputSums,
      );
      expect(second.lastOutput).toEqual(whole.lastOutput);
      for (const [layer, count] of Object.entries(whole.spikes))
        expect(first.spikes[layer]! + second.spikes[layer]!).toBe(count);
      // A constant input is multiplied once a presentation, however it is cut.
      expect(first.synapticOperations + second.synapticOperations).toBe(whole.synapticOperations);
      expect([...first.recorded[0]!.units, ...second.recorded[0]!.units]).toEqual([...whole.recorded[0]!.units]);
      expect(whole.recorded[0]!.units.length).toBeGreaterThan(0);

      expectClose([twice.feedback.norm], [once.feedback.norm], 1e-9);
      expectClose(twice.feedback.input!, once.feedback.input!, 1e-9);
      expect(once.feedback.norm).toBeGreaterThan(0);
      for (const [name, values] of Object.entries(once.tensors)) expectClose(twice.tensors[name]!, values, 1e-9);
    },
  );

  test.each([
    { kind: 'epsilon', epsilon: 1e-6 },
    { kind: 'gamma', epsilon: 1e-6, gamma: 0.25 },
    { kind: 'z-plus', epsilon: 1e-6 },
    { kind: 'alpha-beta', epsilon: 1e-6, alpha: 2, beta: 1 },
    { kind: 'hebbian', epsilon: 1e-6 },
    { kind: 'oja', epsilon: 1e-6 },
  ] as const)('learns from one chunk a step as from one, under rule $kind', async (rule) => {
    const input = inputs(planNetwork(description)).sequence;
    const once = await presented(description, input, [STEPS], rule);
    const stepwise = await presented(description, input, [1, 2, 3, 4, 5, 6, 7, 8], rule);
    expectClose([stepwise.feedback.norm], [once.feedback.norm], 1e-9);
    expectClose(stepwise.feedback.input!, once.feedback.input!, 1e-9);
  });
});
