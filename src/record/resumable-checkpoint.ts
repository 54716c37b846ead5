import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import { readBytes } from '../data/files/read-bytes.js';
import type { Checkpoint } from './checkpoint-file.js';
import { CHECKPOINTS, type CheckpointName, checkpointNames } from './checkpoint-files.js';
import { decodeCheckpoint, type StoredCheckpoint } from './decode-checkpoint.js';
import { EVENTS, isAppended } from './folder-files.js';
import type { FolderState } from './sealed-checkpoint.js';

/** Those that a run may go on from. */
const RESUMABLE: readonly Checkpoint['reason'][] = ['periodic', 'interrupted', 'last-good'];

type Sealed = Checkpoint & { readonly folder: FolderState };

/** Where a run can go on. */
export interface ResumePoint {
  readonly checkpoint: Sealed;
  /** It and the sound ones that were there when it was written, the newest last. */
  readonly kept: readonly CheckpointName[];
}

/** What was found. */
export interface ResumableCheckpoint {
  /** Undefined: the run was killed before it wrote one. */
  readonly point?: ResumePoint;
  /** Why others that it could have gone on from, newer ones as a rule, were passed over. */
  readonly unsound: readonly string[];
}

/** @throws HeavisideError `HV_RESUME_LOG` when a file is shorter than it was when the checkpoint was written. */
async function refuseShorterFiles(folder: string, { positions }: FolderState, where: string): Promise<void> {
  for (const [name, length] of Object.entries(positions)) {
    const path = join(folder, name);
    const expected = isAppended(name) ? length : 0;
    const got = await stat(path).then(
      ({ size }) => size,
      () => undefined,
    );
    if (got !== undefined && got >= expected) continue;
    const has = got === undefined ? 'it is not there' : `it has ${got}`;
    const message = `${path}: ${where} needs ${expected} bytes of it, ${has}`;
    throw new HeavisideError('HV_RESUME_LOG', 'machine', message, { facts: { path, expected, got: got ?? 0 } });
  }
}

/** @throws HeavisideError `HV_RESUME_SCENARIO` */
function refuseOtherScenario(folder: string, { scenario }: FolderState, digest: string, where: string): void {
  if (scenario === digest) return;
  const file = join(folder, 'scenario.yaml');
  const message = `${file} is not the scenario of this run: ${where} was written with SHA-256 ${scenario}, the file has ${digest}`;
  throw new HeavisideError('HV_RESUME_SCENARIO', 'machine', message, {
    remedy: 'Put the scenario back as it was, or run the changed one from its beginning.',
    facts: { path: file },
  });
}

async function readSealed(folder: string, name: string): Promise<Sealed> {
  const where = join(folder, CHECKPOINTS, name);
  const { folder: state, ...checkpoint }: StoredCheckpoint = decodeCheckpoint(await readBytes(where), where);
  if (state) return { ...checkpoint, folder: state };
  const message = `${where} stands alone: expected one with the state of its folder`;
  throw new HeavisideError('HV_CHECKPOINT', 'machine', message, { facts: { path: where } });
}

/**
 * Finds the newest checkpoint from which a run can go on: sound, and with logs and recordings as long as it needs them.
 *
 * @param folder Path of the run's folder.
 * @param digest Of the folder's scenario, see `scenarioDigest`.
 * @throws HeavisideError of kind `machine`: `HV_RESUME_CHECKPOINT` when there are some and none is sound, with what is wrong
 *   with each; `HV_RESUME_SCENARIO` when the scenario is another by now.
 */
export async function resumableCheckpoint(folder: string, digest: string): Promise<ResumableCheckpoint> {
  const unsound: string[] = [];
  const sound: { readonly file: CheckpointName; readonly length: number }[] = [];
  let found: { readonly checkpoint: Sealed; readonly file: CheckpointName } | undefined;
  for (const file of (await checkpointNames(folder)).toReversed()) {
    const resumable = RESUMABLE.includes(file.reason);
    try {
      const checkpoint = await readSealed(folder, file.name);
      refuseOtherScenario(folder, checkpoint.folder, digest, file.name);
      sound.unshift({ file, length: checkpoint.folder.positions[EVENTS] ?? 0 });
      if (found || !resumable) continue;
      await refuseShorterFiles(folder, checkpoint.folder, file.name);
      found = { checkpoint, file };
    } catch (cause) {
      if (!(cause instanceof HeavisideError) || cause.code === 'HV_RESUME_SCENARIO') throw cause;
      if (resumable) unsound.push(`${cause.code}: ${cause.message}`);
    }
  }
  if (found) {
    const { checkpoint, file: chosen } = found;
    const length = checkpoint.folder.positions[EVENTS] ?? 0;
    const stays = ({ reason }: CheckpointName): boolean => reason === 'periodic' || reason === 'best';
    const before = sound.filter(({ file, length: reached }) => file !== chosen && stays(file) && reached <= length);
    return { point: { checkpoint, kept: [...before.map(({ file }) => file), chosen] }, unsound };
  }
  if (unsound.length === 0) return { unsound };
  const listed = unsound.map((why) => `  ${why}`).join('\n');
  throw new HeavisideError('HV_RESUME_CHECKPOINT', 'machine', `${folder}: no checkpoint is sound\n${listed}`, {
    remedy: `Run the scenario from its beginning: heaviside run ${join(folder, 'scenario.yaml')}`,
    facts: { path: folder },
  });
}
