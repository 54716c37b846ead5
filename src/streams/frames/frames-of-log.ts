import type { Look } from '../../run/watch/look.js';
import { type FramedEvent, FrameMaker, type FrameOptions } from './frame-maker.js';
import type { ViewFrame } from './view-frame.js';

/** A line of events.jsonl with its numbers as the run told them. */
export type LoggedEvent =
  | Exclude<FramedEvent, { kind: 'looked' | 'samples-looked' }>
  | { readonly kind: 'samples-looked' };

/**
 * Frames of a run from its log. A log that ends without the end of the run has a frame `ended` that says so.
 *
 * Looks that were taken while it learned are not in the log: interventions have no place on the time axis.
 *
 * @param looks What the run's folder keeps of the test samples that the learned network was shown.
 */
export function framesOfLog(
  lines: Iterable<LoggedEvent>,
  looks: readonly Look[],
  options: FrameOptions,
): readonly ViewFrame[] {
  const maker = new FrameMaker(options);
  const frames: ViewFrame[] = [];
  for (const line of lines)
    frames.push(...maker.take(line.kind === 'samples-looked' ? { kind: 'samples-looked', looks } : line));
  frames.push(...maker.unfinished());
  return frames.map(withoutPlace);
}

function withoutPlace(frame: ViewFrame): ViewFrame {
  if (frame.kind !== 'intervention') return frame;
  const { start: _, ...placed } = frame;
  return placed;
}
