import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import { damagedRun, damageLine } from './damage.js';
import { EXPORT_FORMATS, type ExportedArray, type ExportFormat, type ExportFormatName } from './export-formats.js';
import { openRecordedRun, type RecordedRun } from './recorded-run.js';
import { openStaging, type Staging, whatIsAt } from './staging.js';

/** What is exported, and how. */
export interface ExportOptions {
  readonly to: ExportFormatName;
  /** Path of the file or folder; omitted: `export.<format>` or `export-<format>` in the run's folder. */
  readonly out?: string;
  /** Replaces an earlier export. */
  readonly force?: boolean;
  /** Exports what is sound of a damaged run. */
  readonly partial?: boolean;
  /** Hears while recordings are read: how many have been, of how many. */
  readonly progress?: (done: number, total: number) => void;
}

/** What an export has written. */
export interface Exported {
  readonly format: ExportFormatName;
  readonly path: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** Of a format that is one file. */
  readonly arrays?: readonly ExportedArray[];
  /** What could not be read and is not in it, a sentence each; only with `partial`. */
  readonly damages: readonly string[];
  /** What whoever reads it should know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Exports everything that a run recorded: spikes, traces, the course of weights, feedback and rewards, the weights of its
 * newest checkpoint, and its metrics. The target is whole or not there.
 *
 * @param folder The run's.
 * @throws HeavisideError of kind `machine`: `HV_RUN_MISSING` (no run), `HV_EXPORT_EXISTS` (something is at the target),
 *   `HV_EXPORT_NOTHING` (nothing for this format was recorded), `HV_EXPORT_DAMAGED` with everything that cannot be read,
 *   `HV_EXPORT_HDF5`, `HV_EXPORT_TOO_LARGE`, `HV_RUN_FOLDER` (it cannot be written).
 */
export async function exportRun(folder: string, options: ExportOptions): Promise<Exported> {
  const { to, force = false, partial = false, progress = () => undefined } = options;
  const format: ExportFormat = EXPORT_FORMATS[to];
  const target = options.out ?? join(folder, format.name);
  const damages: Error[] = [];
  const damaged = (damage: Error): void => void damages.push(damage);
  const run = withProgress(await openRecordedRun(folder, damaged), progress);
  await refuseExisting(target, format, force);
  const staging = await openStaging(target);
  try {
    const arrays = format.kind === 'file' ? await format.write(staging, run, damaged) : undefined;
    if (format.kind === 'folder') await format.write(staging, run, damaged);
    if (damages.length > 0 && !partial) throw damagedRun(folder, damages);
    const names = format.kind === 'file' ? [format.name] : await readdir(staging.path(''));
    // The length of a step is no recording.
    const written = arrays?.filter(({ name }) => name !== 'dt') ?? names;
    if (written.length === 0) throw nothingRecorded(run, to, damages);
    const files = await sizes(staging, names, (name) => (format.kind === 'file' ? target : join(target, name)));
    if (format.kind === 'file') await staging.commitFile(format.name);
    else await staging.commitFolder((name) => format.owns(name));
    const told = { damages: damages.map(damageLine), notes: notesOn(run) };
    return { format: to, path: target, files, ...(arrays && { arrays }), ...told };
  } finally {
    await staging.close();
  }
}

function withProgress(run: RecordedRun, progress: (done: number, total: number) => void): RecordedRun {
  const recordings = run.recordings.map((recording, done) => ({
    ...recording,
    async *pieces() {
      for await (const piece of recording.pieces()) {
        progress(done, run.recordings.length);
        yield piece;
      }
    },
  }));
  return { ...run, recordings };
}

async function refuseExisting(target: string, format: ExportFormat, force: boolean): Promise<void> {
  const there = await whatIsAt(target);
  if (there === 'nothing' || (format.kind === 'folder' && there === 'empty folder')) return;
  const fits = (there === 'file') === (format.kind === 'file');
  if (force && fits) return;
  const message = `${target}: expected nothing at this path, got ${there === 'file' ? 'a file' : 'a folder'}`;
  throw new HeavisideError('HV_EXPORT_EXISTS', 'machine', message, {
    remedy: fits
      ? '`--force` replaces an earlier export; `--out` names another path.'
      : 'Name another path with `--out`.',
    facts: { path: target },
  });
}

function sizes(staging: Staging, names: readonly string[], pathOf: (name: string) => string) {
  return Promise.all(
    names.toSorted().map(async (name) => ({ path: pathOf(name), bytes: (await stat(staging.path(name))).size })),
  );
}

const recordSpikes = ({ recordable }: RecordedRun): string => `record: { spikes: [${recordable.join(', ')}] }`;

function nothingRecorded(run: RecordedRun, to: ExportFormatName, damages: readonly Error[]): HeavisideError {
  if (damages.length > 0) return damagedRun(run.path, damages, 'Nothing of it is sound: run the scenario again.');
  const what = to === 'sonata' ? 'recorded spikes' : 'something that was recorded';
  const message = `${run.path}: expected ${what}, got none`;
  return new HeavisideError('HV_EXPORT_NOTHING', 'machine', message, {
    remedy: `Let the scenario record, for example \`${recordSpikes(run)}\`, and run it again.`,
    facts: { path: run.path },
  });
}

function notesOn(run: RecordedRun): readonly string[] {
  const notes: string[] = [];
  if (!run.ended) notes.push('this run has not ended: exported as far as it has come');
  if (run.recordings.length === 0)
    notes.push(`no spikes or traces were recorded: \`${recordSpikes(run)}\` in the scenario records them`);
  if (run.weights && run.weights.reason !== 'end')
    notes.push(`weights are those of a checkpoint "${run.weights.reason}", after ${run.weights.step} optimizer steps`);
  return notes;
}
