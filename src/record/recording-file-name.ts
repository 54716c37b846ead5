import type { RecordedPiece } from './recording.js';

/** Folder of recordings, within that of a run. */
export const RECORDINGS = 'recordings';

/** What the names of recordings end in. */
const ENDING = { spikes: '.spikes', trace: '.trace', tensors: '.tensors' } as const;

function fileName(piece: RecordedPiece): string {
  switch (piece.kind) {
    case 'spikes':
      return `${encodeURIComponent(piece.layer)}${ENDING.spikes}`;
    case 'trace':
      return `${encodeURIComponent(piece.layer)}.${piece.variable}${ENDING.trace}`;
    default:
      return `${piece.kind}${ENDING.tensors}`;
  }
}

/**
 * Where a piece is kept, within the folder of a run: `recordings/<phase>/<layer>.spikes`, `<layer>.<variable>.trace`,
 * `weights.tensors`, `weights.histogram.tensors` and so for feedback and reward.
 */
export function recordingPath(piece: RecordedPiece): string {
  return `${RECORDINGS}/${encodeURIComponent(piece.phase)}/${fileName(piece)}`;
}

/** True for what `recordingPath` names. */
export function isRecordingPath(path: string): boolean {
  return Object.values(ENDING).some((ending) => path.endsWith(ending));
}
