import { from } from 'rxjs';

import { viewOfRun } from '../report/read-view.js';
import { pageFiles } from '../serve/page-files.js';
import { serveView } from '../serve/serve-view.js';
import type { ViewFrame } from '../streams/frames/view-frame.js';
import { allErrors } from './all-errors.js';
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-status.js';
import { untilSignal } from './until-signal.js';
import type { ViewPlace } from './view-run.js';
import { warningTo } from './warning-to.js';
import { writeText } from './write-text.js';

/**
 * `heaviside view`: serves the page of runs that are over, one over the other, until a signal comes.
 *
 * @param folders Paths of the runs' folders.
 * @returns The exit status.
 * @throws HeavisideError with the problems of every folder that is none of a run; `HV_NOT_BUILT`, `HV_SERVE`.
 */
export async function viewCommand(folders: readonly string[], place: ViewPlace, io: CliIo): Promise<number> {
  const runs: (readonly ViewFrame[])[] = [];
  const errors: unknown[] = [];
  for (const folder of folders)
    await viewOfRun(folder, warningTo(io)).then(
      (frames) => runs.push(frames),
      (error: unknown) => errors.push(error),
    );
  if (errors.length > 0) throw allErrors(errors);
  const server = await serveView(
    runs.map((frames) => ({ frames: from(frames) })),
    { ...place, page: await pageFiles(), now: () => performance.now() },
  );
  try {
    await writeText(io.stdout, `watch it at ${server.address}\n`);
    io.stderr.write('the page stays until Ctrl-C\n');
    await untilSignal(io.signals);
  } finally {
    await server.close();
  }
  return EXIT.done;
}
