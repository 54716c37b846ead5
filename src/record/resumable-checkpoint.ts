import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import { readBytes } from '../data/files/read-bytes.js';
import type { Checkpoint } from './checkpoint-file.js';
import { CHECKPOINTS, type CheckpointName, checkpointNames } from './checkpoint-files.js';
import { decodeCheckpoint, type StoredCheckpoint } from './decode-checkpoint.js';
import { EVENTS } from './folder-files.js';
import type { FolderChecksums, FolderState } from './sealed-checkpoint.js';
import { soundChecksums } from './sound-checksums.js';

/** Those that a run may go on from. */
const RESUMABLE: readonly Checkpoint['reason'][] = ['periodic', 'interrupted', 'last-good'];

type Sealed = Checkpoint & { readonly folder: FolderState };

/** Where a run can go on. */
export interface ResumePoint {
  readonly checkpoint: Sealed;
  /** Of the files that grow, up to where the checkpoint needs them. */
  readonly checksums: FolderChecksums;
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

/** Whether the log of a run tells of a checkpoint from which it could go on. */
async function tellsOfCheckpoints(folder: string): Promise<boolean> {
  const file = await open(join(folder, EVENTS)).catch(() => undefined);
  if (!file) return false;
  const beginnings = RESUMABLE.map((reason) => `{"kind":"checkpoint","reason":"${reason}"`);
  // Ends the file as well.
  for await (const line of file.readLines()) if (beginnings.some((one) => line.startsWith(one))) return true;
  return false;
}

/**
 * Finds the newest checkpoint from which a run can go on: sound, and with logs and recordings that hold what they held then.
 *
 * @param folder Path of the run's folder.
 * @param digest Of the folder's scenario, see `scenarioDigest`.
 * @throws HeavisideError of kind `machine`: `HV_RESUME_CHECKPOINT` when there are some and none is sound, with what is wrong
 *   with each; `HV_RESUME_SCENARIO` when the scenario is another by now: none was written under it.
 */
export async function resumableCheckpoint(folder: string, digest: string): Promise<ResumableCheckpoint> {
  const unsound: string[] = [];
  const sound: { readonly file: CheckpointName; readonly length: number }[] = [];
  let found: (Omit<ResumePoint, 'kept'> & { readonly file: CheckpointName }) | undefined;
  let isLogDamaged = false;
  let otherScenario: HeavisideError | undefined;
  let isOfThis = false;
  for (const file of (await checkpointNames(folder)).toReversed()) {
    const resumable = RESUMABLE.includes(file.reason);
    try {
      const checkpoint = await readSealed(folder, file.name);
      refuseOtherScenario(folder, checkpoint.folder, digest, file.name);
      isOfThis = true;
      sound.unshift({ file, length: checkpoint.folder.positions[EVENTS] ?? 0 });
      if (found || !resumable) continue;
      found = { checkpoint, checksums: await soundChecksums(folder, checkpoint.folder, file.name), file };
    } catch (cause) {
      if (!(cause instanceof HeavisideError)) throw cause;
      const isForeign = cause.code === 'HV_RESUME_SCENARIO';
      if (isForeign) otherScenario ??= cause;
      if (cause.code === 'HV_RESUME_LOG') isLogDamaged = true;
      const why = isForeign ? `${join(CHECKPOINTS, file.name)} was written under another scenario` : cause.message;
      if (resumable) unsound.push(`${cause.code}: ${why}`);
    }
  }
  if (found) {
    const { checkpoint, checksums, file: chosen } = found;
    const length = checkpoint.folder.positions[EVENTS] ?? 0;
    const stays = ({ reason }: CheckpointName): boolean => reason === 'periodic' || reason === 'best';
    const before = sound.filter(({ file, length: reached }) => file !== chosen && stays(file) && reached <= length);
    return { point: { checkpoint, checksums, kept: [...before.map(({ file }) => file), chosen] }, unsound };
  }
  // Where none belongs to the scenario, it is the scenario that has changed; else it is a checkpoint that is foreign.
  if (otherScenario && !isOfThis) throw otherScenario;
  if (unsound.length === 0) {
    if (await tellsOfCheckpoints(folder)) unsound.push(`checkpoints that ${EVENTS} tells of: they are not there`);
    return { unsound };
  }
  const listed = unsound.map((why) => `  ${why}`).join('\n');
  const anew = `the scenario from its beginning: heaviside run ${join(folder, 'scenario.yaml')}`;
  throw new HeavisideError('HV_RESUME_CHECKPOINT', 'machine', `${folder}: no checkpoint is sound\n${listed}`, {
    remedy: isLogDamaged ? `Put back a copy of each damaged file and resume, or run ${anew}` : `Run ${anew}`,
    facts: { path: folder },
  });
}
