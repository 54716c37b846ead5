import { HeavisideError } from '../core/heaviside-error.js';
import type { RunEvent } from '../run/run-event.js';
import type { EarlierPart } from './earlier-part.js';

type Digests = Extract<RunEvent, { kind: 'run-started' }>['data'];

/**
 * Holds the data of a run that goes on against those on which it began: half a run on each would be a run of neither.
 *
 * @param now Digests of the data, and of spikes that are replayed, as they are now.
 * @throws HeavisideError `HV_RESUME_DATA`, kind `machine`, with both digests of all that has changed.
 */
export function refuseOtherData({ path, manifest }: EarlierPart, now: Digests): void {
  const { data } = manifest;
  if (!data || !now) return;
  const keys = [...new Set([...Object.keys(data), ...Object.keys(now)])];
  const changed = keys.filter((key) => data[key] !== now[key]);
  const [first] = changed;
  if (first === undefined) return;
  const lines = changed.map(
    (key) => `  ${placeOf(key)}: SHA-256 was ${data[key] ?? 'not known'}, is now ${now[key] ?? 'not known'}`,
  );
  const message = `${path}: the data are not those on which this run began:\n${lines.join('\n')}`;
  throw new HeavisideError('HV_RESUME_DATA', 'machine', message, {
    remedy: `Put the files that scenario.yaml names back as they were, or run it again: heaviside run ${path}/scenario.yaml`,
    facts: { path, changed: changed.join(', '), expected: String(data[first]), got: String(now[first]) },
  });
}

/** A half of the data, or what has a place of its own. */
function placeOf(key: string): string {
  return key === 'train' || key === 'test' ? `data.${key}` : key;
}
