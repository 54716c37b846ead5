import type { RuleDescription } from '../../core/feedback/rule.js';
import type { Conv2dDescription } from '../../core/layers/layer.js';
import { windowsOf } from '../../core/layers/window.js';
import type { Shape } from '../../core/shape.js';
import type { Task } from './crew.js';
import type { Device } from './device.js';
import type { LinearMemory, Word } from './linear-memory.js';
import type { ParameterBlock } from './parameter-block.js';
import type { Stage } from './stage.js';
import { TILE, type UnitLayout } from './unit-layout.js';

/** Which output positions see an input position, through which tap; `kernels/wasm/assembly/rule.ts`. */
export interface Seeing {
  readonly inputStride: number;
  readonly outputStride: number;
  readonly offsets: ArrayLike<number>;
  readonly position: ArrayLike<number>;
  readonly tap: ArrayLike<number>;
}

/** A dense layer: one position, which sees everything. */
export function allSeen(from: UnitLayout, to: UnitLayout): Seeing {
  const outputStride = TILE * to.tiles;
  return { inputStride: TILE * from.tiles, outputStride, offsets: [0, 1], position: [0], tap: [0] };
}

/** A convolution: what its windows see. */
export function seenThrough(
  { kernel, stride, padding }: Conv2dDescription,
  [, height, width]: Shape,
  from: UnitLayout,
  to: UnitLayout,
): Seeing {
  const windows = windowsOf([height!, width!], kernel, stride, padding);
  return { inputStride: from.stride, outputStride: to.stride, ...windows };
}

/** Numbers of a rule: kind, epsilon, strong, weak, alpha, beta. undefined: the layer's own feedback is the rule's. */
function ruleNumbers(rule: RuleDescription): readonly Word[] | undefined {
  const all = (kind: number, ...numbers: readonly number[]) => [kind, ...numbers.map((f32) => ({ f32 }))];
  switch (rule.kind) {
    case 'epsilon':
      return undefined;
    case 'gamma':
      return all(0, rule.epsilon, 1 + rule.gamma, 1, 0, 0);
    case 'z-plus':
      return all(1, rule.epsilon, 1, 0, 1, 0);
    case 'alpha-beta':
      return all(1, rule.epsilon, 1, 0, rule.alpha, rule.beta);
    case 'hebbian':
      return all(2, rule.epsilon, 1, 1, 0, 0);
    case 'oja':
      return all(3, rule.epsilon, 1, 1, 0, 0);
  }
}

/**
 * Gives a weighted layer the feedback of a rule; those other than epsilon a plain loop over events and synapses in float64,
 * right rather than fast.
 */
export function ruledStage({ memory }: Device, stage: Stage, rule: RuleDescription, seeing: Seeing): Stage {
  const numbers = ruleNumbers(rule);
  if (!numbers) return stage;
  const tiles = seeing.outputStride / TILE;
  // Every row has feedback, and each tile its part of the squared length.
  const own = (block: ParameterBlock): ParameterBlock => {
    return { ...block, states: 0, squares: memory.clear(8 * tiles), squareCount: tiles };
  };
  const [weight, bias] = stage.parameters.map(own);
  const { rows } = weight!;
  const noBias = memory.clear(64 * tiles);
  const growth = memory.clear((rule.kind === 'oja' ? 3 : 1) * 128 * tiles * (rows + 1));
  const tables = [seeing.offsets, seeing.position, seeing.tap].map((values) => putWords(memory, values));
  return {
    ...stage,
    parameters: bias ? [weight!, bias] : [weight!],
    feedback({ inputs: [input], output, neurons, steps }, adds, wants) {
      const { batch } = output;
      const units = TILE * output.layout.tiles;
      const streams = [0, 1, 2].map(() => memory.allocate(4 * batch * input!.steps * units));
      const record = memory.record([
        ...[input!.record, output.record, neurons, input!.constant ? steps : 1],
        ...numbers,
        ...[rows, tiles, seeing.inputStride, ...tables],
        ...[weight!.values, bias?.values ?? noBias, weight!.feedback, bias?.feedback ?? 0],
        ...[weight!.squares, bias?.squares ?? 0, growth, ...streams, adds ? 1 : 0, input!.constant ? 1 : 0],
      ]);
      const tasks: Task[] = [
        { kernel: 'ruleReward', record, items: batch },
        { kernel: 'ruleParameters', record, items: tiles },
      ];
      if (wants) tasks.push({ kernel: 'ruleInputs', record, items: batch });
      return { tasks, scratch: 24 * units };
    },
  };
}

function putWords(memory: LinearMemory, values: ArrayLike<number>): number {
  const at = memory.allocate(4 * values.length);
  memory.words(at, values.length).set(Array.from(values));
  return at;
}
