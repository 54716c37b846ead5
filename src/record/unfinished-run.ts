import { realpath } from 'node:fs/promises';
import { join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import { readBytes } from '../data/files/read-bytes.js';
import { heavisideVersion } from './heaviside-version.js';
import { openRunFolderAgain } from './open-run-again.js';
import { namesInRun } from './read-run-folder.js';
import { readRunManifest, type StoredManifest } from './read-run-manifest.js';
import { readRunSummary } from './read-run-summary.js';
import { type ResumableCheckpoint, resumableCheckpoint } from './resumable-checkpoint.js';
import type { RunFolder } from './run-folder.js';
import { lockRun } from './run-lock.js';
import { namesOtherScenario, scenarioDigest } from './scenario-digest.js';
import { MANIFEST } from './write-run-manifest.js';

/** A run that has not come to its end, claimed by whoever goes on with it. */
export interface UnfinishedRun extends ResumableCheckpoint {
  readonly path: string;
  /** Path of the resolved scenario, for messages. */
  readonly scenarioFile: string;
  readonly scenarioText: string;
  readonly manifest: StoredManifest;
  /** Takes the folder back to where the run goes on, with this manifest. From then on the folder has the lock. */
  open(manifest: object): Promise<RunFolder>;
  /** Gives the lock back if the folder was not opened, which is then as it was. */
  release(): Promise<void>;
}

async function refuseComplete(path: string): Promise<void> {
  const file = join(path, 'summary.json');
  if (readRunSummary(await readBytes(file), file).reason !== 'complete') return;
  const message = `${path}: this run is complete, there is nothing to go on with`;
  throw new HeavisideError('HV_RESUME_COMPLETE', 'usage', message, {
    remedy: `See its report with heaviside report ${path}, or run the scenario again.`,
    facts: { path },
  });
}

/** Where no checkpoint can tell yet. */
function refuseOtherName(path: string, scenarioText: string): void {
  if (!namesOtherScenario(path, scenarioText)) return;
  const file = join(path, 'scenario.yaml');
  const message = `${file} is not the scenario of this run: its SHA-256 is ${scenarioDigest(scenarioText)}, the folder is named after another one`;
  throw new HeavisideError('HV_RESUME_SCENARIO', 'machine', message, {
    remedy: 'Put the scenario back as it was, or run the changed one from its beginning.',
    facts: { path: file },
  });
}

/** It is written before the scenario, which makes a folder that of a run: without it the folder is damaged. */
async function readManifest(path: string, names: readonly string[]): Promise<StoredManifest> {
  const file = join(path, MANIFEST);
  if (!names.includes(MANIFEST)) {
    const message = `${path}: expected ${MANIFEST}, which says on which backend the run began, got none`;
    throw new HeavisideError('HV_RUN_MANIFEST', 'machine', message, {
      remedy: `Put it back, or run the scenario again: heaviside run ${join(path, 'scenario.yaml')}`,
      facts: { path: file },
    });
  }
  const manifest = readRunManifest(await readBytes(file), file);
  const version = heavisideVersion();
  if (manifest.heaviside === version) return manifest;
  const message = `${path}: this run was begun by Heaviside ${manifest.heaviside}, this is ${version}: its numbers may differ`;
  throw new HeavisideError('HV_RESUME_VERSION', 'machine', message, {
    remedy: `Go on with Heaviside ${manifest.heaviside}, or run the scenario again.`,
    facts: { path, expected: manifest.heaviside, got: version },
  });
}

/**
 * Claims a run that was stopped, failed or was killed, and finds where it can go on. Nothing of it is changed before it is
 * opened.
 *
 * @param given Path of its folder.
 * @throws HeavisideError `HV_RUN_MISSING` when it is not the folder of a run, `HV_RUN_LOCKED` while it is being written,
 *   `HV_RESUME_COMPLETE`, `HV_RESUME_VERSION`, `HV_RESUME_SCENARIO`, `HV_RUN_MANIFEST`; what `resumableCheckpoint` throws.
 */
export async function claimUnfinishedRun(given: string): Promise<UnfinishedRun> {
  const path = given.replace(/(?<=.)[\\/]+$/, '');
  await namesInRun(path);
  const lock = await lockRun(await realpath(path));
  let opened = false;
  const release = async (): Promise<void> => {
    if (!opened) await lock.release();
  };
  try {
    // Who had the lock before may have finished the run.
    const names = await namesInRun(path);
    if (names.includes('summary.json')) await refuseComplete(path);
    const manifest = await readManifest(path, names);
    const scenarioFile = join(path, 'scenario.yaml');
    const scenarioText = new TextDecoder().decode(await readBytes(scenarioFile));
    const found = await resumableCheckpoint(path, scenarioDigest(scenarioText));
    if (!found.point) refuseOtherName(await realpath(path), scenarioText);
    return {
      ...{ path, scenarioFile, scenarioText, manifest, ...found },
      async open(changed) {
        const folder = await openRunFolderAgain(path, { scenarioText, manifest: changed }, found.point, lock);
        opened = true;
        return folder;
      },
      release,
    };
  } catch (error) {
    await release().catch(() => undefined);
    throw error;
  }
}
