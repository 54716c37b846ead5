import type { RunEvent } from '../run/run-event.js';
import { countText } from './number-text.js';

/** What is about to run, in two lines at most: size of the task, and the back end with why others were skipped. */
export function startedText(started: Extract<RunEvent, { kind: 'run-started' }>): string {
  const { name, seed, backend, parameters, layers, trainSamples, testSamples } = started;
  const sizes = layers.map(({ size }) => size).join('-');
  const samples = `${countText(trainSamples)} samples to learn from, ${countText(testSamples)} to test`;
  const skipped = backend.skipped.map((other) => `, not ${other.name}: ${other.reason}`).join('');
  return [
    `${name}: layers ${sizes}, ${countText(parameters)} parameters, ${samples}, seed ${seed}`,
    `backend ${backend.chosen} (asked: ${backend.asked}${skipped})\n`,
  ].join('\n');
}
