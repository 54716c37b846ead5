import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { type CheckpointName, checkpointFiles } from './checkpoint-files.js';
import { EMPTY, type FileEnd } from './file-checksum.js';
import { openJsonLinesFile } from './json-lines-file.js';
import { jsonText } from './json-text.js';
import { LOOKS_FILE } from './looks-file-name.js';
import { makeFolders } from './make-folders.js';
import { isRecordingPath } from './recording-file-name.js';
import { recordingFiles } from './recording-files.js';
import type { RunFolder } from './run-folder.js';
import type { RunLock } from './run-lock.js';
import { scenarioDigest } from './scenario-digest.js';
import type { FolderChecksums, FolderPositions } from './sealed-checkpoint.js';
import { encodeSpikes } from './spike-file.js';
import { spikeFileName } from './spike-file-name.js';
import { writeAtomically } from './write-atomically.js';
import { writeRunManifest } from './write-run-manifest.js';

export const EVENTS = 'events.jsonl';
const METRICS = 'metrics.jsonl';

/** What of a run's folder is there when its files are opened. */
export interface KeptFiles {
  /** The resolved scenario. */
  readonly scenarioText: string;
  /** Lengths that logs and recordings keep, and which other files stay. */
  readonly positions: FolderPositions;
  /** Of all that grow, up to these lengths. */
  readonly checksums: FolderChecksums;
  /** The newest last. */
  readonly checkpoints: readonly CheckpointName[];
}

/** True for the files that grow; others are written at once. */
export function isAppended(path: string): boolean {
  return path === EVENTS || path === METRICS || isRecordingPath(path);
}

/**
 * Opens the files of a run for writing.
 *
 * @param path The folder, with `spikes` and `checkpoints` in it.
 * @param lock The folder gives it back when it is closed.
 * @throws HeavisideError `HV_RUN_FOLDER`.
 */
export async function openFolderFiles(path: string, kept: KeptFiles, lock: RunLock): Promise<RunFolder> {
  const { positions, checksums } = kept;
  const names = Object.keys(positions);
  const endOf = (name: string): FileEnd =>
    name in positions ? { length: positions[name]!, checksum: checksums[name]! } : EMPTY;
  const inside = (name: string): string => join(path, name);
  const events = await openJsonLinesFile(inside(EVENTS), endOf(EVENTS));
  const metrics = await openJsonLinesFile(inside(METRICS), endOf(METRICS)).catch(async (error: unknown) => {
    await events.close().catch(() => undefined);
    throw error;
  });
  const recorded = names.filter(isRecordingPath);
  const recordings = recordingFiles(path, Object.fromEntries(recorded.map((name) => [name, endOf(name)])));
  const whole = new Map(names.filter((name) => !isAppended(name)).map((name) => [name, positions[name]!]));
  const checkpoints = checkpointFiles(path, kept.checkpoints);
  const scenario = scenarioDigest(kept.scenarioText);
  const sync = (): Promise<unknown> => Promise.all([events.sync(), metrics.sync(), recordings.sync()]);
  const writeWhole = async (name: string, bytes: Uint8Array): Promise<void> => {
    await writeAtomically(inside(name), bytes);
    whole.set(name, bytes.length);
  };
  return {
    path,
    appendEvents: (lines) => events.append(lines),
    appendMetrics: (lines) => metrics.append(lines),
    appendRecording: (pieces) => recordings.append(pieces),
    async writeCheckpoint(checkpoint) {
      await sync();
      const ends = Object.entries({ [EVENTS]: events.end, [METRICS]: metrics.end, ...recordings.ends() });
      const lengths = ends.map(([name, { length }]) => [name, length] as const);
      const sums = ends.map(([name, { checksum }]) => [name, checksum] as const);
      const now = { positions: Object.fromEntries([...lengths, ...whole]), checksums: Object.fromEntries(sums) };
      await checkpoints.write(checkpoint, { ...now, scenario });
    },
    async writeSpikes(records) {
      for (const layer of new Set(records.map((record) => record.layer))) {
        const ofLayer = records.filter((record) => record.layer === layer);
        await writeWhole(`spikes/${spikeFileName(layer)}`, encodeSpikes(layer, ofLayer));
      }
    },
    async writeLooks(looks) {
      await makeFolders(dirname(inside(LOOKS_FILE)));
      await writeWhole(LOOKS_FILE, gzipSync(looks));
    },
    writeManifest: (manifest) => writeRunManifest(path, manifest),
    async writeSummary(summary) {
      await sync();
      await writeAtomically(inside('summary.json'), `${jsonText(summary, true)}\n`);
    },
    async close() {
      const ends = await Promise.allSettled([events.close(), metrics.close(), recordings.sync()]);
      ends.push(...(await Promise.allSettled([lock.release()])));
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
}
