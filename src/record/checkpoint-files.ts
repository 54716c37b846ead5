import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type Checkpoint, checkpointFileName, isOfCut } from './checkpoint-file.js';
import { folderError } from './folder-error.js';
import { encodeSealedCheckpoint, type FolderState } from './sealed-checkpoint.js';
import { writeAtomically } from './write-atomically.js';

/** Folder of checkpoints, within that of a run. */
export const CHECKPOINTS = 'checkpoints';

/** So many periodic ones stay: should the newest be damaged, there is one before it. */
const PERIODIC_KEPT = 2;

/** What the name of a checkpoint's file says. */
export interface CheckpointName {
  readonly name: string;
  readonly reason: Checkpoint['reason'];
  readonly epoch: number;
  readonly step: number;
  /** Of a run of phases: those that had ended, and the step of a free run; else 0. */
  readonly phase: number;
  readonly at: number;
}

const REASONS: readonly Checkpoint['reason'][] = ['best', 'periodic', 'last-good', 'interrupted', 'end'];
const NAME = /^(.+?)-epoch-(\d+)-step-(\d+)(?:-phase-(\d+)-at-(\d+))?\.safetensors$/;

/**
 * The checkpoints of a run by their names, the newest last; those of one step in the order in which they are written.
 *
 * @param folder Path of the run's folder; without checkpoints there are none.
 * @throws HeavisideError `HV_RUN_FOLDER` when they cannot be listed.
 */
export async function checkpointNames(folder: string): Promise<readonly CheckpointName[]> {
  const names = await readdir(join(folder, CHECKPOINTS)).catch((cause: NodeJS.ErrnoException) => {
    // Whoever took one that cannot be read for an empty one would begin the run anew.
    if (cause.code !== 'ENOENT') throw folderError('cannot read', join(folder, CHECKPOINTS), cause);
    return [];
  });
  const found = names.flatMap((name) => {
    const [, word, epoch, step, phase = 0, at = 0] = NAME.exec(name) ?? [];
    const reason = REASONS.find((known) => known === word);
    return reason === undefined
      ? []
      : [{ name, reason, epoch: Number(epoch), step: Number(step), phase: Number(phase), at: Number(at) }];
  });
  const rank = ({ reason }: CheckpointName): number => REASONS.indexOf(reason);
  const places = ['step', 'epoch', 'phase', 'at'] as const;
  const later = (a: CheckpointName, b: CheckpointName): number => {
    const place = places.find((one) => a[one] !== b[one]);
    return place ? a[place] - b[place] : rank(a) - rank(b);
  };
  return found.toSorted(later);
}

/** The checkpoints of a run that goes on. */
export interface CheckpointFiles {
  /** Writes one atomically; those whose place it takes are removed when it is safe. */
  write(checkpoint: Checkpoint, state: FolderState): Promise<void>;
}

/**
 * Checkpoints in the folder of a run: the last two periodic ones, the last of the best, and one of each sort else. One of an
 * interruption stays until the run has gone on and has left another.
 *
 * @param folder Path of the run's folder.
 * @param kept   Those that are there, the newest last.
 */
export function checkpointFiles(folder: string, kept: readonly CheckpointName[] = []): CheckpointFiles {
  const namesOf = (is: (checkpoint: CheckpointName) => boolean): string[] => kept.filter(is).map(({ name }) => name);
  let periodic = namesOf(({ reason }) => reason === 'periodic');
  let best = namesOf(({ reason }) => reason === 'best');
  let cut = namesOf(isOfCut);
  return {
    async write(checkpoint, state) {
      const name = checkpointFileName(checkpoint);
      const path = join(folder, CHECKPOINTS, name);
      await writeAtomically(path, encodeSealedCheckpoint(checkpoint, state));
      const before = [...periodic, ...best, ...cut];
      cut = isOfCut(checkpoint) ? [name] : [];
      if (checkpoint.reason === 'best') best = [name];
      if (checkpoint.reason === 'periodic')
        periodic = [...periodic.filter((other) => other !== name), name].slice(-PERIODIC_KEPT);
      const stay = [...periodic, ...best, ...cut];
      for (const other of before)
        if (!stay.includes(other)) await rm(join(folder, CHECKPOINTS, other), { force: true });
    },
  };
}
