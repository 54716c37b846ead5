import { HeavisideError } from '../core/heaviside-error.js';
import { folderProblems } from './report-error.js';
import { RUN_FILES, runsWithin } from './runs-within.js';

/** What to do about a folder that is not that of a run. */
export const RUN_REMEDY = 'Name the folder that `heaviside run` printed at its end, or run the scenario again.';

/** Runs that a remedy names; it only says that there are more. */
const MOST_NAMED = 3;

/** Whether a folder with these files is that of a comparison: it names itself by its document. */
export function isComparison(names: readonly string[]): boolean {
  return names.includes('compare.json') && !names.includes('scenario.yaml');
}

async function remedyFor(folder: string): Promise<string> {
  const runs = await runsWithin(folder, MOST_NAMED + 1);
  if (runs.length === 0) return RUN_REMEDY;
  const more = runs.length > MOST_NAMED ? ' …' : '';
  return `Name a run in it: ${runs.slice(0, MOST_NAMED).join(' ')}${more}`;
}

/**
 * Why a folder is not that of a run; undefined when it has all files that a run needs.
 *
 * @param names What is in it.
 */
export async function whyNoRun(folder: string, names: readonly string[]): Promise<HeavisideError | undefined> {
  if (isComparison(names))
    return new HeavisideError('HV_REPORT_FOLDER', 'machine', `${folder}: expected a run, got a comparison`, {
      remedy: `This is a comparison: \`heaviside report ${folder}\``,
      facts: { path: folder, problems: 1 },
    });
  const missing = RUN_FILES.filter((name) => !names.includes(name));
  if (missing.length === 0) return undefined;
  const problems = missing.map((name) => `expected a file ${name}, got none`);
  return folderProblems(folder, problems, await remedyFor(folder));
}
