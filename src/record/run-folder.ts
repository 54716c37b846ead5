import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { HeavisideError } from '../core/heaviside-error.js';
import { type Checkpoint, checkpointFileName, encodeCheckpoint } from './checkpoint-file.js';
import { claimFolder } from './claim-folder.js';
import { folderError } from './folder-error.js';
import { openJsonLinesFile } from './json-lines-file.js';
import { jsonText } from './json-text.js';
import { LOOKS_FILE } from './looks-file-name.js';
import { makeFolders } from './make-folders.js';
import { lockRun, type RunLock } from './run-lock.js';
import { encodeSpikes } from './spike-file.js';
import { spikeFileName } from './spike-file-name.js';
import type { SpikeRecord } from './spike-record.js';
import { writeAtomically } from './write-atomically.js';

/** The folder of one run, open for writing. Every method throws `HV_RUN_FOLDER`, kind `machine`, when it cannot. */
export interface RunFolder {
  readonly path: string;
  /** One line each in events.jsonl. Numbers that are not finite are written as text, see `jsonText`. */
  appendEvents(events: readonly object[]): Promise<void>;
  /** One line each in metrics.jsonl. */
  appendMetrics(lines: readonly object[]): Promise<void>;
  /** `checkpoints/<reason>-epoch-…-step-….safetensors`, atomically. */
  writeCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** `spikes/<layer>.safetensors.gz` for each layer in the records. Replaces what was recorded of that layer. */
  writeSpikes(records: readonly SpikeRecord[]): Promise<void>;
  /** looks/samples.msgpack.gz, atomically: looks at test samples as whoever reads them encodes them; they are compressed here. */
  writeLooks(looks: Uint8Array): Promise<void>;
  /** manifest.json, atomically: machine, backend and the run's clock times. */
  writeManifest(manifest: object): Promise<void>;
  /** summary.json, atomically. */
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
  return join(out, name, createHash('sha256').update(scenarioText).digest('hex').slice(0, 12));
}

/**
 * Makes the folder of a run and writes scenario.yaml into it. The same scenario with the same seed has the same
 * folder: earlier ones are kept beside it as `<folder>.previous-1`, `-2` …. Until it is closed the folder is
 * locked by `<folder>.lock`.
 *
 * @param options `out`: folder of all runs, made when missing; `name`: the scenario's; `scenarioText`: the resolved
 *   scenario, which holds the seed.
 * @throws HeavisideError `HV_RUN_FOLDER` naming path and reason; `HV_RUN_LOCKED` when another run is writing there.
 */
export async function createRunFolder(options: {
  readonly out: string;
  readonly name: string;
  readonly scenarioText: string;
}): Promise<RunFolder> {
  const { out, name, scenarioText } = options;
  refuseNameWithPath(name);
  const path = runFolderPath(out, name, scenarioText);
  const lock = await makeFolders(dirname(path))
    .then(() => lockRun(path))
    .catch((cause: unknown) => {
      throw folderError('cannot make the run folder', path, cause);
    });
  try {
    return await openFolder(path, scenarioText, lock);
  } catch (error) {
    await lock.release().catch(() => undefined);
    throw error;
  }
}

async function openFolder(path: string, scenarioText: string, lock: RunLock): Promise<RunFolder> {
  const inside = (...parts: string[]) => join(path, ...parts);
  try {
    await claimFolder(path);
    await Promise.all([mkdir(inside('spikes')), mkdir(inside('checkpoints'))]);
  } catch (cause) {
    throw folderError('cannot make the run folder', path, cause);
  }
  await writeAtomically(inside('scenario.yaml'), scenarioText);
  const events = await openJsonLinesFile(inside('events.jsonl'));
  const metrics = await openJsonLinesFile(inside('metrics.jsonl')).catch(async (error: unknown) => {
    await events.close().catch(() => undefined);
    throw error;
  });
  return {
    path,
    appendEvents: (lines) => events.append(lines),
    appendMetrics: (lines) => metrics.append(lines),
    async writeCheckpoint(checkpoint) {
      await writeAtomically(inside('checkpoints', checkpointFileName(checkpoint)), encodeCheckpoint(checkpoint));
    },
    async writeSpikes(records) {
      for (const layer of new Set(records.map((record) => record.layer))) {
        const ofLayer = records.filter((record) => record.layer === layer);
        await writeAtomically(inside('spikes', spikeFileName(layer)), encodeSpikes(layer, ofLayer));
      }
    },
    async writeLooks(looks) {
      await makeFolders(dirname(inside(LOOKS_FILE)));
      await writeAtomically(inside(LOOKS_FILE), gzipSync(looks));
    },
    writeManifest: (manifest) => writeAtomically(inside('manifest.json'), `${jsonText(manifest, true)}\n`),
    writeSummary: (summary) => writeAtomically(inside('summary.json'), `${jsonText(summary, true)}\n`),
    async close() {
      const ends = await Promise.allSettled([events.close(), metrics.close()]);
      ends.push(...(await Promise.allSettled([lock.release()])));
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
}
