import type { BatchNormDescription } from '../../core/layers/layer.js';
import type { Tensors } from '../../core/layers/tensors.js';
import type { Task } from './crew.js';
import type { Device } from './device.js';
import { type ParameterBlock, parameterBlock } from './parameter-block.js';
import type { Backflow, Stage, StageTrace } from './stage.js';
import { TILE, type UnitLayout } from './unit-layout.js';
import { unitTable } from './unit-table.js';

/** Puts a batch normalisation in inference form on the device; its statistics are fixed. */
export function batchNormStage(
  { memory }: Device,
  { id, epsilon }: BatchNormDescription,
  { from, to }: { readonly from: UnitLayout; readonly to: UnitLayout },
  tensors: Tensors,
  back: Backflow,
): Stage {
  const tiles = to.stride / TILE;
  const places = Uint32Array.from({ length: to.channels }, (_, channel) => channel);
  const block = (name: string): ParameterBlock =>
    parameterBlock(
      memory,
      { name: `${id}.${name}`, places, tiles, rows: 1, tracksRows: false, squareCount: tiles },
      tensors[`${id}.${name}`]!,
    );
  const [gain, shift] = [block('weight'), block('bias')];
  const mean = memory.put(tensors[`${id}.running_mean`]!, TILE * tiles);
  const deviations = tensors[`${id}.running_var`]!.map((variance) => 1 / Math.sqrt(variance + epsilon));
  const scale = memory.put(deviations, TILE * tiles);
  const table = unitTable(memory, from, to);
  const norm = ({ inputs: [input], output, neurons, steps, constantSums }: StageTrace): number =>
    memory.record([
      ...[input!.record, output.record, neurons, steps, table, tiles],
      ...[gain.values, shift.values, mean, scale, constantSums],
    ]);
  return {
    parameters: [gain, shift],
    forward(trace) {
      const items = trace.output.batch;
      return { tasks: [{ kernel: 'batchNormForward', record: norm(trace), items }], scratch: 64 * trace.steps };
    },
    feedback(trace, adds, wants) {
      const { batch } = trace.output;
      // A sample's growth of all gains, then of all shifts.
      const half = 8 * TILE * tiles;
      const growth = memory.allocate(2 * half * batch);
      const constant = trace.inputs[0]!.constant ? 1 : 0;
      const record = memory.record([norm(trace), constant, wants ? 1 : 0, growth]);
      const kernel = back === 'error' ? 'batchNormError' : 'batchNormFeedback';
      const finished = [gain, shift].map(
        ({ values, feedback, squares }, k): Task => ({
          kernel: 'channelFeedback',
          record: memory.record([
            back === 'error' ? 0 : values,
            feedback,
            squares,
            growth + k * half,
            2 * half,
            batch,
            adds ? 1 : 0,
          ]),
          items: tiles,
        }),
      );
      return { tasks: [{ kernel, record, items: batch }, ...finished], scratch: 64 };
    },
    synapticOperations: () => 0,
  };
}
