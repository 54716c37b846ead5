import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { readBytes } from '../data/files/read-bytes.js';
import type { RunEvent } from '../run/run-event.js';
import type { Look } from '../run/watch/look.js';
import { parseScenario } from '../scenario/parse-scenario.js';
import { recordedLayers, recordedUnits } from '../scenario/recorded-spikes.js';
import type { Scenario } from '../scenario/scenario.js';
import { framesOfLog, type LoggedEvent, type ShownRecording } from '../streams/frames/frames-of-log.js';
import { runFacts } from '../streams/frames/run-facts.js';
import type { RunFacts, ViewFrame, ViewLayer } from '../streams/frames/view-frame.js';
import { cutLog, damageText } from './damage.js';
import { RUN_REMEDY, whyNoRun } from './no-run.js';
import { readLog } from './read-log.js';
import { readLooks } from './read-looks.js';
import { readRecordings } from './read-recordings.js';
import { folderProblems } from './report-error.js';

type Started = Extract<RunEvent, { kind: 'run-started' }>;

/** What was read of a run, as far as it could be. */
interface Found {
  readonly scenarioText: string;
  readonly scenario: Scenario | undefined;
  readonly events: readonly LoggedEvent[];
  readonly looks: readonly Look[];
  readonly recordings: ReadonlyMap<string, ShownRecording>;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replaceAll('\n', '\n  ') : String(cause);
}

/** Hears of what is wrong, one sentence each. */
type Hearer = (what: string) => void;

/** Reads what a run left behind; what is wrong is told, and the rest read nevertheless. */
async function findAll(path: string, names: readonly string[], report: Hearer, warn: Hearer): Promise<Found> {
  const trying = async <T>(file: string, work: () => T | Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      report(`${file}: ${reasonOf(cause)}`);
      return otherwise;
    }
  };
  const text = async () => new TextDecoder().decode(await readBytes(join(path, 'scenario.yaml')));
  const scenarioText = await trying('scenario.yaml', text, '');
  const scenario =
    scenarioText === ''
      ? undefined
      : await trying('scenario.yaml', () => parseScenario(scenarioText, { file: 'scenario.yaml' }), undefined);
  const log = await trying('events.jsonl', () => readLog(join(path, 'events.jsonl')), { events: [], problems: [] });
  for (const problem of log.problems) report(`events.jsonl, ${problem}`);
  const begun = log.problems.length === 0 && log.events[0]?.kind === 'run-started';
  const cut = begun ? await cutLog(path, names, log.events) : undefined;
  if (cut !== undefined) warn(damageText(cut, 'shown as far as the log goes'));
  const looked = log.events.some(({ kind }) => kind === 'samples-looked');
  // What a log that is cut does not place is read nevertheless: all damage is told at once.
  const looks =
    looked || (cut !== undefined && names.includes('looks'))
      ? await readLooks(path).catch((cause: unknown) => {
          warn(damageText(cause, 'shown without its samples'));
          return [];
        })
      : [];
  const recordings = scenario
    ? await readRecordings(path, scenario, (cause) => warn(damageText(cause, 'shown without the rest of it')))
    : new Map();
  return { scenarioText, scenario, events: log.events, looks, recordings };
}

/** Of a run of phases a folder has what was recorded: a layer that was not would look silent. */
function withRecorded(facts: RunFacts, { phases, record }: Scenario): RunFacts {
  if (phases.length === 0) return facts;
  const recorded = recordedLayers(record.spikes);
  const layers = facts.layers.map((layer): ViewLayer => {
    const units = recordedUnits(record.spikes, layer.id);
    const some = units?.reduce((sum, [from, to]) => sum + to - from, 0);
    const spikes = layer.spikes && recorded.includes(layer.id);
    return { ...layer, spikes, ...(spikes && some !== undefined ? { recorded: some } : {}) };
  });
  return { ...facts, layers };
}

/**
 * What views show of a run that is over, or as far as it came, from its folder.
 *
 * @param path The run's folder.
 * @param warn Hears of what is damaged but not needed: the rest is shown without it.
 * @returns Frames as a live view would have got them, apart from looks that nobody kept.
 * @throws HeavisideError `HV_REPORT_FOLDER`, kind `machine`, with everything that is wrong with the folder.
 */
export async function viewOfRun(path: string, warn: Hearer): Promise<readonly ViewFrame[]> {
  const names = await readdir(path).catch((cause: NodeJS.ErrnoException) => {
    const got = cause.code === 'ENOENT' ? 'nothing at this path' : cause.code === 'ENOTDIR' ? 'a file' : cause.message;
    throw folderProblems(path, [`expected the folder of a run, got ${got}`], RUN_REMEDY);
  });
  const none = await whyNoRun(path, names);
  if (none) throw none;
  const problems: string[] = [];
  const report = (problem: string) => void problems.push(problem);
  const { scenarioText, scenario, events, looks, recordings } = await findAll(path, names, report, warn);
  if (events[0]?.kind !== 'run-started' && problems.length === 0)
    problems.push(`events.jsonl: expected run-started as its first line, got ${events[0]?.kind ?? 'no line'}`);
  if (problems.length > 0 || !scenario) throw folderProblems(path, problems, RUN_REMEDY);
  const facts = (started: Started) => withRecorded(runFacts(scenario, started, scenarioText), scenario);
  return framesOfLog(events, { looks, recordings }, { facts, folder: path });
}
