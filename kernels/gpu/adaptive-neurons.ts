import type { KernelThread, Matrix } from './kernel-thread.js';

interface AdaptiveConstants {
  readonly batch: number;
  readonly stride: number;
  /** Step of the first rows of the output; the others follow. */
  readonly first: number;
  readonly decay: number;
  readonly threshold: number;
  readonly adaptation: number;
  readonly adaptationDecay: number;
  /** What a reset leaves: `kept · charge − taken · crossed threshold`. Subtract 1, 1; zero 0, 0; none 1, 0. */
  readonly kept: number;
  readonly taken: number;
  /** 1 with a reset delay, else 0. */
  readonly delayed: number;
  /** Which of its numbers the neuron hands on, as a thread writes one: see below. */
  readonly part: number;
}

/**
 * LIF neurons whose threshold rises with their own spikes, run from the chunk's first step to the thread's own:
 *
 *     B = threshold + adaptation · a;   m = decay · v + I, after the reset that is owed
 *     s = H(m − B);   v' = m, after its reset if there is no delay;   a' = adaptationDecay · a + s
 *
 * Parts: 0 membrane v', 1 spike s, 2 adaptation a', 3 threshold owed to the next step, 4 whether none was owed to this.
 */
export function adaptiveNeurons(
  this: KernelThread<AdaptiveConstants>,
  sums: Matrix,
  before: Matrix,
  adapted: Matrix,
  pending: Matrix,
): number {
  if (this.thread.y === this.constants.rows)
    return (
      sums[this.constants.rows0]![0]! *
      before[this.constants.rows1]![0]! *
      adapted[this.constants.rows2]![0]! *
      pending[this.constants.rows3]![0]!
    );
  const turn = Math.floor((this.thread.y + 0.5) / this.constants.batch);
  const sample = this.thread.y - turn * this.constants.batch;
  let voltage = before[sample]![this.thread.x]!;
  let memory = adapted[sample]![this.thread.x]!;
  let owed = pending[sample]![this.thread.x]!;
  let spike = 0;
  let free = 1;
  for (let t = 0; t <= turn + this.constants.first; t++) {
    free = 1;
    voltage = this.constants.decay * voltage + sums[sample + t * this.constants.stride]![this.thread.x]!;
    if (owed > 0) {
      free = 0;
      voltage = this.constants.kept * voltage - this.constants.taken * owed;
    }
    const crossed = this.constants.threshold + this.constants.adaptation * memory;
    spike = 0;
    if (voltage - crossed > 0) spike = 1;
    if (spike > 0 && this.constants.delayed === 0)
      voltage = this.constants.kept * voltage - this.constants.taken * crossed;
    owed = spike * this.constants.delayed * crossed;
    memory = this.constants.adaptationDecay * memory + spike;
  }
  if (this.constants.part === 1) return spike;
  if (this.constants.part === 2) return memory;
  if (this.constants.part === 3) return owed;
  if (this.constants.part === 4) return free;
  return voltage;
}
