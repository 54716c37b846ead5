import { agreement } from '../../core/collapse/agreement.js';
import { collapseAt, type GatedUnits } from '../../core/collapse/collapse-at.js';
import { affineOutputs, type DenseStack, stackOutputs } from '../../core/collapse/dense-stack.js';
import type { Baseline, Locality } from './collapse-report.js';
import { judgeAnswers, type Yardstick } from './judge-answers.js';

/** More would take long for wide networks and change the shares little. */
const MOST_SAMPLES = 1000;
const NEIGHBOURS = 10;

/**
 * Measures the layers that a stack is around single samples. Each is exact at its own sample and for all inputs that open
 * the same gates; how far that reaches is measured on the nearest other samples (Euclidean distance of the inputs).
 *
 * @param inputs `[samples × width]`, constant in time. @param units Behind every hidden layer.
 */
export function localCollapse(
  stack: DenseStack,
  units: GatedUnits,
  inputs: Float64Array,
  yardstick: Yardstick,
): Omit<Baseline, 'exact'> & { readonly local: Locality } {
  const { labels, classes, network, border } = yardstick;
  const width = stack[0]!.fanIn;
  const rowOf = (values: Float64Array, sample: number, size: number) =>
    values.subarray(sample * size, (sample + 1) * size);
  const count = Math.min(MOST_SAMPLES, labels.length);
  const neighbours = Math.min(NEIGHBOURS, labels.length - 1);
  const chosen = Array.from({ length: count }, (_, k) => Math.floor((k * labels.length) / count));
  const own = new Float64Array(count * classes);
  let largestDifference = 0;
  let agreeing = 0;
  for (const [place, sample] of chosen.entries()) {
    const input = rowOf(inputs, sample, width);
    const layer = collapseAt(stack, input, units);
    const said = affineOutputs(layer, input);
    own.set(said, place * classes);
    const exact = stackOutputs(stack, input, { kind: units });
    for (const [c, value] of said.entries())
      largestDifference = Math.max(largestDifference, Math.abs(value - exact[c]!));
    for (const other of nearest(inputs, width, sample, neighbours)) {
      const guess = affineOutputs(layer, rowOf(inputs, other, width));
      agreeing += agreement(guess, rowOf(network, other, classes), classes, border);
    }
  }
  const spread = {
    labels: Int32Array.from(chosen, (sample) => labels[sample]!),
    network: Float64Array.from(chosen.flatMap((sample) => [...rowOf(network, sample, classes)])),
    ...{ classes, border },
  };
  return {
    name: 'local',
    parameters: (width + 1) * classes,
    ...judgeAnswers(own, spread),
    remark: `a layer for each of ${count} samples, judged there`,
    local: {
      samples: count,
      neighbours,
      neighbourAgreement: neighbours === 0 ? Number.NaN : agreeing / (count * neighbours),
      largestDifference,
    },
  };
}

/** The `wanted` samples nearest to one, itself left out, nearest first. */
function nearest(inputs: Float64Array, width: number, sample: number, wanted: number): readonly number[] {
  const distances = Float64Array.from({ length: inputs.length / width }, (_, other) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += (inputs[other * width + i]! - inputs[sample * width + i]!) ** 2;
    return sum;
  });
  const others = [...distances.keys()].filter((other) => other !== sample);
  return others.toSorted((a, b) => distances[a]! - distances[b]!).slice(0, wanted);
}
