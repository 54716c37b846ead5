import { describe, expect, test } from 'vitest';
import type { ChunkReport, LayerStimulus } from '../../src/backends/backend.js';
import { joinedReports } from '../../src/backends/joined-reports.js';
import { ReferenceSession } from '../../src/backends/reference/reference-session.js';
import type { LearningRule } from '../../src/core/gradients/gradient-rule.js';
import { planNetwork } from '../../src/core/network/plan-network.js';
import { expectClose } from '../core/expect-close.js';
import { numbersBetween, startingTensors } from '../core/network/random-numbers.js';
import { SAMPLE_NETWORKS } from '../core/network/sample-networks.js';

const [BATCH, STEPS] = [2, 8];

/** Different currents at every step of every layer with neurons; its first and its last unit cut. */
function stimuliOf(description: (typeof SAMPLE_NETWORKS)[string]): readonly LayerStimulus[] {
  const { layers } = planNetwork(description);
  return description.layers.flatMap((layer, k) => {
    if (!('neuron' in layer)) return [];
    const { id, size } = layers[k]!;
    const cut = Uint8Array.from({ length: size }, (_, unit) => Number(unit % (size - 1) === 0));
    return [{ layer: id, currents: numbersBetween(-0.25, 0.5, STEPS * BATCH * size, 10 + k), cut }];
  });
}

/** Shows a constant input with stimuli in chunks that end at the given steps, and learns from it once. */
async function lesson(description: (typeof SAMPLE_NETWORKS)[string], rule: LearningRule, ends: readonly number[]) {
  const plan = planNetwork(description);
  const session = new ReferenceSession({
    network: description,
    tensors: startingTensors(plan),
    optimizer: { kind: 'sgd', lr: 1, momentum: 0.5, weightDecay: 0 },
    rule,
  });
  await session.begin({ batch: BATCH, learn: true });
  const input = { kind: 'constant', values: numbersBetween(-0.5, 2, BATCH * plan.inputSize, 5) } as const;
  const reports: ChunkReport[] = [];
  let from = 0;
  for (const to of ends) {
    const stimuli = stimuliOf(description).map(({ currents, ...rest }) => {
      const row = currents.length / STEPS;
      return { ...rest, currents: currents.slice(from * row, to * row) };
    });
    reports.push(await session.simulate({ steps: to - from, input, record: ['out'], stimuli }));
    for (const { currents, cut } of stimuli) {
      // They are the caller's again.
      currents.fill(Number.NaN);
      cut?.fill(0);
    }
    from = to;
  }
  const [always, perOutput, last] = [6, 7, 8].map((seed) => numbersBetween(-1, 1, BATCH * plan.outputSize, seed));
  const reward = { always: always!, perOutput: perOutput!, last: last! };
  const { input: explained } = await session.feedback(reward, { inputReward: true });
  await session.update({ learningRate: 0.01, clip: undefined });
  return {
    report: joinedReports(reports),
    explained: explained!,
    moments: (await session.snapshot()).optimizer.moments,
  };
}

const RULES: readonly LearningRule[] = [
  { kind: 'epsilon', epsilon: 1e-6 },
  { kind: 'alpha-beta', epsilon: 1e-6, alpha: 2, beta: 1 },
  { kind: 'oja', epsilon: 1e-6 },
  { kind: 'surrogate', surrogate: { kind: 'atan', alpha: 2 } },
];

describe.each(Object.entries(SAMPLE_NETWORKS))('%s, stimulated', (_name, description) => {
  test.each(RULES)('learns from several chunks what it learns from one, under rule $kind', async (rule) => {
    const once = await lesson(description, rule, [STEPS]);
    const often = await lesson(description, rule, [1, 2, 5, STEPS]);
    const { outputSums, synapticOperations: _, ...exact } = once.report;
    expect(often.report).toMatchObject(exact);
    expectClose(often.report.outputSums, outputSums);
    expectClose(often.explained, once.explained, 1e-9);
    for (const [name, values] of Object.entries(once.moments)) expectClose(often.moments[name]!, values, 1e-9);
    expect(Object.values(once.moments).some((values) => values.some((value) => value !== 0))).toBe(true);
  });
});
