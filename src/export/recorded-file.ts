import type { SpikePiece, TensorPiece, TracePiece } from '../record/recording.js';

/** Spikes on their way into an export; without a phase: those of the test at the end of a run without phases. */
export type ExportedSpikes = Omit<SpikePiece, 'phase' | 'size'> & { readonly phase?: string };

/** A stretch of something that a run recorded. */
export type ExportedPiece = ExportedSpikes | TracePiece | TensorPiece;

/** Hears of what is damaged in a run; what is sound goes on. */
export type DamageHearer = (damage: Error) => void;

/** Something that a run recorded, in a file of its own. */
export interface RecordedFile {
  /** Its path, for messages. */
  readonly where: string;
  /** Reads it, a piece at a time. Ends early where the file is damaged: the run's hearer is told. */
  pieces(): AsyncIterable<ExportedPiece>;
}
