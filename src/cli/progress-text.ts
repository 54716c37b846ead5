import type { ProgressState } from '../streams/to-progress.js';
import { countText, durationText, percentText, valueText } from './number-text.js';

const BAR = 20;

/** The live line of a run: epoch, batch, accuracy, reward, spikes per sample and time left, cut to the width. */
export function progressText(state: ProgressState, width: number): string {
  const { epoch, epochs, batch, batchesPerEpoch, accuracy, testAccuracy, reward, spikesPerSample, secondsLeft } = state;
  const done = ((epoch - 1) * batchesPerEpoch + batch) / Math.max(1, epochs * batchesPerEpoch);
  const full = Math.round(BAR * Math.min(1, done));
  const parts = [
    `epoch ${epoch}/${epochs}`,
    `[${'='.repeat(full)}${' '.repeat(BAR - full)}]`,
    `batch ${batch}/${batchesPerEpoch}`,
    `accuracy ${percentText(accuracy)}${testAccuracy === undefined ? '' : ` (test ${percentText(testAccuracy)})`}`,
    `reward ${valueText(reward)}`,
    `${countText(spikesPerSample)} spikes/sample`,
    ...(secondsLeft === undefined ? [] : [`ETA ${durationText(secondsLeft)}`]),
  ];
  return parts.join('  ').slice(0, Math.max(0, width - 1));
}
