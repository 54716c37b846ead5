import type { ProgressState } from '../streams/to-progress.js';
import { countText, durationText, percentText, valueText } from './number-text.js';

const BAR = 20;

function barText({ epoch, epochs, batch, batchesPerEpoch }: ProgressState): string {
  const done = ((epoch - 1) * batchesPerEpoch + batch) / Math.max(1, epochs * batchesPerEpoch);
  const full = Math.round(BAR * Math.min(1, done));
  return `[${'='.repeat(full)}${' '.repeat(BAR - full)}]`;
}

const timeLeft = ({ secondsLeft }: ProgressState): string[] =>
  secondsLeft === undefined ? [] : [`ETA ${durationText(secondsLeft)}`];

function wideParts(state: ProgressState): string[] {
  const { epoch, epochs, batch, batchesPerEpoch, accuracy, testAccuracy, reward, spikesPerSample } = state;
  return [
    `epoch ${epoch}/${epochs}`,
    `batch ${batch}/${batchesPerEpoch}`,
    ...timeLeft(state),
    `accuracy ${percentText(accuracy)}${testAccuracy === undefined ? '' : ` (test ${percentText(testAccuracy)})`}`,
    `reward ${valueText(reward)}`,
    `${countText(spikesPerSample)} spikes/sample`,
  ];
}

function narrowParts(state: ProgressState): string[] {
  const { epoch, epochs, batch, batchesPerEpoch, accuracy, reward, spikesPerSample } = state;
  return [
    `epoch ${epoch}/${epochs} ${batch}/${batchesPerEpoch}`,
    ...timeLeft(state),
    `accuracy ${percentText(accuracy)}`,
    `reward ${valueText(reward)}`,
    `${countText(Math.round(spikesPerSample))} spikes`,
  ];
}

/**
 * The live line of a run: epoch, batch, time left, accuracy, reward, spikes per sample. A narrow terminal gets the
 * same without bar and test accuracy, in fewer words; 80 columns hold that.
 */
export function progressText(state: ProgressState, width: number): string {
  const forms = [[barText(state), ...wideParts(state)], wideParts(state), narrowParts(state)];
  const lines = forms.map((parts) => parts.join('  '));
  return lines.find((line) => line.length < width) ?? lines.at(-1)!.slice(0, Math.max(0, width - 1));
}
