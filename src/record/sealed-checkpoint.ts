import { z } from 'zod';

import { type Checkpoint, encodeCheckpoint } from './checkpoint-file.js';
import { NO_CHECKSUM, seal } from './seal.js';

/** What the metadata of a checkpoint's file in a run's folder calls its format. */
export const SEALED_FORMAT = 'heaviside-checkpoint-2';

/** Metadata that the folder adds to a checkpoint's facts. */
export const POSITIONS = 'folder.positions';
export const CHECKSUMS = 'folder.checksums';
export const SCENARIO = 'folder.scenario';

/**
 * How long each file of the folder was when the checkpoint was written, in bytes, by its path within the folder. What a
 * resumed run keeps of them.
 */
export type FolderPositions = Readonly<Record<string, number>>;

/** CRC-32 of each file that grows, up to its position. What a resumed run finds of them must be what it wrote. */
export type FolderChecksums = Readonly<Record<string, number>>;

/** What ties a checkpoint to the folder in which it lies. */
export interface FolderState {
  readonly positions: FolderPositions;
  /** Absent in checkpoints that were written before there were any. */
  readonly checksums?: FolderChecksums;
  /** SHA-256 of the resolved scenario, hexadecimal. */
  readonly scenario: string;
}

const FOLDER_POSITIONS = z.record(z.string(), z.int().min(0));
const FOLDER_CHECKSUMS = z.record(
  z.string(),
  z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
);

/**
 * The file of a checkpoint in a run's folder: what `encodeCheckpoint` makes, with where the other files of the folder stood
 * and what they held, under a checksum of the whole.
 */
export function encodeSealedCheckpoint(
  checkpoint: Checkpoint,
  { positions, checksums, scenario }: FolderState,
): Uint8Array {
  const bytes = encodeCheckpoint(checkpoint, {
    format: SEALED_FORMAT,
    checksum: NO_CHECKSUM,
    [POSITIONS]: JSON.stringify(positions),
    ...(checksums ? { [CHECKSUMS]: JSON.stringify(checksums) } : {}),
    [SCENARIO]: scenario,
  });
  seal(bytes);
  return bytes;
}

/** Positions from their text; undefined when it holds something else. */
export function readPositions(text: string | undefined): FolderPositions | undefined {
  return readNumbers(FOLDER_POSITIONS, text);
}

/** Checksums from their text; undefined when it holds something else. */
export function readChecksums(text: string): FolderChecksums | undefined {
  return readNumbers(FOLDER_CHECKSUMS, text);
}

function readNumbers(form: typeof FOLDER_POSITIONS, text: string | undefined): FolderPositions | undefined {
  try {
    return form.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}
