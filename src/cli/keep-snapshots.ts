import type { Summary } from '../streams/to-summary.js';
import type { CliIo } from './cli-io.js';
import { type RunSnapshots, updateSnapshots } from './run-snapshots.js';

/**
 * Keeps what the digests of a run came to, where that was asked for, and says on stderr how many.
 *
 * @throws HeavisideError `HV_SNAPSHOTS`.
 */
export async function keepSnapshots(
  snapshots: RunSnapshots | undefined,
  summary: Summary,
  { stderr }: Pick<CliIo, 'stderr'>,
): Promise<void> {
  if (snapshots?.known !== 'update' || snapshots.file === undefined) return;
  const { file, run } = snapshots;
  const kept = await updateSnapshots({ file, run }, summary);
  const none =
    summary.reason === 'interrupted'
      ? `the run was stopped; heaviside resume ${summary.folder} keeps them at its end`
      : 'nothing is held against one';
  stderr.write(kept > 0 ? `snapshots: ${kept} kept in ${file}\n` : `snapshots: none kept, ${none}\n`);
}
