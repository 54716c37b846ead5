import type { NeuronPlace } from '../../../run/watch/look.js';
import type { FrameOf, RunStore } from '../../view/run-store.js';
import type { TimeWindow } from '../../view/view-state.js';
import { presentationsIn } from './presentations-in.js';

/** The membrane of one neuron in a window. */
export interface MembraneLane {
  readonly neuron: NeuronPlace;
  /** Membrane after each step of `MembraneLanes.steps`; NaN between presentations and where it was not recorded. */
  readonly voltages: Float64Array;
  /** Undefined where nothing was recorded. */
  readonly threshold: number | undefined;
  /** Smallest and largest of 0, the threshold and the voltages in the window. */
  readonly least: number;
  readonly most: number;
  /** Steps in which it spiked. */
  readonly spikes: readonly number[];
  /** Why there is nothing to see; undefined when there is. */
  readonly missing: string | undefined;
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
  const count = presentations.reduce((sum, { look }) => sum + look.steps + 1, 0);
  const steps = new Float64Array(count);
  let at = 0;
  for (const { start, look } of presentations) {
    steps[at++] = start;
    for (let step = 0; step < look.steps; step++) steps[at++] = start + step;
  }
  return { steps, lanes: neurons.map((neuron) => laneOf(run, presentations, count, neuron)) };
}

function laneOf(
  run: RunStore,
  presentations: readonly FrameOf<'look'>[],
  count: number,
  neuron: NeuronPlace,
): MembraneLane {
  const voltages = new Float64Array(count).fill(Number.NaN);
  const spikes: number[] = [];
  let threshold: number | undefined;
  let [least, most] = [0, 0];
  let at = 0;
  for (const { start, look } of presentations) {
    at++;
    const recorded = look.voltages.neurons.findIndex(isSame(neuron));
    if (recorded >= 0) {
      threshold = look.voltages.neurons[recorded]!.threshold;
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
  const missing = threshold === undefined ? whyMissing(run, neuron) : undefined;
  return { neuron, voltages, threshold, least, most: Math.max(most, threshold ?? 0), spikes, missing };
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
