import { isGradientRule, type LearningRule } from '../../core/gradients/gradient-rule.js';
import type { SurrogateDescription } from '../../core/gradients/surrogate.js';
import type { Task } from './crew.js';
import type { LinearMemory, Word } from './linear-memory.js';
import type { StageTrace } from './stage.js';

/** What is on its way back from chunk to chunk: addresses of a layer's blocks. */
export interface Carried {
  /** u16 `[batch × tiles]`: units that were active in a later chunk. */
  readonly active: number;
  /** f32 `[batch × tiles · 16]` each. */
  readonly membrane: number;
  readonly current: number;
  readonly adaptation: number;
}

/** How what comes back to a layer passes its neurons: from what they gave out to their sums. */
export interface NeuronFeedback {
  /** What the forward pass keeps of membranes, see `neurons.ts` of the kernels. */
  readonly tracing: 'voltages' | 'distances';
  /** Whether it also reaches units that are 0. */
  readonly reachesSilent: boolean;
  task(memory: LinearMemory, trace: StageTrace, carried: Carried): Task;
}

/** What a rule makes of neurons. */
export function neuronFeedback(rule: LearningRule): NeuronFeedback {
  if (!isGradientRule(rule)) return normedReward(rule.epsilon);
  // Without a surrogate there are no spikes and steps, and nothing asks for it.
  return neuronError(rule.kind === 'backprop' ? { kind: 'straight-through' } : rule.surrogate);
}

/** Reward, divided by what a unit's sum or membrane moved by. */
function normedReward(epsilon: number): NeuronFeedback {
  return {
    tracing: 'voltages',
    reachesSilent: false,
    task(memory, { output, neurons, steps }, { membrane, current }) {
      const record = memory.record([output.record, neurons, { f32: epsilon }, steps, membrane, current]);
      return { kernel: 'normReward', record, items: output.batch };
    },
  };
}

/** Kinds that `kernels/wasm/assembly/surrogate.ts` tells apart, with their numbers. */
function surrogateWords(surrogate: SurrogateDescription): readonly Word[] {
  const all = (kind: number, first = 0, second = 0): readonly Word[] => [kind, { f32: first }, { f32: second }];
  switch (surrogate.kind) {
    case 'atan':
      return all(0, surrogate.alpha / 2, (Math.PI / 2) * surrogate.alpha);
    case 'fast-sigmoid':
      return all(1, surrogate.slope);
    case 'sigmoid':
      return all(2, surrogate.slope);
    case 'straight-through':
      return all(3);
    case 'triangle':
      return all(4, 1 / surrogate.width);
    case 'triangular':
      return all(5, surrogate.height);
  }
}

/** Error, multiplied with the derivative of a unit; `surrogate` stands in for that of spikes and steps. */
function neuronError(surrogate: SurrogateDescription): NeuronFeedback {
  return {
    tracing: 'distances',
    reachesSilent: true,
    task(memory, { output, neurons, steps }, { membrane, current, adaptation }) {
      const jump = memory.record(surrogateWords(surrogate));
      const record = memory.record([output.record, neurons, jump, steps, membrane, current, adaptation]);
      return { kernel: 'neuronError', record, items: output.batch };
    },
  };
}
