import type { NeuronPlace } from '../../../run/watch/look.js';
import { goesOn, isLook, type Presentation } from '../../view/presentation.js';
import type { RunStore } from '../../view/run-store.js';
import type { TimeWindow } from '../../view/view-state.js';
import { presentationsIn } from './presentations-in.js';

/** The membrane of one neuron in a window. */
export interface MembraneLane {
  readonly neuron: NeuronPlace;
  /** Membrane after each step of `MembraneLanes.steps`; NaN between presentations and where it was not recorded. */
  readonly voltages: Float64Array;
  /** The newest one; undefined where nothing was recorded. */
  readonly threshold: number | undefined;
  /** Where which threshold holds, ascending; NaN: it is not known. */
  readonly thresholds: readonly ThresholdSpan[];
  /** Smallest and largest of 0, the threshold and the voltages in the window. */
  readonly least: number;
  readonly most: number;
  /** Steps in which it spiked. */
  readonly spikes: readonly number[];
  /** Why there is nothing to see; undefined when there is. */
  readonly missing: string | undefined;
}

/** A threshold from one step to another. */
interface ThresholdSpan {
  readonly from: number;
  readonly to: number;
  readonly threshold: number;
}

/** Membranes of pinned neurons on common steps. */
export interface MembraneLanes {
  /** Ascending. Between two presentations stands the first step of the second once more, without a voltage. */
  readonly steps: Float64Array;
  readonly lanes: readonly MembraneLane[];
}

/** Share of a lane above and below its curve: above it stand the spikes. */
const ABOVE = 0.22;
const BELOW = 0.08;

/** Where a voltage is on scale `y` when lanes are one high each, the first at the top. */
export function laneScale(
  { least, most }: Pick<MembraneLane, 'least' | 'most'>,
  number: number,
  lanes: number,
): (voltage: number) => number {
  const floor = lanes - 1 - number + BELOW;
  const height = 1 - ABOVE - BELOW;
  const range = most > least ? most - least : 1;
  return (voltage) => floor + ((voltage - least) / range) * height;
}

/** Collects the membranes of neurons from the presentations in a window. */
export function membraneLanes(run: RunStore, window: TimeWindow, neurons: readonly NeuronPlace[]): MembraneLanes {
  const presentations = presentationsIn(run, window);
  const borders = presentations.map((presentation, k) => !goesOn(presentations[k - 1], presentation));
  const count = presentations.reduce((sum, { look }, k) => sum + look.steps + Number(borders[k]), 0);
  const steps = new Float64Array(count);
  let at = 0;
  for (const [k, { start, look }] of presentations.entries()) {
    if (borders[k]) steps[at++] = start;
    for (let step = 0; step < look.steps; step++) steps[at++] = start + step;
  }
  return { steps, lanes: neurons.map((neuron) => laneOf(run, presentations, count, neuron)) };
}

function laneOf(
  run: RunStore,
  presentations: readonly Presentation[],
  count: number,
  neuron: NeuronPlace,
): MembraneLane {
  const voltages = new Float64Array(count).fill(Number.NaN);
  const spikes: number[] = [];
  const thresholds: ThresholdSpan[] = [];
  let [least, most] = [0, 0];
  let at = 0;
  for (const [k, presentation] of presentations.entries()) {
    const { start, look } = presentation;
    if (!goesOn(presentations[k - 1], presentation)) at++;
    const recorded = look.voltages.neurons.findIndex(isSame(neuron));
    if (recorded >= 0) {
      thresholds.push(...thresholdSpans(presentation, recorded));
      const values = look.voltages.values.subarray(recorded * look.steps, (recorded + 1) * look.steps);
      voltages.set(values, at);
      for (const value of values) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    const layer = look.spikes.find(({ layer: id }) => id === neuron.layer);
    layer?.units.forEach((unit, k) => {
      if (unit === neuron.unit) spikes.push(start + layer.times[k]!);
    });
    at += look.steps;
  }
  const threshold = thresholds.at(-1)?.threshold;
  const missing = threshold === undefined ? whyMissing(run, neuron) : undefined;
  for (const each of thresholds) if (each.threshold > most) most = each.threshold;
  return { neuron, voltages, threshold, thresholds, least, most, spikes, missing };
}

/** Thresholds of a recorded neuron in a presentation. */
function thresholdSpans(presentation: Presentation, recorded: number): readonly ThresholdSpan[] {
  const { start, look } = presentation;
  const { layer, threshold } = look.voltages.neurons[recorded]!;
  const changes = isLook(presentation) ? [] : (presentation.look.voltages.later ?? []);
  const { steps = [], thresholds = [] } = changes.find((change) => change.layer === layer) ?? {};
  return [threshold, ...thresholds].map((held, k) => {
    return { from: start + (steps[k - 1] ?? 0), to: start + (steps[k] ?? look.steps), threshold: held };
  });
}

function whyMissing(run: RunStore, neuron: NeuronPlace): string {
  const layer = run.facts?.layers.find(({ id }) => id === neuron.layer);
  if (layer && !layer.membrane)
    return `${layer.neuron === 'input' ? 'inputs have' : `${layer.neuron} units have`} no membrane`;
  return 'voltage not recorded in sight';
}

function isSame({ layer, unit }: NeuronPlace): (other: NeuronPlace) => boolean {
  return (other) => other.layer === layer && other.unit === unit;
}
