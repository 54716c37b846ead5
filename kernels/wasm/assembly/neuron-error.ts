import { resetOf } from './membrane';
import { ADAPTIVE, Neurons, STEP, SYNAPTIC, ZERO_AT_ONCE, ZERO_DELAYED } from './neurons';
import { blockOf, sumsOf, widthOf } from './reward-access';
import { Reward, Signal } from './signal';
import { derivativeAt } from './static-derivative';
import { Surrogate, surrogateAt } from './surrogate';

/**
 * From the error of what neurons gave out to the error of their sums, in the same place: the rewards of a signal, every
 * unit at its own place. An error is minus the gradient of the loss.
 */
@unmanaged
export class NeuronError {
  output: Signal;
  neurons: Neurons;
  surrogate: Surrogate;
  /** Steps of the chunk. */
  steps: i32;
  /** f32 `[batch × tiles · 16]`: what flows back in time into membranes, from the chunk after and to the one before. */
  carried: usize;
  /** f32 `[batch × tiles · 16]`, the same of synaptic currents and of adaptations. */
  carriedCurrent: usize;
  carriedAdaptation: usize;
}

/** Items: samples. Also sums the error over the steps into `Reward.sums`. */
export function neuronError(args: NeuronError, begin: i32, end: i32, scratch: usize): void {
  const kind = args.neurons.kind;
  for (let sample = begin; sample < end; sample++) {
    if (kind >= STEP) throughStatic(args, sample);
    else if (kind >= ADAPTIVE) throughMembranes(args, sample, false, true);
    else if (kind >= SYNAPTIC) throughMembranes(args, sample, true, false);
    else throughMembranes(args, sample, false, false);
  }
}

/**
 * Last step first, with x the distance from the threshold:
 *
 *     h = (e + ∂a') · surrogate(x);  ∂m = h + ∂v' · keeps;  ∂a = adaptationDecay · ∂a' − adaptation · h
 *     ∂I = ∂m, or 0 where a pending reset to zero discarded the charge;  ∂v = decay · ∂I
 *     behind a synaptic current: ∂J = ∂I + synapseDecay · ∂J'
 */
@inline
function throughMembranes(args: NeuronError, sample: i32, synaptic: bool, adaptive: bool): void {
  const output = args.output;
  const reward = changetype<Reward>(output.reward);
  const neurons = args.neurons;
  const reset = resetOf(neurons.kind);
  const steps = <usize>args.steps;
  const width = widthOf(reward, sample);
  const block = blockOf(output, reward, sample);
  const sums = sumsOf(output, reward, sample);
  const ofSample = <usize>(sample * output.tiles) << 6;
  const distances = neurons.distances + <usize>(sample * output.tiles) * ((steps + 1) << 6);
  const decay = f32x4.splat(neurons.decay);
  const relay = f32x4.splat(neurons.synapseDecay);
  const rise = f32x4.splat(neurons.adaptation);
  const relax = f32x4.splat(neurons.adaptationDecay);
  const kind = args.surrogate.kind;
  const first = f32x4.splat(args.surrogate.first);
  const second = f32x4.splat(args.surrogate.second);
  const zero = f32x4.splat(0);
  for (let place: usize = 0; place < width; place += 16) {
    const own = ofSample + place;
    let later = v128.load(args.carried + own);
    let drift = adaptive ? v128.load(args.carriedAdaptation + own) : zero;
    let relayed = synaptic ? v128.load(args.carriedCurrent + own) : zero;
    let total = zero;
    let at = block + steps * width + place;
    let distance = distances + (place >> 6) * ((steps + 1) << 6) + (steps << 6) + (place & 63);
    for (let step = steps; step > 0; step--, distance -= 64) {
      at -= width;
      const x = v128.load(distance);
      const e = adaptive ? f32x4.add(v128.load(at), drift) : v128.load(at);
      const crossed = f32x4.mul(e, surrogateAt(kind, first, second, x));
      if (adaptive) drift = f32x4.sub(f32x4.mul(relax, drift), f32x4.mul(rise, crossed));
      if (reset == ZERO_AT_ONCE) later = v128.andnot(later, f32x4.gt(x, zero));
      let sent = f32x4.add(crossed, later);
      if (reset == ZERO_DELAYED) sent = v128.andnot(sent, f32x4.gt(v128.load(distance - 64), zero));
      later = f32x4.mul(decay, sent);
      if (synaptic) {
        relayed = f32x4.add(sent, f32x4.mul(relay, relayed));
        sent = relayed;
      }
      v128.store(at, sent);
      total = f32x4.add(total, sent);
    }
    v128.store(sums + place, total);
    v128.store(args.carried + own, later);
    if (adaptive) v128.store(args.carriedAdaptation + own, drift);
    if (synaptic) v128.store(args.carriedCurrent + own, relayed);
  }
}

/** Units without memory: `e · derivative(z)`. */
function throughStatic(args: NeuronError, sample: i32): void {
  const output = args.output;
  const reward = changetype<Reward>(output.reward);
  const width = widthOf(reward, sample);
  const block = blockOf(output, reward, sample);
  const sums = sumsOf(output, reward, sample);
  const rows = <usize>output.steps;
  const z = args.neurons.sums + <usize>sample * rows * width;
  for (let place: usize = 0; place < width; place += 16) {
    let total = f32x4.splat(0);
    for (let offset = place; offset < rows * width; offset += width) {
      const slope = derivativeAt(args.neurons, args.surrogate, v128.load(z + offset));
      const sent = f32x4.mul(v128.load(block + offset), slope);
      v128.store(block + offset, sent);
      total = f32x4.add(total, sent);
    }
    v128.store(sums + place, total);
  }
}
