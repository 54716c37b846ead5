import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Checkpoint } from '../../src/record/checkpoint-file.js';
import { heavisideVersion } from '../../src/record/heaviside-version.js';
import type { RecordedPiece } from '../../src/record/recording.js';
import { createRunFolder, type RunFolder } from '../../src/record/run-folder.js';
import { temporaryFolder } from './temporary-folder.js';

export const MANIFEST = { heaviside: heavisideVersion(), backend: { chosen: 'events' }, startedAt: '2025-01-01' };
/** What a folder is made of. */
export const SCENARIO = { name: 'xor', scenarioText: 'scenario: 1\nseed: 7240\n', manifest: MANIFEST };

export function checkpointAt(step: number, reason: Checkpoint['reason'] = 'periodic', epoch = step): Checkpoint {
  const tensors = [{ name: 'h1.weight', shape: [1, 2], values: Float64Array.of(0.5, step) }];
  return { reason, epoch, step, tensors, facts: { seed: '7240', batch: '0' } };
}

/** Spikes of one unit in one step. */
export function spikesAt(step: number, layer = 'h1'): RecordedPiece {
  const frame = { kind: 'spikes', phase: 'train', layer, size: 9, from: step, steps: 1 } as const;
  return { ...frame, times: Uint32Array.of(step), units: Uint32Array.of(step % 9) };
}

/** What a run writes of one step, before its checkpoint. */
export async function writeStep(folder: RunFolder, step: number): Promise<void> {
  await folder.appendEvents([{ kind: 'batch-trained', step }]);
  await folder.appendMetrics([{ step, value: step / 8 }]);
  await folder.appendRecording([spikesAt(step)]);
}

/**
 * The folder of a run that was killed after so many steps, each with a periodic checkpoint, and half a step more; without
 * steps it has none.
 */
export async function unfinishedFolder(steps: number): Promise<string> {
  const folder = await createRunFolder({ out: temporaryFolder(), ...SCENARIO });
  for (let step = 1; step <= steps; step++) {
    await writeStep(folder, step);
    await folder.writeCheckpoint(checkpointAt(step));
  }
  await writeStep(folder, steps + 1);
  await folder.close();
  writeFileSync(join(folder.path, '.summary.json.partial'), '{');
  rmSync(`${folder.path}.lock`, { force: true });
  return folder.path;
}

/** Path of the periodic checkpoint of a step. */
export function checkpointOf(folder: string, step: number): string {
  return join(folder, 'checkpoints', `periodic-epoch-${step}-step-${step}.safetensors`);
}
