import { countText, durationText, percentText, timeText, valueText } from '../streams/text/number-text.js';
import type { PhaseState, ProgressState } from '../streams/to-progress.js';

const BAR = 20;

function barText({ epoch, epochs, batch, batchesPerEpoch }: ProgressState): string {
  return barOf(((epoch - 1) * batchesPerEpoch + batch) / Math.max(1, epochs * batchesPerEpoch));
}

function barOf(done: number): string {
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
  const least = [head[0]!, accuracyText(state).replace(/^accuracy /, '')];
  return [...[0, 1, 2].map((left) => [...head, ...details.slice(left)]), least];
}

/** How far a phase is that does not learn, in shorter and shorter forms. */
function restForms({ type, done, of, id }: PhaseState, head: string, dt: number): string[][] {
  const far =
    of === 0
      ? []
      : type === 'run'
        ? [`${timeText(done, dt)} of ${timeText(of, dt)}`]
        : [`batch ${countText(done)}/${countText(of)}`];
  return [
    [head, barOf(done / Math.max(1, of)), ...far],
    [head, ...far],
    [id, ...far],
  ];
}

function formsOf(state: ProgressState, dt: number): string[][] {
  const { phase, phases = [] } = state;
  const learning = [[barText(state), ...wideParts(state)], wideParts(state), ...narrowForms(state)];
  if (!phase) return learning;
  const head = `phase ${phase.number}/${phases.length} ${phase.id} (${phase.type})`;
  if (phase.type !== 'train') return restForms(phase, head, dt);
  const [widest = [], ...narrower] = learning;
  const named = narrower.flatMap((parts) => [head, phase.id].map((name) => [name, ...parts]));
  return [[head, ...widest], ...named, ...narrower];
}

/**
 * The live line of a run: epoch, batch, time left, accuracy, reward, spikes per sample. A narrower terminal gets the
 * same without bar, then in fewer words, then without reward, then without spikes: with 80 columns the accuracy of the
 * last test is always there. A run of several phases has the phase before it; one that does not learn has its batches, or
 * its simulated time.
 *
 * @param dt Seconds of a time step.
 */
export function progressText(state: ProgressState, width: number, dt: number): string {
  const lines = formsOf(state, dt).map((parts) => parts.join('  '));
  return lines.find((line) => line.length < width) ?? lines.at(-1)!.slice(0, Math.max(0, width - 1));
}
