import { HeavisideError } from '../core/heaviside-error.js';
import type { SweepPoint } from '../scenario/sweep.js';
import { HALVES, isRead } from './file-data.js';
import type { EndedJob } from './job-pool.js';

/**
 * Machines may have different files under the same names: a mean over runs on them would be one of nothing.
 *
 * @param outcomes One a point, in their order.
 * @throws HeavisideError `HV_SWEEP_DATA`, kind `machine`: the digests, and a folder for each.
 */
export function refuseMixedData(points: readonly SweepPoint[], outcomes: readonly EndedJob[]): void {
  for (const half of HALVES) {
    const folders = new Map<string, Map<string, string>>();
    outcomes.forEach((outcome, n) => {
      const source = points[n]!.scenario.data[half];
      const digest = outcome.kind === 'finished' ? outcome.run.data?.[half] : undefined;
      if (digest === undefined || !isRead(source)) return;
      const key = JSON.stringify(source);
      folders.set(key, new Map([[digest, outcome.folder], ...(folders.get(key) ?? [])]));
    });
    for (const found of folders.values()) if (found.size > 1) throw mixed(half, found);
  }
}

function mixed(half: string, found: ReadonlyMap<string, string>): HeavisideError {
  const lines = [...found].map(([digest, folder]) => `  SHA-256 ${digest}: ${folder}`);
  const message = `data.${half}: the runs of this sweep computed on different data:\n${lines.join('\n')}`;
  return new HeavisideError('HV_SWEEP_DATA', 'machine', message, {
    remedy: 'Give every machine the same files, and sweep again with --fresh.',
    facts: { half, digests: [...found.keys()].join(', ') },
  });
}
