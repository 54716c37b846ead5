import { join } from 'node:path';

import { encodeSafetensors } from '../record/encode-safetensors.js';
import { jsonText } from '../record/json-text.js';
import { readRunFolder } from '../record/read-run-folder.js';
import { writeAtomically } from '../record/write-atomically.js';
import { type CollapsedRun, collapseRun } from '../run/collapse/collapse-run.js';
import type { Split } from '../run/finished-run/read-out.js';
import type { CliIo } from './cli-io.js';
import { collapseText } from './collapse-text.js';
import { EXIT } from './exit-status.js';
import { writeText } from './write-text.js';

/** Options of `heaviside collapse`. */
export interface CollapseCommandOptions {
  readonly split: Split;
  /** λ */
  readonly ridge: number;
  readonly backend?: string;
  readonly threads?: number;
  readonly json?: boolean;
}

/**
 * `heaviside collapse`: the collapsed dense baselines of a finished run. Writes `collapse.json` and the layers as
 * `collapse.safetensors` into the run's folder.
 *
 * @param folder Path of the run's folder.
 * @returns The exit status.
 */
export async function collapseCommand(folder: string, options: CollapseCommandOptions, io: CliIo): Promise<number> {
  const { ridge: lambda, json = false, ...rest } = options;
  const collapsed = await collapseRun(await readRunFolder(folder), { lambda, ...rest });
  await keep(folder, collapsed);
  const { report } = collapsed;
  await writeText(io.stdout, json ? `${jsonText(report, true)}\n` : collapseText(report));
  return EXIT.done;
}

async function keep(folder: string, { report, tensors }: CollapsedRun): Promise<void> {
  const facts = { format: 'heaviside-collapse-1', kind: report.kind, inputs: report.inputs };
  await writeAtomically(join(folder, 'collapse.safetensors'), encodeSafetensors(tensors, facts));
  await writeAtomically(join(folder, 'collapse.json'), `${jsonText(report, true)}\n`);
}
