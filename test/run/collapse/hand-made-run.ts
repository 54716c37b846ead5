import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { initialTensors, tensorPlans, toExchangeLayout } from '../../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { type Checkpoint, checkpointFileName, encodeCheckpoint } from '../../../src/record/checkpoint-file.js';
import type { NamedTensor } from '../../../src/record/named-tensor.js';
import { formatScenario } from '../../../src/scenario/format-scenario.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { temporaryFolder } from '../../record/temporary-folder.js';

/** What a hand-made run leaves behind. */
export interface HandMade {
  readonly scenario: string;
  /** In the exchange layout; omitted: as the network would start. */
  readonly tensors?: readonly NamedTensor[];
  /** accuracy(test) in summary.json; omitted: there is none. */
  readonly said?: number;
  readonly interrupted?: boolean;
  readonly reason?: Checkpoint['reason'];
  readonly step?: number;
}

/** Writes a run's folder without running anything. */
export function handMadeRun({ scenario: text, said, interrupted = false, ...rest }: HandMade): string {
  const { tensors = startOf(text), reason = 'end', step = 1 } = rest;
  const folder = temporaryFolder();
  const { name, seed, ...scenario } = parseScenario(text);
  writeFileSync(join(folder, 'scenario.yaml'), formatScenario({ name, seed, ...scenario }));
  mkdirSync(join(folder, 'checkpoints'));
  keepCheckpoint(folder, { reason, epoch: 1, step, tensors, facts: { seed: String(seed) } });
  if (said === undefined) return folder;
  const metrics = { 'accuracy(test)': said };
  const ended = {
    name,
    seed,
    backend: 'reference',
    reason: interrupted ? 'interrupted' : 'complete',
    epochs: 1,
    metrics,
  };
  writeFileSync(join(folder, 'summary.json'), JSON.stringify(ended));
  return folder;
}

export function keepCheckpoint(folder: string, checkpoint: Checkpoint): void {
  writeFileSync(join(folder, 'checkpoints', checkpointFileName(checkpoint)), encodeCheckpoint(checkpoint));
}

function startOf(text: string): readonly NamedTensor[] {
  const plan = planNetwork(parseScenario(text).network);
  const tensors = initialTensors(plan, createRandomStreams(1).stream('weights'));
  return tensorPlans(plan).map((tensor) => ({
    name: tensor.name,
    shape: tensor.exchangeShape,
    values: toExchangeLayout(tensor, tensors[tensor.name]!),
  }));
}

export const numbers = (name: string, shape: readonly number[], values: readonly number[]): NamedTensor => {
  return { name, shape, values: Float64Array.from(values) };
};

/** Exclusive or by two steps: h1 = H(x1 + x2 − 0.5), h2 = H(x1 + x2 − 1.5), y = (0.5, h1 − h2). */
export const XOR_STEP = `
scenario: 1
name: xor-by-hand
data: xor
network:
  layers:
    - { id: in, size: 2 }
    - { id: h, size: 2, neuron: step }
    - { id: out, size: 2 }
`;
export const XOR_TENSORS: readonly NamedTensor[] = [
  numbers('h.weight', [2, 2], [1, 1, 1, 1]),
  numbers('h.bias', [2], [-0.5, -1.5]),
  numbers('out.weight', [2, 2], [0, 0, 1, -1]),
  numbers('out.bias', [2], [0.5, 0]),
];
