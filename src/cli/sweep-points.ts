import { relative } from 'node:path';

import { jsonText } from '../record/json-text.js';
import type { Sweep } from '../scenario/sweep.js';
import { droppedLines, settingText } from '../streams/text/sweep-cells.js';
import { runFolderOf } from '../sweep/run-job.js';
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-status.js';
import { columnsText } from './result-text.js';
import { writeText } from './write-text.js';

/** Prints the points of a sweep and the folders of their runs, and runs nothing. @returns The exit status. */
export async function listPoints(
  { name, mode, points, report }: Sweep,
  { out, json }: { readonly out: string; readonly json: boolean },
  io: CliIo,
): Promise<number> {
  const listed = points.map(({ index, settings, scenario, dropped }) => {
    const without = dropped === undefined ? {} : { dropped };
    return { index, settings, ...without, folder: relative(out, runFolderOf(scenario, out)) };
  });
  if (json) {
    await writeText(io.stdout, `${jsonText({ name, mode, report, points: listed }, true)}\n`);
    return EXIT.done;
  }
  const keys = Object.keys(points[0]?.settings ?? {});
  const rows = listed.map(({ index, settings, folder }) => [
    String(index),
    ...keys.map((key) => settingText(settings[key])),
    folder,
  ]);
  const table = columnsText([['point', ...keys, 'run folder'], ...rows], [0]);
  const count = `${points.length} ${points.length === 1 ? 'run' : 'runs'}, mode ${mode}`;
  await writeText(io.stdout, `${[table, count, ...droppedLines(points)].join('\n')}\n`);
  return EXIT.done;
}
