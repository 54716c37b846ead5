import { countText, durationText, percentText, valueText } from '../streams/text/number-text.js';
import type { ProgressState } from '../streams/to-progress.js';

const BAR = 20;

function barText({ epoch, epochs, batch, batchesPerEpoch }: ProgressState): string {
  const done = ((epoch - 1) * batchesPerEpoch + batch) / Math.max(1, epochs * batchesPerEpoch);
  const full = Math.round(BAR * Math.min(1, done));
  return `[${'='.repeat(full)}${' '.repeat(BAR - full)}]`;
}

const timeLeft = ({ secondsLeft }: ProgressState): string[] =>
  secondsLeft === undefined ? [] : [`ETA ${durationText(secondsLeft)}`];

function accuracyText({ accuracy, testAccuracy }: ProgressState): string {
  const test = testAccuracy === undefined ? '' : ` (test ${percentText(testAccuracy)})`;
  return `accuracy ${percentText(accuracy)}${test}`;
}

function wideParts(state: ProgressState): string[] {
  const { epoch, epochs, batch, batchesPerEpoch, reward, spikesPerSample } = state;
  return [
    `epoch ${epoch}/${epochs}`,
    `batch ${batch}/${batchesPerEpoch}`,
    ...timeLeft(state),
    accuracyText(state),
    `reward ${valueText(reward)}`,
    ...(spikesPerSample === undefined ? [] : [`${countText(spikesPerSample)} spikes/sample`]),
  ];
}

/** In fewer words; `details` are left out from the first on, until the rest fits. */
function narrowForms(state: ProgressState): string[][] {
  const { epoch, epochs, batch, batchesPerEpoch, reward, spikesPerSample } = state;
  const head = [`epoch ${epoch}/${epochs} ${batch}/${batchesPerEpoch}`, ...timeLeft(state), accuracyText(state)];
  const spikes = spikesPerSample === undefined ? [] : [`${countText(Math.round(spikesPerSample))} spikes`];
  const details = [`reward ${valueText(reward)}`, ...spikes];
  return [0, 1, 2].map((left) => [...head, ...details.slice(left)]);
}

/**
 * The live line of a run: epoch, batch, time left, accuracy, reward, spikes per sample. A narrower terminal gets the
 * same without bar, then in fewer words, then without reward, then without spikes: with 80 columns the accuracy of the
 * last test is always there.
 */
export function progressText(state: ProgressState, width: number): string {
  const forms = [[barText(state), ...wideParts(state)], wideParts(state), ...narrowForms(state)];
  const lines = forms.map((parts) => parts.join('  '));
  return lines.find((line) => line.length < width) ?? lines.at(-1)!.slice(0, Math.max(0, width - 1));
}
