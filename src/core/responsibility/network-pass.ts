import { requireRows } from '../check-numbers.js';
import type { Tensors } from '../layers/tensors.js';
import { respondStatically } from '../neurons/static-units.js';
import type { HiddenUnit } from './hidden-units.js';
import { type LayerPass, layerPass, passForward } from './layer-pass.js';
import { layersOf, type ResponsibilityNetwork } from './responsibility-network.js';

/**
 * Takes one sample through every layer; the passes then hold it.
 *
 * @param forward What a layer does with its inputs: writes the sums of its pass.
 * @returns The inputs of each layer. They may share the passes' scratch: read them before the next sample.
 */
export function passThrough(
  passes: readonly LayerPass[],
  hidden: HiddenUnit,
  sample: Float64Array,
  forward: (pass: LayerPass, inputs: Float64Array) => void,
): readonly Float64Array[] {
  const inputs: Float64Array[] = [];
  for (const pass of passes) {
    const before = passes[inputs.length - 1];
    const signal = before ? respondStatically(before.sums, { kind: hidden }) : sample;
    forward(pass, signal);
    inputs.push(signal);
  }
  return inputs;
}

/**
 * Outputs (logits) of a batch.
 *
 * @param inputs `[batch × features]`.
 * @returns `[batch × classes]`. A new array; the arguments are untouched.
 * @throws RangeError for tensors or inputs that do not fit or are not finite.
 */
export function responsibilityOutputs(
  network: ResponsibilityNetwork,
  tensors: Tensors,
  inputs: Float64Array,
): Float64Array {
  const passes = layersOf(network, tensors).map(layerPass);
  const { fanIn } = passes[0]!.layer;
  const { sums } = passes.at(-1)!;
  const batch = requireRows('inputs', inputs, fanIn);
  const outputs = new Float64Array(batch * sums.length);
  for (let sample = 0; sample < batch; sample++) {
    passThrough(passes, network.hidden, inputs.subarray(sample * fanIn, (sample + 1) * fanIn), passForward);
    outputs.set(sums, sample * sums.length);
  }
  return outputs;
}
