import type { ChunkSignal } from './chunk-signal.js';
import type { Task } from './crew.js';
import type { Device } from './device.js';
import type { Backflow, Stage } from './stage.js';
import type { UnitLayout } from './unit-layout.js';
import { unitTable } from './unit-table.js';

/** Puts a residual sum on the device. `from`: where the units of each operand are kept. */
export function sumStage({ memory }: Device, from: readonly UnitLayout[], to: UnitLayout, back: Backflow): Stage {
  const tables = from.map((layout) => unitTable(memory, layout, to));
  const operand = (input: ChunkSignal, k: number): number =>
    memory.record([input.record, tables[k]!, input.constant ? 1 : 0]);
  return {
    parameters: [],
    forward({ inputs, output, neurons, steps, constantSums }) {
      const operands = memory.record(inputs.map(operand));
      const record = memory.record([output.record, neurons, steps, operands, inputs.length, constantSums]);
      return { tasks: [{ kernel: 'sumForward', record, items: output.batch }], scratch: 64 * (steps + 1) };
    },
    feedback({ inputs, output }, _adds, wants) {
      if (!wants) return { tasks: [], scratch: 64 };
      const tasks = inputs.flatMap((input, k): Task[] => {
        // The network's input may be nobody's business while another operand's reward is.
        if (!hasReward(input)) return [];
        const record = memory.record([output.record, operand(input, k)]);
        return [{ kernel: back === 'error' ? 'sumError' : 'sumFeedback', record, items: output.batch }];
      });
      return { tasks, scratch: 64 };
    },
    synapticOperations: () => 0,
  };
  function hasReward({ record }: ChunkSignal): boolean {
    return memory.words(record, 12)[11] !== 0;
  }
}
