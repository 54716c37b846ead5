import { loadNamed, loadTile, NOBODY, valueAt } from './lanes';
import { Neurons } from './neurons';
import { respond } from './respond';
import { addReward, blockOf, countOf, isWhole, listOf, sumsOf, unitAt, widthOf } from './reward-access';
import { Reward, Signal } from './signal';

/** One operand of a sum. */
@unmanaged
export class Operand {
  input: Signal;
  /** u32 `[tiles · 16]` of the sum: the operand's unit behind each of the sum's; 0: they stand alike. */
  table: usize;
  /** 1: the same at every step. */
  constant: i32;
}

/** A residual sum, `z = Σ operands`, and what the neurons make of z. */
@unmanaged
export class Sum {
  output: Signal;
  neurons: Neurons;
  /** Steps of the chunk. */
  steps: i32;
  /** Operands, one address each. */
  operands: usize;
  count: i32;
  /** f32 `[batch][tiles][16]`: sums of operands that all are constant; 0 when one is not. */
  constantSums: usize;
}

/** Items: samples. Scratch: `steps · 64 + 64` bytes. */
export function sumForward(sum: Sum, begin: i32, end: i32, scratch: usize): void {
  const output = sum.output;
  const constant = sum.constantSums != 0;
  const rows = constant ? 1 : sum.steps;
  const own = scratch + ((<usize>sum.steps) << 6);
  for (let sample = begin; sample < end; sample++)
    for (let tile = 0; tile < output.tiles; tile++) {
      const sums = constant ? sum.constantSums + ((<usize>(sample * output.tiles + tile)) << 6) : scratch;
      memory.fill(sums, 0, (<usize>rows) << 6);
      for (let k = 0; k < sum.count; k++) {
        const operand = changetype<Operand>(load<usize>(sum.operands + ((<usize>k) << 2)));
        for (let step = 0; step < rows; step++) {
          const row = operand.constant != 0 ? sample : sample * rows + step;
          if (operand.table == 0) loadTile(operand.input, row, tile, own);
          else loadNamed(operand.input, row, operand.table + ((<usize>tile) << 6), own);
          const to = sums + ((<usize>step) << 6);
          for (let quarter: usize = 0; quarter < 64; quarter += 16)
            v128.store(to + quarter, f32x4.add(v128.load(to + quarter), v128.load(own + quarter)));
        }
      }
      respond(sum.neurons, output, sample, tile, sums, constant ? 0 : 64, sum.steps, scratch);
    }
}

/** One operand of a sum during feedback. */
@unmanaged
export class SumFeedback {
  output: Signal;
  operand: Operand;
}

/** `R_operand = operand · n`; a constant operand earns for all steps at once. Items: samples. */
export function sumFeedback(args: SumFeedback, begin: i32, end: i32, scratch: usize): void {
  for (let sample = begin; sample < end; sample++) passSample(args, sample, false);
}

/** `e_operand = e`; a constant operand gets the sum over the steps. Items: samples. */
export function sumError(args: SumFeedback, begin: i32, end: i32, scratch: usize): void {
  for (let sample = begin; sample < end; sample++) passSample(args, sample, true);
}

/** @param chained Whether the operand gets errors, which do not depend on how large it is. */
@inline
function passSample(args: SumFeedback, sample: i32, chained: bool): void {
  const output = args.output;
  const operand = args.operand;
  const input = operand.input;
  const reward = changetype<Reward>(output.reward);
  const whole = isWhole(reward);
  const count = countOf(reward, sample);
  const width = widthOf(reward, sample);
  const block = blockOf(output, reward, sample);
  const list = listOf(output, reward, sample);
  const sums = sumsOf(output, reward, sample);
  for (let place = 0; place < count; place++) {
    const unit = unitAt(whole, list, place);
    const named = operand.table == 0 ? <u32>unit : load<u32>(operand.table + ((<usize>unit) << 2));
    if (named == NOBODY) continue;
    for (let row = 0; row < input.steps; row++) {
      const value: f32 = chained ? 1 : valueAt(input, sample * input.steps + row, <i32>named);
      if (value == 0) continue;
      const at = operand.constant != 0 ? sums + ((<usize>unit) << 2) : block + <usize>row * width + ((<usize>place) << 2);
      const n = load<f32>(at);
      if (n != 0) addReward(input, sample, row, <i32>named, value * n);
    }
  }
}
