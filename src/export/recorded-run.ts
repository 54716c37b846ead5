import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import { readBytes } from '../data/files/read-bytes.js';
import type { Checkpoint } from '../record/checkpoint-file.js';
import type { NamedTensor } from '../record/named-tensor.js';
import { listRecordings, readRecording } from '../record/read-recording.js';
import { readRunFolder } from '../record/read-run-folder.js';
import { recordableLayers } from '../scenario/check/recordable-layers.js';
import { parseScenario } from '../scenario/parse-scenario.js';
import type { Scenario } from '../scenario/scenario.js';
import { listSpikeFiles, readSpikeFile } from './classic-spikes.js';
import { asDamage, untilDamage } from './damage.js';
import type { DamageHearer, ExportedPiece, RecordedFile } from './recorded-file.js';
import { readMetrics, type StoredMetric } from './stored-metrics.js';

/** Everything that a run left behind and that can be exported. */
export interface RecordedRun {
  readonly path: string;
  readonly name: string;
  readonly seed: number;
  /** Seconds of a time step. */
  readonly dt: number;
  /** Layers whose spikes could be recorded. */
  readonly recordable: readonly string[];
  /** False for a run that goes on, or was killed. */
  readonly ended: boolean;
  readonly recordings: readonly RecordedFile[];
  /** Of the newest checkpoint of the best sort, in the exchange layout; absent where there is none. */
  readonly weights:
    | (Pick<Checkpoint, 'reason' | 'epoch' | 'step'> & { readonly tensors: readonly NamedTensor[] })
    | undefined;
  metrics(): AsyncIterable<StoredMetric>;
}

/**
 * Opens the folder of a run, finished or not, to export what it recorded.
 *
 * @param damaged Hears of files that cannot be read, now and while recordings and metrics are read.
 * @throws HeavisideError `HV_RUN_MISSING`, kind `machine`, when it is not the folder of a run; `HV_SCENARIO` when its
 *   scenario is none.
 */
export async function openRecordedRun(path: string, damaged: DamageHearer): Promise<RecordedRun> {
  const checkpoint = await checkpointOf(path, damaged);
  const file = join(path, 'scenario.yaml');
  const scenario = parseScenario(new TextDecoder().decode(await readBytes(file)), { file });
  const recording = (where: string, read: (where: string) => AsyncIterable<ExportedPiece>): RecordedFile => ({
    where,
    pieces: () => untilDamage(read(where), damaged),
  });
  const spikes = await listSpikeFiles(path);
  const recorded = await listRecordings(path).catch((cause: unknown) => {
    damaged(asDamage(cause));
    return [];
  });
  return {
    path,
    name: scenario.name,
    seed: scenario.seed,
    dt: scenario.time.dt,
    recordable: recordableLayers(scenario.network, scenario.encode.kind),
    ended: (await readdir(path)).includes('summary.json'),
    recordings: [
      ...spikes.map((where) => recording(where, readSpikeFile)),
      ...recorded.map((where) => recording(where, readRecording)),
    ],
    weights: checkpoint && { ...checkpoint, tensors: weightsIn(checkpoint.tensors, scenario) },
    metrics: () => readMetrics(join(path, 'metrics.jsonl'), damaged),
  };
}

async function checkpointOf(path: string, damaged: DamageHearer): Promise<Checkpoint | undefined> {
  try {
    return (await readRunFolder(path)).checkpoint;
  } catch (cause) {
    if (cause instanceof HeavisideError && cause.code === 'HV_RUN_MISSING') throw cause;
    if (cause instanceof HeavisideError && cause.code === 'HV_RUN_UNFINISHED') return undefined;
    damaged(asDamage(cause));
    return undefined;
  }
}

/** Those of the network's layers: what an optimizer keeps beside each is no weight. */
function weightsIn(tensors: readonly NamedTensor[], { network }: Scenario): readonly NamedTensor[] {
  const layers = network.layers.map(({ id }) => `${id}.`);
  const moments = tensors.map(({ name }) => `optimizer.${name}.`);
  return tensors.filter(
    ({ name }) =>
      layers.some((layer) => name.startsWith(layer)) && !moments.some((beginning) => name.startsWith(beginning)),
  );
}
