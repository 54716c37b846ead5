import { relative } from 'node:path';

import { heavisideVersion } from '../record/heaviside-version.js';
import type { Sweep, SweepPoint } from '../scenario/sweep.js';
import type { EndedJob } from './job-pool.js';
import { refuseMixedData } from './refuse-mixed-data.js';
import type { SweepDocument, SweepRun } from './sweep-document.js';
import { sweepTable } from './sweep-table.js';

function runOf({ index, settings, dropped }: SweepPoint, outcome: EndedJob, out: string): SweepRun {
  const { backend } = outcome;
  const without = dropped === undefined ? {} : { dropped };
  const where = { ...without, folder: relative(out, outcome.folder), ...(backend === undefined ? {} : { backend }) };
  if (outcome.kind === 'failed') return { index, settings, ...where, failure: outcome.failure };
  const { course: _, data: __, held: ___, ...run } = outcome.run;
  return { index, settings, ...where, ...run };
}

/**
 * What a sweep came to: the document of sweep.json.
 *
 * @param outcomes One a point, in their order.
 * @param out      Folder of all runs.
 * @param folder   The sweep's.
 * @throws HeavisideError `HV_SWEEP_DATA` when runs that name the same files computed on different data.
 */
export function sweepSummary(
  { name, mode, points, report }: Sweep,
  outcomes: readonly EndedJob[],
  { out, folder }: { readonly out: string; readonly folder: string },
): SweepDocument {
  refuseMixedData(points, outcomes);
  const runs = points.map((point, n) => runOf(point, outcomes[n]!, out));
  return {
    ...{ name, heaviside: heavisideVersion(), times: ['seconds'], mode, report },
    keys: Object.keys(points[0]?.settings ?? {}),
    table: sweepTable(runs, report),
    runs,
    folder: relative(out, folder),
  };
}
