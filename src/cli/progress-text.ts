import type { ProgressState } from '../streams/to-progress.js';
import { countText, durationText, percentText, valueText } from './number-text.js';

const BAR = 20;

/**
 * The live line of a run: epoch, batch, time left, accuracy, reward, spikes per sample. In a narrow terminal the
 * bar goes first, then what does not fit on the right.
 */
export function progressText(state: ProgressState, width: number): string {
  const { epoch, epochs, batch, batchesPerEpoch, accuracy, testAccuracy, reward, spikesPerSample, secondsLeft } = state;
  const done = ((epoch - 1) * batchesPerEpoch + batch) / Math.max(1, epochs * batchesPerEpoch);
  const full = Math.round(BAR * Math.min(1, done));
  const bar = `[${'='.repeat(full)}${' '.repeat(BAR - full)}]`;
  const parts = [
    `epoch ${epoch}/${epochs}`,
    `batch ${batch}/${batchesPerEpoch}`,
    ...(secondsLeft === undefined ? [] : [`ETA ${durationText(secondsLeft)}`]),
    `accuracy ${percentText(accuracy)}${testAccuracy === undefined ? '' : ` (test ${percentText(testAccuracy)})`}`,
    `reward ${valueText(reward)}`,
    `${countText(spikesPerSample)} spikes/sample`,
  ];
  const withBar = [bar, ...parts].join('  ');
  return withBar.length < width ? withBar : parts.join('  ').slice(0, Math.max(0, width - 1));
}
