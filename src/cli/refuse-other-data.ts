import { HeavisideError } from '../core/heaviside-error.js';
import type { RunEvent } from '../run/run-event.js';
import type { EarlierPart } from './earlier-part.js';

type Digests = Extract<RunEvent, { kind: 'run-started' }>['data'];

/**
 * Holds the data of a run that goes on against those on which it began: half a run on each would be a run of neither.
 *
 * @param now Digests of the data as they are now.
 * @throws HeavisideError `HV_RESUME_DATA`, kind `machine`, with both digests of each half that has changed.
 */
export function refuseOtherData({ path, manifest }: EarlierPart, now: Digests): void {
  const { data } = manifest;
  if (!data || !now) return;
  const changed = (['train', 'test'] as const).filter((half) => data[half] !== now[half]);
  if (changed.length === 0) return;
  const lines = changed.map((half) => `  data.${half}: SHA-256 was ${data[half]}, is now ${now[half]}`);
  const message = `${path}: the data are not those on which this run began:\n${lines.join('\n')}`;
  const [first] = changed;
  throw new HeavisideError('HV_RESUME_DATA', 'machine', message, {
    remedy: `Put the files that data names in scenario.yaml back as they were, or run it again: heaviside run ${path}/scenario.yaml`,
    facts: { path, changed: changed.join(', '), expected: data[first!], got: now[first!] },
  });
}
