import { rowsFrom } from '../../../kernels/gpu/matrices.js';
import { activeRows, stacked } from '../../../kernels/gpu/reductions.js';
import { hasSpikes } from '../../core/neurons/neuron.js';
import type { ChunkReport, RecordedSpikes } from '../backend.js';
import { layersToRecord } from '../record-layers.js';
import { recordedSpikes } from '../reference/recorded-spikes.js';
import type { DeviceNetwork, DevicePiece } from './device-forward.js';
import { type DeviceSignal, sumOfSteps } from './device-signal.js';
import { readRowSums } from './device-sums.js';
import type { DeviceMatrix } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';

/** Reads back what a piece has to tell, and nothing else: sums and last values of the outputs, counts, recorded spikes. */
export async function reportOfPiece(
  network: DeviceNetwork,
  piece: DevicePiece,
  input: DeviceSignal,
  record: readonly string[],
  scope: HandleScope,
): Promise<ChunkReport> {
  const outputs = await readOutputs(piece, scope);
  const counts = await readCounts(network, piece, scope);
  const recorded: RecordedSpikes[] = [];
  for (const [k, index] of layersToRecord(network.plan, record).entries()) {
    const { matrix, constant } = index < 0 ? input : piece.layers[index]!.output;
    const values = Float64Array.from(await scope.read(matrix));
    recorded.push(recordedSpikes(record[k]!, { values, constant }, matrix.columns, piece.span));
  }
  return { ...outputs, ...counts, recorded };
}

async function readOutputs(
  { span, layers }: DevicePiece,
  scope: HandleScope,
): Promise<{ readonly outputSums: Float64Array; readonly lastOutput: Float64Array }> {
  const { steps, batch } = span;
  const { matrix, constant } = layers.at(-1)!.output;
  if (constant) {
    const lastOutput = Float64Array.from(await scope.read(matrix));
    return { outputSums: lastOutput.map((o) => steps * o), lastOutput };
  }
  const { columns } = matrix;
  const sums = await sumOfSteps(matrix, span, scope);
  const last = await scope.launch(rowsFrom, sums, [matrix], { whole: { first: matrix.rows - batch } });
  const both = await scope.launch(stacked, { rows: 2 * batch, columns }, [sums, last], { whole: { first: batch } });
  const values = Float64Array.from(await scope.read(both));
  return { outputSums: values.slice(0, batch * columns), lastOutput: values.slice(batch * columns) };
}

async function readCounts(
  { plan, layers }: DeviceNetwork,
  { span, layers: traces }: DevicePiece,
  scope: HandleScope,
): Promise<{ readonly spikes: Readonly<Record<string, number>>; readonly synapticOperations: number }> {
  const wanted = new Map<DeviceMatrix, DeviceMatrix>();
  const count = async ({ matrix }: DeviceSignal): Promise<void> => {
    const whole = { inputRows: matrix.rows };
    if (!wanted.has(matrix))
      wanted.set(matrix, await scope.launch(activeRows, { rows: 1, columns: matrix.columns }, [matrix], { whole }));
  };
  for (const [index, { neuron }] of plan.layers.entries()) {
    const { inputs, output, taken } = traces[index]!;
    if (hasSpikes(neuron)) await count(output);
    if (layers[index]!.synapses && !taken) await count(inputs[0]!);
  }
  const sums = await readRowSums([...wanted.values()], scope);
  const total = new Map([...wanted.keys()].map((matrix, k) => [matrix, sums[k]!]));
  const spikes: Record<string, number> = {};
  let synapticOperations = 0;
  for (const [index, { id, neuron }] of plan.layers.entries()) {
    const { inputs, output, taken } = traces[index]!;
    const { synapses } = layers[index]!;
    if (hasSpikes(neuron)) spikes[id] = total.get(output.matrix)! * (output.constant ? span.steps : 1);
    if (!synapses || taken) continue;
    const { matrix } = inputs[0]!;
    if (typeof synapses === 'number') synapticOperations += total.get(matrix)! * synapses;
    else
      for (const [i, active] of (await scope.read(wanted.get(matrix)!)).entries())
        synapticOperations += active * synapses[i]!;
  }
  return { spikes, synapticOperations };
}
