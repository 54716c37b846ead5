import type { NamedTensor } from '../record/named-tensor.js';
import type { TensorPiece, TracePiece } from '../record/recording.js';
import { type CsvFiles, csvFiles } from './csv-files.js';
import { namePart } from './export-names.js';
import { type Presentations, presentationsOf } from './presentations.js';
import type { DamageHearer, ExportedSpikes, RecordedFile } from './recorded-file.js';
import type { RecordedRun } from './recorded-run.js';
import type { Staging } from './staging.js';
import { stepTime } from './step-time.js';
import { axisColumns, tensorRows } from './tensor-rows.js';

const SPIKES = ['phase', 'sample', 'label', 'layer', 'step', 'time_ms', 'unit'];
const TRACE = ['sample', 'label', 'step', 'time_ms', 'unit', 'value'];
const METRICS = ['phase', 'epoch', 'step', 'split', 'name', 'value'];

/** True for the names of files that `writeCsv` makes. */
export function isCsvExport(name: string): boolean {
  return /^((spikes|metrics)|(traces|courses|weights)-.+)\.csv$/.test(name);
}

/**
 * Writes everything of a run as CSV files, a value a line: `spikes.csv`, `traces-<phase>-<layer>.<variable>.csv`,
 * `courses-<phase>-<weights, feedback or reward>.csv`, `weights-<layer>.csv` and `metrics.csv`. Those of what a run has not
 * recorded are not made. One piece of a recording is in memory at a time.
 */
export async function writeCsv(staging: Staging, run: RecordedRun, damaged: DamageHearer): Promise<void> {
  const files = csvFiles(staging);
  for (const recording of run.recordings) await writeRecording(files, recording, run.dt, damaged);
  const weights = run.weights?.tensors ?? [];
  for (const layer of new Set(weights.map(layerOf))) {
    const tensors = weights.filter((tensor) => layerOf(tensor) === layer);
    const axes = axisColumns(tensors);
    const columns = ['tensor', ...axes, 'value'];
    for (const tensor of tensors)
      await files.append(`weights-${namePart(layer)}.csv`, columns, tensorRows(tensor, axes.length));
  }
  for await (const { phase, epoch, step, split, name, value } of run.metrics())
    await files.append('metrics.csv', METRICS, [[phase, epoch, step, split, name, value]]);
  await files.close();
}

const layerOf = ({ name }: NamedTensor): string => name.slice(0, name.indexOf('.'));

async function writeRecording(
  files: CsvFiles,
  recording: RecordedFile,
  dt: number,
  damaged: DamageHearer,
): Promise<void> {
  const presentations = new Map<string, Presentations>();
  /** Only to notice what is missing. */
  const follow = (key: string, piece: ExportedSpikes | TracePiece, steps: number): void => {
    const list = presentations.get(key) ?? presentationsOf(recording.where, damaged);
    presentations.set(key, list);
    list.take({ ...piece, steps });
  };
  for await (const piece of recording.pieces())
    if (piece.kind === 'spikes') {
      follow('spikes', piece, piece.steps);
      await files.append('spikes.csv', SPIKES, spikeRows(piece, dt));
    } else if (piece.kind === 'trace') {
      if (piece.count > 0) follow(`${piece.first}+${piece.count}`, piece, piece.values.length / piece.count);
      const name = `traces-${namePart(piece.phase)}-${namePart(piece.layer)}.${piece.variable}.csv`;
      await files.append(name, TRACE, traceRows(piece, dt));
    } else {
      const axes = axisColumns(piece.tensors);
      const name = `courses-${namePart(piece.phase)}-${piece.kind}.csv`;
      const columns = ['epoch', 'step', 'tensor', ...axes, 'value'];
      await files.append(name, columns, courseRows(piece, axes.length));
    }
}

function* spikeRows({ phase, sample, label, layer, times, units }: ExportedSpikes, dt: number) {
  for (let k = 0; k < times.length; k++)
    yield [phase, sample, label, layer, times[k], stepTime(times[k]!, dt), units[k]];
}

function* traceRows({ sample, label, from, first, count, values }: TracePiece, dt: number) {
  for (let k = 0; k < values.length; k++) {
    const step = from + Math.floor(k / count);
    yield [sample, label, step, stepTime(step, dt), first + (k % count), values[k]];
  }
}

function* courseRows({ epoch, step, tensors }: TensorPiece, axes: number) {
  for (const tensor of tensors) for (const row of tensorRows(tensor, axes)) yield [epoch, step, ...row];
}
