import { readFileSync } from 'node:fs';

import { main } from '../../src/cli/main.js';
import { type EndedProcess, runArguments, type StartRun } from '../../src/sweep/start-run.js';
import { memoryIo } from '../cli/memory-io.js';

/** Real runs without processes, and what they were asked to run. */
interface InProcessRuns {
  readonly start: StartRun;
  /** The scenario files, as text, in the order in which the runs began. */
  readonly scenarios: string[];
}

/**
 * @param instead Ends a run in its place, where it returns something.
 */
export function inProcessRuns(instead: (text: string, nth: number) => EndedProcess | undefined = () => undefined) {
  const scenarios: string[] = [];
  const start: StartRun = async (request) => {
    const text = readFileSync(request.file, 'utf8');
    scenarios.push(text);
    const made = instead(text, scenarios.length);
    if (made) return made;
    const io = memoryIo();
    const status = await main(runArguments(request), io);
    return { status, signal: null, stdout: io.stdout.text, stderr: io.stderr.text };
  };
  return { start, scenarios } satisfies InProcessRuns;
}
