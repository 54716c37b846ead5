import type { Task } from './crew.js';
import type { LinearMemory } from './linear-memory.js';
import type { ParameterBlock } from './parameter-block.js';
import { spreadBlock } from './reward-block.js';
import { growthRows } from './spike-trains.js';
import type { StageTrace, Work } from './stage.js';
import type { UnitLayout } from './unit-layout.js';

/** A dense layer on the device. */
export interface DenseLayer {
  readonly from: UnitLayout;
  readonly to: UnitLayout;
  readonly weight: ParameterBlock;
  readonly bias: ParameterBlock | undefined;
  /** u8 `[weight.rows]`: what feedback has to do with each row. */
  readonly actions: number;
}

/** Feedback of a dense layer and of its inputs, see `Stage`. */
export type DenseBack = (
  memory: LinearMemory,
  layer: DenseLayer,
  trace: StageTrace,
  adds: boolean,
  wants: boolean,
) => Work;

/** Inputs whose reward is worked on together. */
const REWARD_GROUP = 128;

/** Scratch memory of `denseReward`. */
function rewardRows(windows: number, tiles: number, steps: number): number {
  return 128 + REWARD_GROUP * (128 * windows + 64 * (tiles + 2) + 24 * steps + 4) + 4 * steps;
}

/** Feedback of a dense layer, epsilon rule, and the reward of its inputs. */
export const denseFeedback: DenseBack = (memory, layer, trace, adds, wants) => {
  const { weight, from } = layer;
  const tasks = biasFeedback(memory, layer, trace, adds, true);
  if (layer.to.tiles === 1) {
    const own = narrowGrowth(memory, layer, trace, adds, { scaled: true, wants });
    return { ...own, tasks: [...own.tasks, ...tasks] };
  }
  const grown = wideGrowth(memory, layer, trace, adds, true);
  if (!wants) return { ...grown, tasks: [...grown.tasks, ...tasks] };
  const [input] = trace.inputs;
  const { output, steps } = trace;
  const record = memory.record([input!.record, output.record, weight.rows, weight.values]);
  const rewarding: Task = input!.constant
    ? { kernel: 'constantReward', record, items: weight.rows }
    : { kernel: 'denseReward', record, items: from.tiles };
  const own = input!.constant ? 64 * weight.tiles : rewardRows(grown.windows, weight.tiles, steps);
  return { tasks: [...grown.tasks, rewarding, ...tasks], scratch: Math.max(grown.scratch, own) };
};

/**
 * What weights grow by where there are more than 16 units.
 *
 * @param scaled Whether growth counts as a share of each weight's magnitude (feedback of LFP), or as it is (gradients).
 */
export function wideGrowth(
  memory: LinearMemory,
  { weight, actions, from }: DenseLayer,
  { inputs: [input], output }: StageTrace,
  adds: boolean,
  scaled: boolean,
): Work & { readonly windows: number } {
  const { rows, tiles, values, feedback, squares } = weight;
  const states = memory.record([input!.record, weight.states, actions, Number(adds)]);
  const record = memory.record([
    ...[input!.record, output.record, rows, scaled ? values : 0, feedback, squares, actions],
  ]);
  const stating: Task = { kernel: 'rowStates', record: states, items: from.tiles };
  if (input!.constant) {
    const growing: Task = { kernel: 'constantGrowth', record, items: tiles };
    return { tasks: [stating, growing], scratch: 128 * (rows + 1) + 64 * output.batch, windows: 0 };
  }
  const windows = spreadBlock(memory, output);
  const tasks: Task[] = [
    stating,
    { kernel: 'spreadReward', record: output.record, items: output.batch },
    { kernel: 'denseGrowth', record, items: windows },
  ];
  return { tasks, scratch: growthRows(rows), windows };
}

/** Most slices of samples whose growth is kept apart, so that threads can share the work and the sum stays the same. */
const SLICES = 8;

/** The same for at most 16 units. `wants`: also send reward to the inputs. */
export function narrowGrowth(
  memory: LinearMemory,
  { weight }: DenseLayer,
  { inputs: [input], output }: StageTrace,
  adds: boolean,
  { scaled, wants }: { readonly scaled: boolean; readonly wants: boolean },
): Work {
  const { rows, values, feedback, squares, states } = weight;
  const slices = Math.min(SLICES, output.batch);
  const growths = memory.allocate(64 * slices * rows);
  const record = memory.record([
    ...[input!.record, output.record, rows, scaled ? values : 0, growths, slices, feedback, squares, states],
    ...[adds, input!.constant, wants].map(Number),
  ]);
  const tasks = [
    { kernel: 'narrowGrowth', record, items: slices },
    { kernel: 'narrowFinish', record, items: rows },
  ] as const;
  return { tasks, scratch: 64 };
}

/** The bias of a dense layer; no task without one. */
export function biasFeedback(
  memory: LinearMemory,
  { bias, to: { tiles } }: DenseLayer,
  { output }: StageTrace,
  adds: boolean,
  scaled: boolean,
): readonly Task[] {
  if (!bias) return [];
  const record = memory.record([
    ...[output.record, tiles, scaled ? bias.values : 0, bias.feedback, bias.squares, Number(adds)],
  ]);
  return [{ kernel: 'biasFeedback', record, items: tiles }];
}
