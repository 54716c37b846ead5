import type { OutputReward } from '../../core/rewards/output-reward.js';
import type { ChunkMemory, LayerMemory } from './chunk-forward.js';
import type { ChunkSignal } from './chunk-signal.js';
import type { Task } from './crew.js';
import type { Device } from './device.js';
import type { DeviceLayer, DeviceNetwork } from './device-network.js';
import type { LinearMemory } from './linear-memory.js';
import { rewardBlock } from './reward-block.js';
import { placeOf, TILE, type UnitLayout, unitCount } from './unit-layout.js';

/** Reward on its way back from chunk to chunk: addresses of each layer's blocks. */
interface Carried {
  readonly active: number;
  readonly membrane: number;
  readonly current: number;
}

/** What feedback has to do beside the weights. */
export interface FeedbackRequest {
  readonly reward: OutputReward;
  readonly epsilon: number;
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
  { reward, epsilon, inputReward }: FeedbackRequest,
): Promise<Float64Array | undefined> {
  const { memory } = device;
  const { batch } = chunks[0]!.input;
  const carried = network.layers.map(({ layout: { tiles } }): Carried => {
    const lines = 64 * batch * tiles;
    return { active: memory.clear(2 * batch * tiles), membrane: memory.clear(lines), current: memory.clear(lines) };
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
      prepare(chunk.layers[k]!.output, rewardsSilent, carried[k]!.active);
    });
    const output = chunk.layers.at(-1)!.output;
    const stepsPerRow = output.constant ? chunk.steps : 1;
    const record = memory.record([output.record, ...always, stepsPerRow, isLast ? 1 : 0]);
    const widest = Math.max(network.input.tiles, ...network.layers.map(({ layout }) => layout.tiles));
    await device.crew.run([...clearing, { kernel: 'rewardOutputs', record, items: batch }], 64 + 2 * widest);
    for (let k = network.layers.length - 1; k >= 0; k--)
      await layerFeedback(device, network.layers[k]!, chunk.layers[k]!, carried[k]!, epsilon, !isLast, inputReward);
    if (total && inputBlock !== undefined) addInputReward(memory, network.input, chunk.input, inputBlock, total);
  }
  return total;
}

async function layerFeedback(
  { memory, crew }: Device,
  { planned, stage }: DeviceLayer,
  trace: LayerMemory,
  { membrane, current }: Carried,
  epsilon: number,
  adds: boolean,
  inputReward: boolean,
): Promise<void> {
  if (!stage) return;
  const { output, neurons, steps } = trace;
  const norming = memory.record([output.record, neurons, { f32: epsilon }, steps, membrane, current]);
  const wants = inputReward || planned.sources.some((source) => source >= 0);
  const { tasks, scratch } = stage.feedback(trace, adds, wants);
  const normed: Task = { kernel: 'normReward', record: norming, items: output.batch };
  await crew.run(stage.rearranges ? tasks : [normed, ...tasks], Math.max(scratch, 160 + 32 * steps));
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
