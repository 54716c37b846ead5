import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';

import { HeavisideError } from '../../core/heaviside-error.js';
import { parseScenario } from '../../scenario/parse-scenario.js';
import type { Scenario } from '../../scenario/scenario.js';
import { runFolderOf } from '../run-job.js';
import { jobId } from './queue-names.js';

const ORDER = z.strictObject({
  /** Of Heaviside; another could compute something else. */
  version: z.string(),
  /** The resolved scenario, as text. */
  scenario: z.string(),
  /** Name of the backend; absent: the worker takes the first that can run it, see `scenarioBackend`. */
  backend: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  /** Repeat a run that is finished already. */
  fresh: z.boolean(),
  /** What the digests of the run are held against; absent: it has none. */
  snapshots: z.union([z.literal('update'), z.record(z.string(), z.string())]).optional(),
  /** Mark of the folder of all runs in which the result is awaited; a worker that finds it there sees the same folder. */
  mark: z.string(),
  /** Send the files of the run in any case: the folder was not the same after all. */
  send: z.boolean(),
});

/** What is asked of a worker: the data of a job. */
export type RunOrder = Readonly<z.infer<typeof ORDER>>;

/** An order that has been found good. */
export interface CheckedOrder {
  readonly order: RunOrder;
  readonly scenario: Scenario;
  /** Path of the run's folder. */
  readonly folder: string;
}

function refusal(code: string, message: string): HeavisideError {
  return new HeavisideError(code, 'usage', message);
}

/**
 * Reads what a job asks for. Whoever may write into Redis could ask for anything: only a scenario that resolves, in the
 * folder that its content names, is played.
 *
 * @param out Folder of all runs of this worker.
 * @throws HeavisideError of kind `usage`: `HV_QUEUE_JOB`, `HV_QUEUE_VERSION`, `HV_SCENARIO`.
 */
export function readOrder(id: string, data: unknown, version: string, out: string): CheckedOrder {
  const read = ORDER.safeParse(data);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `  ${path.join('.') || 'data'}: ${message}`);
    throw refusal('HV_QUEUE_JOB', `job ${id} is no run of Heaviside:\n${problems.join('\n')}`);
  }
  const order = read.data;
  if (order.version !== version)
    throw refusal('HV_QUEUE_VERSION', `job ${id} is for Heaviside ${order.version}, this worker is ${version}`);
  const scenario = parseScenario(order.scenario, { file: `job ${id}` });
  const folder = runFolderOf(scenario, out);
  const inside = resolve(dirname(folder)) === resolve(out, basename(scenario.name)) && !/^\.{0,2}$/.test(scenario.name);
  if (!inside) throw refusal('HV_QUEUE_JOB', `job ${id} would leave the folder of all runs: ${folder}`);
  const expected = jobId(folder, order.backend);
  if (id !== expected) throw refusal('HV_QUEUE_JOB', `job ${id} holds another run: expected the id ${expected}`);
  return { order, scenario, folder };
}
