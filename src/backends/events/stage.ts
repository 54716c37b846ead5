import type { ChunkSignal } from './chunk-signal.js';
import type { Task } from './crew.js';
import type { ParameterBlock } from './parameter-block.js';

/** What a layer remembers of a chunk until its feedback. */
export interface StageTrace {
  readonly inputs: readonly ChunkSignal[];
  readonly output: ChunkSignal;
  /** Record of its neurons. */
  readonly neurons: number;
  /** Steps of the chunk. */
  readonly steps: number;
  /** Sums that do not change over the steps, kept for the chunk after; 0: there are none. */
  readonly constantSums: number;
}

/** What comes back to a layer: reward by contribution (LFP), or error by the chain rule (gradients). */
export type Backflow = 'reward' | 'error';

/** Tasks, and the scratch memory that each of their threads needs. */
export interface Work {
  readonly tasks: readonly Task[];
  readonly scratch: number;
}

/** A layer on the device. */
export interface Stage {
  /** Whether it only passes on some of its input's values, and their reward back: max-pool. It has no neurons then. */
  readonly rearranges?: true;
  /** Whether its constant sums stand tile by tile, all samples of a tile together; otherwise sample by sample. */
  readonly sumsByTile?: true;
  readonly parameters: readonly ParameterBlock[];
  /** Sums of the inputs and what the neurons make of them. `known`: `constantSums` are those of the chunk before. */
  forward(trace: StageTrace, known: boolean): Work;
  /**
   * Feedback of the parameters and reward of the inputs. The normed reward stands in the output's reward. Under a gradient
   * rule these are minus the gradient, the inputs' error and the error of the sums.
   *
   * @param adds  Whether a later chunk's feedback is there already.
   * @param wants Whether reward goes to the inputs.
   */
  feedback(trace: StageTrace, adds: boolean, wants: boolean): Work;
  /** Multiply-adds with a non-zero input. */
  synapticOperations(inputs: readonly ChunkSignal[]): number;
}
