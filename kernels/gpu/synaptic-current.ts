import type { ChunkConstants, KernelThread, Matrix } from './kernel-thread.js';

/** `i_t = synapseDecay · i_{t−1} + I_t` of every step; `stride` as in the membrane kernels. */
export function synapticCurrents(
  this: KernelThread<{ readonly batch: number; readonly stride: number; readonly synapseDecay: number }>,
  sums: Matrix,
  before: Matrix,
): number {
  if (this.thread.y === this.constants.rows) return sums[this.constants.rows0]![0]! * before[this.constants.rows1]![0]!;
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let current = before[sample]![this.thread.x]!;
  for (let t = 0; t <= step; t++)
    current = this.constants.synapseDecay * current + sums[sample + t * this.constants.stride]![this.thread.x]!;
  return current;
}

/** `k_t = n_t + synapseDecay · k_{t+1}`; `carried` is k of the following chunk's first step, `[batch]` rows. */
export function rewardOfSynapticCurrents(
  this: KernelThread<ChunkConstants & { readonly synapseDecay: number }>,
  normed: Matrix,
  carried: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return normed[this.constants.rows0]![0]! * carried[this.constants.rows1]![0]!;
  const step = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - step * this.constants.batch;
  let relayed = carried[sample]![this.thread.x]!;
  for (let k = 0; k < this.constants.steps - step; k++) {
    const row = sample + (this.constants.steps - 1 - k) * this.constants.batch;
    relayed = normed[row]![this.thread.x]! + this.constants.synapseDecay * relayed;
  }
  return relayed;
}
