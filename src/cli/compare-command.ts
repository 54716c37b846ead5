import { jsonText } from '../record/json-text.js';
import { writeComparisonReport } from '../report/write-comparison-report.js';
import { parseComparison } from '../scenario/parse-scenario.js';
import { compareRules } from '../sweep/compare-rules.js';
import type { ComparisonDocument } from '../sweep/comparison-document.js';
import { ruleBackends } from '../sweep/rule-backend.js';
import { type StartRun, startRunProcess } from '../sweep/start-run.js';
import { stepMeasures } from '../sweep/step-measures.js';
import { claimStudy, studyFolderPath, writeStudy } from '../sweep/study-folder.js';
import type { CliIo } from './cli-io.js';
import { closedAfter } from './closed-after.js';
import { comparisonCsv, stepsCsv } from './compare-csv.js';
import { comparisonMarkdown } from './compare-markdown.js';
import { progressLine } from './compare-progress.js';
import { comparisonText } from './compare-text.js';
import { EXIT } from './exit-status.js';
import { keepReport } from './keep-report.js';
import { paintFor } from './paint.js';
import { readScenarioFile } from './read-scenario-file.js';
import { sharedMachine } from './shared-machine.js';
import { stoppableStudy } from './stoppable-study.js';
import { writeText } from './write-text.js';

/** Options of `heaviside compare`. */
export interface CompareCommandOptions {
  readonly out: string;
  readonly jobs?: number;
  readonly backend?: string;
  readonly fresh?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Diverging is what a search for a learning rate finds; everything else that kept a run from its end counts. */
function hasFailures({ rules }: ComparisonDocument): boolean {
  const compared = rules.flatMap(({ runs }) => runs);
  const tuned = rules.flatMap(({ tuning }) => tuning?.grid.flatMap(({ runs }) => runs) ?? []);
  return [...compared, ...tuned.filter(({ failure }) => failure?.code !== 'HV_NON_FINITE')].some(
    ({ failure }) => failure,
  );
}

function documentText(document: ComparisonDocument): string {
  return `${jsonText(document, true)}\n`;
}

/**
 * `heaviside compare`: compares the learning rules that a scenario's section `compare` names. The table goes to stdout
 * and, with every run, into the folder of the comparison.
 *
 * @param start Starts the run of a scenario; a process of its own unless told.
 * @returns The exit status: 0 done, 1 a run failed, 130, 143 or 129 stopped by a signal.
 */
export async function compareCommand(
  file: string,
  overrides: readonly string[],
  options: CompareCommandOptions,
  io: CliIo,
  start: StartRun = startRunProcess,
): Promise<number> {
  const { out, backend, fresh, json = false, quiet = false } = options;
  const comparison = parseComparison(await readScenarioFile(file), { file, overrides });
  const { jobs, threads } = sharedMachine(options.jobs);
  const folder = studyFolderPath(out, comparison.name, 'compare', { comparison, backend });
  const tell = (line: string) => void (quiet || io.stderr.write(`${line}\n`));
  return stoppableStudy(io, async (signal) => {
    // Before anything is made: whatever keeps every run from starting shows here.
    const backends = await ruleBackends(comparison, { backend, signal });
    const lock = await claimStudy(folder, 'compare');
    const { document, report } = await closedAfter(
      async () => {
        const told = (progress: Parameters<typeof progressLine>[0]) => tell(progressLine(progress));
        const how = { out, folder, jobs, threads, fresh, start, signal, report: told, tell };
        const result = await compareRules(comparison, backends, how);
        const [markdown, csv] = [comparisonMarkdown(result), comparisonCsv(result)];
        const steps = await stepMeasures(result);
        await writeStudy(folder, {
          'compare.json': documentText(result),
          'compare.md': markdown,
          'compare.csv': csv,
          ...(steps.length === 0 ? {} : { 'steps.csv': stepsCsv(steps) }),
        });
        return { document: result, report: await keepReport(folder, (at) => writeComparisonReport(at), io) };
      },
      () => lock.release(),
    );
    const text = `${comparisonText(document, paintFor(io.stdout, io.env))}${report === undefined ? '' : `report: ${report}\n`}`;
    await writeText(io.stdout, json ? documentText(document) : text);
    return hasFailures(document) ? EXIT.failed : EXIT.done;
  });
}
