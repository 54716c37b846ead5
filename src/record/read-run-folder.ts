import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import { readBytes } from '../data/files/read-bytes.js';
import type { Checkpoint } from './checkpoint-file.js';
import { CHECKPOINTS, type CheckpointName, checkpointNames } from './checkpoint-files.js';
import { decodeCheckpoint } from './decode-checkpoint.js';
import { readRunSummary, type StoredSummary } from './read-run-summary.js';

/** What a run left behind, read but not yet understood: the scenario is text. */
export interface StoredRun {
  readonly path: string;
  /** Path of the resolved scenario, for messages. */
  readonly scenarioFile: string;
  readonly scenarioText: string;
  /** What the run said at its end; absent where it has not ended well. */
  readonly summary?: StoredSummary;
  /** Path of the checkpoint, for messages. */
  readonly checkpointFile: string;
  readonly checkpoint: Checkpoint;
}

/**
 * The best last: a checkpoint of the end stands above one of an interruption, that above a rescued one, and what was kept on
 * the way below all.
 */
const WORTH: readonly Checkpoint['reason'][] = ['best', 'periodic', 'last-good', 'interrupted', 'end'];
const PRINTED = 'Name the folder that `heaviside run` printed at its end.';

function problem(code: string, path: string, message: string, remedy: string, cause?: unknown): HeavisideError {
  return new HeavisideError(code, 'machine', `${path}: ${message}`, { remedy, facts: { path }, cause });
}

async function namesIn(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const got = { ENOENT: 'nothing at this path', ENOTDIR: 'a file' }[code ?? ''] ?? (cause as Error).message;
    throw problem('HV_RUN_MISSING', path, `expected the folder of a run, got ${got}`, PRINTED, cause);
  }
}

/**
 * Names of what is in the folder of a run.
 *
 * @throws HeavisideError `HV_RUN_MISSING`, kind `machine`, when it is not one.
 */
export async function namesInRun(path: string): Promise<readonly string[]> {
  const names = await namesIn(path);
  if (names.includes('scenario.yaml')) return names;
  throw problem('HV_RUN_MISSING', path, 'expected the folder of a run, got one without scenario.yaml', PRINTED);
}

/** The newest checkpoint of the best sort. */
async function checkpointName(path: string): Promise<string> {
  const worth = ({ reason }: CheckpointName): number => WORTH.indexOf(reason);
  const best = (await checkpointNames(path)).toSorted((a, b) => worth(a) - worth(b)).at(-1);
  if (best) return best.name;
  const message = 'this run has not finished: expected a checkpoint in "checkpoints", got none';
  throw problem('HV_RUN_UNFINISHED', path, message, `Wait for its end, or go on with it: heaviside resume ${path}`);
}

/**
 * Opens the folder of a run for reading: the resolved scenario, the summary if there is one, and the best checkpoint,
 * which is that of the end or, in an unfinished run, the last that was written (`checkpoint.reason` tells).
 *
 * @throws HeavisideError of kind `machine`, naming the path: `HV_RUN_MISSING` when it is not the folder of a run,
 *   `HV_RUN_UNFINISHED` without a checkpoint, `HV_RUN_SUMMARY`, `HV_CHECKPOINT_DAMAGED`, `HV_SAFETENSORS`, `HV_CHECKPOINT` for
 *   damaged files.
 */
export async function readRunFolder(path: string): Promise<StoredRun> {
  const names = await namesInRun(path);
  const scenarioFile = join(path, 'scenario.yaml');
  const scenarioText = new TextDecoder().decode(await readBytes(scenarioFile));
  const checkpointFile = join(path, CHECKPOINTS, await checkpointName(path));
  const checkpoint = decodeCheckpoint(await readBytes(checkpointFile), checkpointFile);
  const stored = { path, scenarioFile, scenarioText, checkpointFile, checkpoint };
  if (!names.includes('summary.json')) return stored;
  const summaryFile = join(path, 'summary.json');
  return { ...stored, summary: readRunSummary(await readBytes(summaryFile), summaryFile) };
}
