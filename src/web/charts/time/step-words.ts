import type { NeuronPlace } from '../../../run/watch/look.js';
import { timeText } from '../../../streams/text/number-text.js';
import { isLook, type Presentation } from '../../view/presentation.js';
import type { RunStore } from '../../view/run-store.js';
import type { TimeWindow } from '../../view/view-state.js';
import { fewDigits } from '../plot/ticks.js';

/** `sample 56: 3 → 3, right`; `phase probe`; `sample 3 of phase lesion, label 7`. */
export function answerWords(presentation: Presentation): string {
  if (!isLook(presentation)) {
    const { phase, sample, label } = presentation;
    return sample === undefined ? `phase ${phase}` : `sample ${sample} of phase ${phase}, label ${label}`;
  }
  const { sample, label, answer } = presentation.look;
  return `sample ${sample}: ${label} → ${answer}, ${label === answer ? 'right' : 'wrong'}`;
}

/** Where a step is: `step 213, 13 into sample 56: 3 → 8, wrong`. */
export function stepWords(run: RunStore, step: number): string {
  const found = run.presentationAt(step);
  if (!found) return `step ${step}, nothing shown`;
  if (!isLook(found) && found.sample === undefined && run.facts)
    return `step ${step}, ${timeText(found.from + step - found.start, run.facts.dt)} into ${answerWords(found)}`;
  return `step ${step}, ${step - found.start} into ${answerWords(found)}`;
}

/** `h1 neuron 17`. */
export function neuronWords({ layer, unit }: NeuronPlace): string {
  return `${layer} neuron ${unit}`;
}

/** A rate in spikes of a neuron and step, and in Hz: `0.12 per step (120 Hz)`. */
export function rateWords(rate: number, dt: number): string {
  return `${fewDigits(rate)} per step (${fewDigits(rate / dt)} Hz)`;
}

/** `steps 0 to 500`. */
export function windowWords({ from, to }: TimeWindow): string {
  return `steps ${Math.floor(from)} to ${Math.ceil(to)}`;
}

const NUMBERS = new Intl.NumberFormat('en-US');

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${NUMBERS.format(count)} ${count === 1 ? one : many}`;
}

/** Why a chart of spikes has nothing to show; undefined when it has. */
export function noSpikes(run: RunStore | undefined): string | undefined {
  if (!run?.facts) return 'Nothing recorded yet.';
  if (run.rows.count === 0) return 'No unit of this network spikes: there is nothing to show on the time axis.';
  if (run.presentations.length > 0) return undefined;
  const what = run.facts.phases ? 'what phases record and looks at test samples' : 'presentations of test samples';
  return `Nothing recorded yet: ${what} appear here.`;
}
