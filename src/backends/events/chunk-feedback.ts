import type { OutputReward } from '../../core/rewards/output-reward.js';
import type { ChunkMemory, LayerMemory } from './chunk-forward.js';
import type { ChunkSignal } from './chunk-signal.js';
import type { Task } from './crew.js';
import type { Device } from './device.js';
import type { DeviceNetwork } from './device-network.js';
import { directErrors } from './direct-errors.js';
import type { LinearMemory } from './linear-memory.js';
import type { Carried } from './neuron-feedback.js';
import { rewardBlock } from './reward-block.js';
import { placeOf, TILE, type UnitLayout, unitCount } from './unit-layout.js';

/** What is fed back, and whether the inputs' share is asked for. */
export interface FeedbackRequest {
  /** Reward of the outputs, or their error. */
  readonly reward: OutputReward;
  readonly inputReward: boolean;
}

/**
 * Feedback through all chunks of a presentation, last chunk first; the parameters' feedback stays on the device.
 *
 * @returns Reward of the inputs summed over the steps `[batch × inputs]`, if asked for.
 */
export async function feedbackThroughChunks(
  device: Device,
  network: DeviceNetwork,
  chunks: readonly ChunkMemory[],
  { reward, inputReward }: FeedbackRequest,
): Promise<Float64Array | undefined> {
  const { memory } = device;
  const { batch } = chunks[0]!.input;
  const carried = network.layers.map(({ layout: { tiles } }): Carried => {
    const lines = 64 * batch * tiles;
    const [membrane, current, adaptation] = [memory.clear(lines), memory.clear(lines), memory.clear(lines)];
    return { active: memory.clear(2 * batch * tiles), membrane, current, adaptation };
  });
  const always = rewardParts(memory, network.layers.at(-1)!.layout, batch, reward);
  const total = inputReward ? new Float64Array(batch * unitCount(network.input)) : undefined;
  for (let index = chunks.length - 1; index >= 0; index--) {
    const chunk = chunks[index]!;
    const isLast = index === chunks.length - 1;
    const clearing: Task[] = [];
    const prepared = new Set<ChunkSignal>();
    const prepare = (signal: ChunkSignal, whole: boolean, active: number): number => {
      if (prepared.has(signal)) return 0;
      prepared.add(signal);
      const { block, tasks } = rewardBlock(memory, signal, whole, active);
      clearing.push(...tasks);
      return block.values;
    };
    // Explanations are read by the host, unit by unit.
    const inputBlock = inputReward
      ? prepare(chunk.input, true, memory.clear(2 * batch * network.input.tiles))
      : undefined;
    network.layers.forEach(({ rewardsSilent }, k) => {
      prepare(chunk.layers[k]!.output, rewardsSilent || network.neurons.reachesSilent, carried[k]!.active);
    });
    const output = chunk.layers.at(-1)!.output;
    const stepsPerRow = output.constant ? chunk.steps : 1;
    const record = memory.record([output.record, ...always, stepsPerRow, isLast ? 1 : 0]);
    const widest = Math.max(network.input.tiles, ...network.layers.map(({ layout }) => layout.tiles));
    await device.crew.run([...clearing, { kernel: 'rewardOutputs', record, items: batch }], 64 + 2 * widest);
    const direct = network.direct.length > 0 ? directErrors(memory, output) : undefined;
    for (let k = network.layers.length - 1; k >= 0; k--) {
      const weights = network.direct[k];
      if (weights !== undefined) await device.crew.run([direct!(chunk.layers[k]!.output, weights)], 64);
      await layerFeedback(device, network, k, chunk.layers[k]!, carried[k]!, !isLast, inputReward);
    }
    if (total && inputBlock !== undefined) addInputReward(memory, network.input, chunk.input, inputBlock, total);
  }
  return total;
}

async function layerFeedback(
  { memory, crew }: Device,
  { layers, neurons, direct }: DeviceNetwork,
  index: number,
  trace: LayerMemory,
  carried: Carried,
  adds: boolean,
  inputReward: boolean,
): Promise<void> {
  const { planned, stage } = layers[index]!;
  if (!stage) return;
  // Where the outputs' error reaches every layer with parameters at once, none needs any from above.
  const wants = inputReward || (direct.length === 0 && planned.sources.some((source) => source >= 0));
  const { tasks, scratch } = stage.feedback(trace, adds, wants);
  const own = stage.rearranges
    ? tasks
    : [neurons.task(memory, trace, carried), ...cuttingTasks(memory, trace), ...tasks];
  await crew.run(own, Math.max(scratch, 160 + 32 * trace.steps));
}

/** Takes from units that are cut what their sums would earn. */
function cuttingTasks(memory: LinearMemory, { output, neurons, injected }: LayerMemory): readonly Task[] {
  if (!injected?.uncut) return [];
  return [{ kernel: 'cutReward', record: memory.record([output.record, neurons]), items: output.batch }];
}

/** Writes the parts of an output reward; addresses of `always`, `perOutput` and `last`. */
function rewardParts(memory: LinearMemory, layout: UnitLayout, batch: number, reward: OutputReward): readonly number[] {
  const [classes, width] = [unitCount(layout), TILE * layout.tiles];
  return [reward.always, reward.perOutput, reward.last].map((part) => {
    const at = memory.clear(4 * batch * width);
    const floats = memory.floats(at, batch * width);
    for (let k = 0; k < part.length; k++)
      floats[Math.floor(k / classes) * width + placeOf(layout, k % classes)] = part[k]!;
    return at;
  });
}

function addInputReward(
  memory: LinearMemory,
  layout: UnitLayout,
  { batch, steps }: ChunkSignal,
  block: number,
  total: Float64Array,
): void {
  const [units, width] = [unitCount(layout), TILE * layout.tiles];
  const floats = memory.floats(block, batch * steps * width);
  for (let row = 0; row < batch * steps; row++)
    for (let unit = 0; unit < units; unit++)
      total[Math.floor(row / steps) * units + unit]! += floats[row * width + placeOf(layout, unit)]!;
}
