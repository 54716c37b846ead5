import { z } from 'zod';

import { type Checkpoint, encodeCheckpoint } from './checkpoint-file.js';
import { NO_CHECKSUM, seal } from './seal.js';

/** What the metadata of a checkpoint's file in a run's folder calls its format. */
export const SEALED_FORMAT = 'heaviside-checkpoint-2';

/** Metadata that the folder adds to a checkpoint's facts. */
export const POSITIONS = 'folder.positions';
export const SCENARIO = 'folder.scenario';

/**
 * How long each file of the folder was when the checkpoint was written, in bytes, by its path within the folder. What a
 * resumed run keeps of them.
 */
export type FolderPositions = Readonly<Record<string, number>>;

/** What ties a checkpoint to the folder in which it lies. */
export interface FolderState {
  readonly positions: FolderPositions;
  /** SHA-256 of the resolved scenario, hexadecimal. */
  readonly scenario: string;
}

const FOLDER_POSITIONS = z.record(z.string(), z.int().min(0));

/**
 * The file of a checkpoint in a run's folder: what `encodeCheckpoint` makes, with where the other files of the folder stood,
 * under a checksum of the whole.
 */
export function encodeSealedCheckpoint(checkpoint: Checkpoint, { positions, scenario }: FolderState): Uint8Array {
  const bytes = encodeCheckpoint(checkpoint, {
    format: SEALED_FORMAT,
    checksum: NO_CHECKSUM,
    [POSITIONS]: JSON.stringify(positions),
    [SCENARIO]: scenario,
  });
  seal(bytes);
  return bytes;
}

/** Positions from their text; undefined when it holds something else. */
export function readPositions(text: string | undefined): FolderPositions | undefined {
  try {
    return FOLDER_POSITIONS.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}
