import { activeRows, rowsFrom } from '../../../kernels/gpu/matrices.js';
import { isSpiking, type NeuronDescription } from '../../core/neurons/neuron.js';
import type { ChunkReport, RecordedSpikes } from '../backend.js';
import { recordedSpikes } from '../reference/recorded-spikes.js';
import type { DeviceNetwork, DevicePiece } from './device-forward.js';
import { type DeviceSignal, sumOfSteps } from './device-signal.js';
import type { DeviceMatrix } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';

/** Reads back what a piece has to tell, and nothing else: sums and last values of the outputs, counts, recorded spikes. */
export async function reportOfPiece(
  { plan, layers }: DeviceNetwork,
  { span, layers: traces }: DevicePiece,
  input: DeviceSignal,
  record: readonly string[],
  scope: HandleScope,
): Promise<ChunkReport> {
  const { steps, batch } = span;
  const counts = new Map<DeviceMatrix, Promise<Float32Array>>();
  const activeOf = ({ matrix }: DeviceSignal): Promise<Float32Array> => {
    const known = counts.get(matrix) ?? readActive(matrix, scope);
    counts.set(matrix, known);
    return known;
  };
  const spikes: Record<string, number> = {};
  let synapticOperations = 0;
  for (const [index, layer] of plan.layers.entries()) {
    const { inputs, output, taken } = traces[index]!;
    const { synapses } = layers[index]!;
    if (isCounted(layer.neuron)) {
      const active = (await activeOf(output)).reduce((sum, count) => sum + count, 0);
      spikes[layer.id] = output.constant ? steps * active : active;
    }
    if (!synapses || taken) continue;
    const active = await activeOf(inputs[0]!);
    active.forEach((count, i) => {
      synapticOperations += count * synapses[i]!;
    });
  }
  const { matrix, constant } = traces.at(-1)!.output;
  const extents = { rows: batch, columns: matrix.columns };
  const whole = { first: matrix.rows - batch };
  const last = Float64Array.from(
    await scope.read(constant ? matrix : await scope.launch(rowsFrom, extents, [matrix], { whole })),
  );
  const recorded: RecordedSpikes[] = [];
  for (const id of record) {
    const index = plan.layers.findIndex((layer) => layer.id === id);
    const signal = index < 0 ? input : traces[index]!.output;
    const values = Float64Array.from(await scope.read(signal.matrix));
    recorded.push(recordedSpikes(id, { values, constant: signal.constant }, signal.matrix.columns, span));
  }
  return {
    outputSums: constant
      ? last.map((o) => steps * o)
      : Float64Array.from(await scope.read(await sumOfSteps(matrix, span, scope))),
    lastOutput: last,
    spikes,
    synapticOperations,
    recorded,
  };
}

function isCounted(neuron: NeuronDescription): boolean {
  return isSpiking(neuron) || neuron.kind === 'step';
}

async function readActive(matrix: DeviceMatrix, scope: HandleScope): Promise<Float32Array> {
  const whole = { inputRows: matrix.rows };
  return scope.read(await scope.launch(activeRows, { rows: 1, columns: matrix.columns }, [matrix], { whole }));
}

/** One report of pieces that follow each other. */
export function joinedReports(pieces: readonly ChunkReport[]): ChunkReport {
  const [first, ...others] = pieces;
  return others.reduce(
    (all, piece) => ({
      outputSums: all.outputSums.map((sum, k) => sum + piece.outputSums[k]!),
      lastOutput: piece.lastOutput,
      spikes: Object.fromEntries(Object.entries(all.spikes).map(([id, count]) => [id, count + piece.spikes[id]!])),
      synapticOperations: all.synapticOperations + piece.synapticOperations,
      recorded: all.recorded.map((rows, k) => joinedRows(rows, piece.recorded[k]!)),
    }),
    first!,
  );
}

function joinedRows(first: RecordedSpikes, second: RecordedSpikes): RecordedSpikes {
  const before = first.units.length;
  const offsets = new Uint32Array(first.offsets.length + second.offsets.length - 1);
  offsets.set(first.offsets);
  offsets.set(
    second.offsets.subarray(1).map((offset) => before + offset),
    first.offsets.length,
  );
  const units = new Uint32Array(before + second.units.length);
  units.set(first.units);
  units.set(second.units, before);
  return { layer: first.layer, offsets, units };
}
