import type { NetworkPlan } from '../../core/network/plan-network.js';
import type { NetworkTrace } from '../../core/network/simulate-network.js';
import { isSpiking } from '../../core/neurons/neuron.js';
import { type Signal, sumOverSteps } from '../../core/signal.js';
import type { ChunkReport } from '../backend.js';
import { layersToRecord } from '../record-layers.js';
import { recordedSpikes } from './recorded-spikes.js';

/**
 * What a chunk of steps did.
 *
 * @param input The signal that the chunk was shown. @param record Layers whose spikes to tell.
 * @throws RangeError for a layer to record that the network does not have.
 */
export function chunkReport(
  plan: NetworkPlan,
  trace: NetworkTrace,
  input: Signal,
  record: readonly string[],
): ChunkReport {
  const { span } = trace;
  const { output } = trace.layers.at(-1)!;
  const units = span.batch * plan.outputSize;
  const spikes: Record<string, number> = {};
  let synapticOperations = 0;
  plan.layers.forEach((layer, index) => {
    const memory = trace.layers[index]!;
    if (isSpiking(layer.neuron) || layer.neuron.kind === 'step') spikes[layer.id] = memory.spikeCount;
    if (!memory.taken) synapticOperations += layer.operation.synapticOperations(memory.result);
  });
  return {
    outputSums: output.constant ? output.values.map((o) => span.steps * o) : sumOverSteps(output.values, units),
    lastOutput: output.values.slice(-units),
    spikes,
    synapticOperations,
    recorded: layersToRecord(plan, record).map((index, k) => {
      const [signal, size] =
        index < 0 ? [input, plan.inputSize] : [trace.layers[index]!.output, plan.layers[index]!.size];
      return recordedSpikes(record[k]!, signal, size, span);
    }),
  };
}
