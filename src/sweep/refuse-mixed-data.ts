import { HeavisideError } from '../core/heaviside-error.js';
import type { SweepPoint } from '../scenario/sweep.js';
import { readSources } from './file-data.js';
import type { EndedJob } from './job-pool.js';

/**
 * Machines may have different files under the same names: a mean over runs on them would be one of nothing.
 *
 * @param outcomes One a point, in their order.
 * @throws HeavisideError `HV_SWEEP_DATA`, kind `machine`: the digests, and a folder for each.
 */
export function refuseMixedData(points: readonly SweepPoint[], outcomes: readonly EndedJob[]): void {
  const read = new Map<string, { readonly name: string; readonly folders: Map<string, string> }>();
  outcomes.forEach((outcome, n) => {
    if (outcome.kind !== 'finished') return;
    for (const { key, name, content } of readSources(points[n]!.scenario)) {
      const digest = outcome.run.data?.[key];
      if (digest === undefined) continue;
      const source = read.get(content) ?? { name, folders: new Map<string, string>() };
      if (!source.folders.has(digest)) source.folders.set(digest, outcome.folder);
      read.set(content, source);
    }
  });
  for (const { name, folders } of read.values()) if (folders.size > 1) throw mixed(name, folders);
}

function mixed(what: string, found: ReadonlyMap<string, string>): HeavisideError {
  const lines = [...found].map(([digest, folder]) => `  SHA-256 ${digest}: ${folder}`);
  const message = `${what}: the runs of this sweep computed on different data:\n${lines.join('\n')}`;
  return new HeavisideError('HV_SWEEP_DATA', 'machine', message, {
    remedy: 'Give every machine the same files, and sweep again with --fresh.',
    facts: { what, digests: [...found.keys()].join(', ') },
  });
}
