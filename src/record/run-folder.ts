import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import type { Checkpoint } from './checkpoint-file.js';
import { CHECKPOINTS } from './checkpoint-files.js';
import { claimFolder } from './claim-folder.js';
import { folderError } from './folder-error.js';
import { openFolderFiles } from './folder-files.js';
import { makeFolders } from './make-folders.js';
import type { RecordedPiece } from './recording.js';
import { lockRun, type RunLock } from './run-lock.js';
import { NAMED_DIGITS, scenarioDigest } from './scenario-digest.js';
import type { SpikeRecord } from './spike-record.js';
import { syncFolder, writeAtomically } from './write-atomically.js';
import { writeRunManifest } from './write-run-manifest.js';

/** The folder of one run, open for writing. Every method throws `HV_RUN_FOLDER`, kind `machine`, when it cannot. */
export interface RunFolder {
  readonly path: string;
  /** Where the folder of an earlier run is kept that had this path; absent when there was none. */
  readonly previous?: string;
  /** One line each in events.jsonl. Numbers that are not finite are written as text, see `jsonText`. */
  appendEvents(events: readonly object[]): Promise<void>;
  /** One line each in metrics.jsonl. */
  appendMetrics(lines: readonly object[]): Promise<void>;
  /** `recordings/<phase>/…`: each piece is appended to the file of what it is of, see `recordingPath`. */
  appendRecording(pieces: readonly RecordedPiece[]): Promise<void>;
  /**
   * `checkpoints/<reason>-epoch-…-step-….safetensors`, atomically, when everything that was appended before is on the disk.
   * The last two periodic ones stay, and the last of the best.
   */
  writeCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** `spikes/<layer>.safetensors.gz` for each layer in the records. Replaces what was recorded of that layer. */
  writeSpikes(records: readonly SpikeRecord[]): Promise<void>;
  /** looks/samples.msgpack.gz, atomically: looks at test samples as whoever reads them encodes them; they are compressed here. */
  writeLooks(looks: Uint8Array): Promise<void>;
  /** manifest.json, atomically: machine, backend and the run's clock times. */
  writeManifest(manifest: object): Promise<void>;
  /** summary.json, atomically, when everything that was appended before is on the disk. With it the run is over. */
  writeSummary(summary: object): Promise<void>;
  /** Puts everything on the disk, lets go of the files and gives the folder's lock back. */
  close(): Promise<void>;
}

function refuseNameWithPath(name: string): void {
  if (name !== '' && name !== '.' && name !== '..' && basename(name) === name && !name.includes('\\')) return;
  const message = `cannot name a run folder ${JSON.stringify(name)}: expected a name without path separators`;
  throw new HeavisideError('HV_RUN_FOLDER', 'usage', message, { remedy: "change the scenario's name" });
}

/** Path of the folder in which a resolved scenario runs: `<out>/<name>/<first 12 hex digits of its SHA-256>`. */
export function runFolderPath(out: string, name: string, scenarioText: string): string {
  return join(out, name, scenarioDigest(scenarioText).slice(0, NAMED_DIGITS));
}

/**
 * Makes the folder of a run and writes manifest.json and scenario.yaml into it. The same scenario with the same seed has
 * the same folder: earlier ones are kept beside it as `<folder>.previous-1`, `-2` …. Until it is closed the folder is
 * locked by `<folder>.lock`.
 *
 * @param options `out`: folder of all runs, made when missing; `name`: the scenario's; `scenarioText`: the resolved
 *   scenario, which holds the seed; `manifest`: what is known of the run before it begins.
 * @throws HeavisideError `HV_RUN_FOLDER` naming path and reason; `HV_RUN_LOCKED` when another run is writing there.
 */
export async function createRunFolder(options: {
  readonly out: string;
  readonly name: string;
  readonly scenarioText: string;
  readonly manifest: object;
}): Promise<RunFolder> {
  const { out, name, scenarioText, manifest } = options;
  refuseNameWithPath(name);
  const path = runFolderPath(out, name, scenarioText);
  const lock = await makeFolders(dirname(path))
    .then(() => lockRun(path))
    .catch((cause: unknown) => {
      throw folderError('cannot make the run folder', path, cause);
    });
  try {
    return await openFolder(path, { scenarioText, manifest }, lock);
  } catch (error) {
    await lock.release().catch(() => undefined);
    throw error;
  }
}

async function openFolder(
  path: string,
  { scenarioText, manifest }: { readonly scenarioText: string; readonly manifest: object },
  lock: RunLock,
): Promise<RunFolder> {
  let previous: string | undefined;
  try {
    previous = await claimFolder(path);
    await Promise.all([mkdir(join(path, 'spikes')), mkdir(join(path, CHECKPOINTS))]);
    await syncFolder(dirname(path));
  } catch (cause) {
    throw folderError('cannot make the run folder', path, cause);
  }
  await writeRunManifest(path, manifest);
  // The last one: with it the folder is that of a run, which somebody may go on with, and the manifest says on what.
  await writeAtomically(join(path, 'scenario.yaml'), scenarioText);
  const folder = await openFolderFiles(path, { scenarioText, positions: {}, checksums: {}, checkpoints: [] }, lock);
  return previous === undefined ? folder : { ...folder, previous };
}
