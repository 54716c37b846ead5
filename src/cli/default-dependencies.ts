import { listBackends } from '../backends/list-backends.js';
import { dataDigest } from '../data/data-digest.js';
import { runScenario } from '../run/run-scenario.js';
import { formatScenario } from '../scenario/format-scenario.js';
import { parseScenario } from '../scenario/parse-scenario.js';
import { scenarioSchema } from '../scenario/scenario-schema.js';
import type { CliDependencies } from './cli-dependencies.js';

/** Heaviside itself. */
export const DEFAULT_DEPENDENCIES: CliDependencies = {
  parseScenario,
  formatScenario,
  scenarioSchema,
  runScenario: (scenario, options) => runScenario(scenario, { ...options, digestData: dataDigest }),
  listBackends: () => listBackends(),
  writeReport: async (folder, warn) => (await import('../report/write-report.js')).writeReport(folder, warn),
  now: () => performance.timeOrigin + performance.now(),
};
