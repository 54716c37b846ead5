import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { RecordedPiece } from '../../src/record/recording.js';
import { recordingFiles } from '../../src/record/recording-files.js';
import { encodeSpikes } from '../../src/record/spike-file.js';
import type { SpikeRecord } from '../../src/record/spike-record.js';
import { type HandMade, handMadeRun, numbers } from '../run/collapse/hand-made-run.js';

/** Half a millisecond a step. */
const SCENARIO = `
scenario: 1
name: recorded
seed: 3
time: { dt: 0.5ms, steps: 4 }
data: xor
network:
  layers:
    - { id: in, size: 2 }
    - { id: h1, size: 3, neuron: lif }
    - { id: out, size: 2, neuron: lif }
`;

/** Weights of h1 and out, and what an optimizer keeps beside one of them. */
const TENSORS = [
  numbers('h1.weight', [3, 2], [1, 2, 3, 4, 5, 6]),
  numbers('optimizer.h1.weight.mean', [3, 2], [9, 9, 9, 9, 9, 9]),
  numbers('h1.bias', [3], [0.1, 0.2, 0.3]),
  numbers('out.weight', [2, 3], [-1, -2, -3, -4, -5, -6]),
  numbers('out.bias', [2], [0, 0.5]),
];

const METRICS = [
  { step: 2, epoch: 1, split: 'train', name: 'reward', value: 'NaN' },
  { step: 2, epoch: 1, split: 'test', name: 'accuracy', value: 0.5 },
  { step: 4, epoch: 2, split: 'test', name: 'accuracy', value: 0.75 },
];

/** Of h1 for two test samples. */
const SPIKES: readonly SpikeRecord[] = [
  { layer: 'h1', sample: 0, label: 1, steps: 4, units: Uint32Array.of(0, 2, 2), times: Uint32Array.of(1, 1, 3) },
  { layer: 'h1', sample: 5, label: 0, steps: 4, units: Uint32Array.of(1), times: Uint32Array.of(0) },
];

/** A phase that shows sample 7, one that runs freely, and a training. */
const PIECES: readonly RecordedPiece[] = [
  ...(['out', 'h1'] as const).map((layer, n): RecordedPiece => {
    const shown = { phase: 'probe', sample: 7, label: 1, layer, size: 3, from: 0, steps: 4 };
    return { kind: 'spikes', ...shown, times: Uint32Array.of(2), units: Uint32Array.of(n) };
  }),
  ...[0, 1].map((half): RecordedPiece => {
    const frame = { phase: 'free', layer: 'h1', size: 3, from: 2 * half, steps: 2 };
    return { kind: 'spikes', ...frame, times: Uint32Array.of(2 * half, 2 * half + 1), units: Uint32Array.of(2, half) };
  }),
  ...[0, 1].map((half): RecordedPiece => {
    const frame = { phase: 'free', layer: 'h1', variable: 'voltage', first: 1, count: 2, from: 2 * half } as const;
    return { kind: 'trace', ...frame, values: Float32Array.of(0.5, -1, 0.25, half) };
  }),
  ...[1, 2].map((epoch): RecordedPiece => {
    const tensors = [numbers('out.bias', [2], [epoch, -epoch])];
    return { kind: 'weights', phase: 'learn', epoch, step: 2 * epoch, tensors };
  }),
];

/** What a hand-made run has recorded. */
interface Recorded {
  readonly spikes?: readonly SpikeRecord[];
  readonly pieces?: readonly RecordedPiece[];
  readonly metrics?: readonly object[];
  readonly reason?: HandMade['reason'];
}

/** Writes the folder of a run that recorded something of each kind, without running anything. */
export async function recordedRun(recorded: Recorded = {}): Promise<string> {
  const { spikes = SPIKES, pieces = PIECES, metrics = METRICS, reason = 'end' } = recorded;
  const folder = handMadeRun({ scenario: SCENARIO, tensors: TENSORS, said: 0.75, reason });
  mkdirSync(join(folder, 'spikes'));
  if (spikes.length > 0) writeFileSync(join(folder, 'spikes/h1.safetensors.gz'), encodeSpikes('h1', spikes));
  await recordingFiles(folder).append(pieces);
  if (metrics.length > 0) writeFileSync(join(folder, 'metrics.jsonl'), '');
  for (const metric of metrics) appendFileSync(join(folder, 'metrics.jsonl'), `${JSON.stringify(metric)}\n`);
  return folder;
}

/** Names in a folder, sorted. */
export const namesIn = (folder: string): readonly string[] => readdirSync(folder).sort();
