import type { RecordedPiece } from '../../record/recording.js';
import type { Look } from '../../run/watch/look.js';
import { type FramedEvent, FrameMaker, type FrameOptions } from './frame-maker.js';
import type { ViewFrame } from './view-frame.js';

/** A line of events.jsonl with its numbers as the run told them. */
export type LoggedEvent =
  | Exclude<FramedEvent, { kind: 'looked' | 'samples-looked' | 'recorded' | 'batch-tested' | 'steps-run' }>
  | { readonly kind: 'samples-looked' };

/** What is shown of the recordings of one phase. */
export interface ShownRecording {
  readonly pieces: readonly RecordedPiece[];
  /** Time steps of a free run or test samples, where there are more than are shown. */
  readonly told?: { readonly count: number; readonly of: number };
}

/** What views show of a log besides its lines. */
export interface KeptBesides {
  /** What the run's folder keeps of the test samples that the learned network was shown. */
  readonly looks: readonly Look[];
  /** What it keeps of the recordings, by phase. */
  readonly recordings?: ReadonlyMap<string, ShownRecording>;
}

/**
 * Frames of a run from its log. A log that ends without the end of the run has a frame `ended` that says so.
 *
 * Looks that were taken while it learned are not in the log: interventions have no place on the time axis. What a phase
 * recorded comes when it ends, or last where it has not ended.
 */
export function framesOfLog(
  lines: Iterable<LoggedEvent>,
  { looks, recordings = new Map() }: KeptBesides,
  options: FrameOptions,
): readonly ViewFrame[] {
  const maker = new FrameMaker(options);
  const frames: ViewFrame[] = [];
  const waiting = new Map(recordings);
  const stretches = (phase: string): readonly ViewFrame[] => {
    const { pieces } = waiting.get(phase) ?? { pieces: [] };
    waiting.delete(phase);
    return maker.take({ kind: 'recorded', pieces });
  };
  for (const line of lines) {
    if (line.kind === 'phase-ended') frames.push(...stretches(line.phase));
    if (line.kind === 'run-ended' || line.kind === 'run-failed')
      for (const phase of [...waiting.keys()]) frames.push(...stretches(phase));
    frames.push(...maker.take(line.kind === 'samples-looked' ? { kind: 'samples-looked', looks } : line));
  }
  for (const phase of [...waiting.keys()]) frames.push(...stretches(phase));
  frames.push(...maker.unfinished());
  return frames.map((frame) => completed(frame, recordings));
}

/** A frame with what only the folder knows, and without what it does not. */
function completed(frame: ViewFrame, recordings: ReadonlyMap<string, ShownRecording>): ViewFrame {
  if (frame.kind === 'intervention') {
    const { start: _, ...placed } = frame;
    return placed;
  }
  const told = frame.kind === 'phase' && frame.state === 'ended' ? recordings.get(frame.phase)?.told : undefined;
  return frame.kind === 'phase' && told ? { ...frame, told } : frame;
}
