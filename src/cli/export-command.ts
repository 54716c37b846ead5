import { type Exported, type ExportOptions, exportRun } from '../export/export-run.js';
import { jsonText } from '../record/json-text.js';
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-status.js';
import { warningTo } from './warning-to.js';
import { writeText } from './write-text.js';

/** Options of `heaviside export`. */
export interface ExportCommandOptions extends Omit<ExportOptions, 'progress'> {
  readonly json?: boolean;
}

/** Shorter exports tell no progress. */
const SILENT_MS = 2000;

/**
 * `heaviside export`: writes everything that a run recorded in one of the field's formats, and lists what was written.
 *
 * @param folder Path of the run's folder.
 * @returns The exit status.
 * @throws HeavisideError what `exportRun` throws.
 */
export async function exportCommand(
  folder: string,
  { json = false, ...options }: ExportCommandOptions,
  io: CliIo,
): Promise<number> {
  const exported = await exportRun(folder, { ...options, progress: progressTo(io) });
  const warn = warningTo(io);
  for (const damage of exported.damages) warn(`left out: ${damage}`);
  for (const note of exported.notes) warn(note);
  await writeText(io.stdout, json ? `${jsonText(exported, true)}\n` : exportText(exported));
  return EXIT.done;
}

/** A line for every few seconds that an export takes. */
function progressTo({ stderr }: CliIo): (done: number, total: number) => void {
  let last = performance.now();
  return (done, total) => {
    if (performance.now() - last < SILENT_MS) return;
    last = performance.now();
    stderr.write(`exporting: ${done} of ${total} recordings\n`);
  };
}

function exportText({ files, arrays = [] }: Exported): string {
  const wide = Math.max(0, ...arrays.map(({ name }) => name.length));
  return [
    ...files.map(({ path, bytes }) => `written: ${path} (${bytes.toLocaleString('en')} bytes)`),
    ...arrays.map(({ name, type, shape }) => `  ${name.padEnd(wide)}  ${type.padEnd(7)}  [${shape.join(' × ')}]`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
