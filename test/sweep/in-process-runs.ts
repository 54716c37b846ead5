import { readFileSync } from 'node:fs';

import { DEFAULT_DEPENDENCIES } from '../../src/cli/default-dependencies.js';
import { main } from '../../src/cli/main.js';
import { type EndedProcess, runArguments, type StartRun } from '../../src/sweep/start-run.js';
import { memoryIo } from '../cli/memory-io.js';

/** Real runs without processes, and what they were asked to run. */
interface InProcessRuns {
  readonly start: StartRun;
  /** The scenario files, as text, in the order in which the runs began. */
  readonly scenarios: string[];
  /** Folders of the runs among them that went on. */
  readonly resumed: string[];
}

interface InProcessOptions {
  /** Ends a run in its place, where it returns something. */
  readonly instead?: (text: string, nth: number) => EndedProcess | undefined;
  /** Every run gets Ctrl-C at the end of this epoch. */
  readonly stopAfter?: number;
}

export function inProcessRuns(options: InProcessOptions | InProcessOptions['instead'] = {}): InProcessRuns {
  const { instead, stopAfter } = typeof options === 'function' ? { instead: options } : options;
  const runs = { scenarios: [] as string[], resumed: [] as string[] };
  const start: StartRun = async (request) => {
    const text = readFileSync(request.file, 'utf8');
    runs.scenarios.push(text);
    if (request.resume !== undefined) runs.resumed.push(request.resume);
    const made = instead?.(text, runs.scenarios.length);
    if (made) return made;
    const io = memoryIo();
    const runScenario: typeof DEFAULT_DEPENDENCIES.runScenario = async function* (...run) {
      for await (const event of DEFAULT_DEPENDENCIES.runScenario(...run)) {
        yield event;
        if (event.kind === 'epoch-ended' && event.epoch === stopAfter) io.signals.emit('SIGINT');
      }
    };
    const status = await main(runArguments(request), io, { ...DEFAULT_DEPENDENCIES, runScenario });
    return { status, signal: null, stdout: io.stdout.text, stderr: io.stderr.text };
  };
  return { start, ...runs };
}
