// Scenarios as users of the library see them: a part of src/index.ts.
export { formatScenario } from './format-scenario.js';
export { METRICS, type MetricName } from './metrics.js';
export { type ParseOptions, parseScenario } from './parse-scenario.js';
export type {
  Change,
  CurrentClamp,
  Lesion,
  LesionTarget,
  Noise,
  PulseTrain,
  Replay,
  ReplayFile,
  Restore,
  SetParameters,
  VoltageClamp,
} from './phases/change.js';
export type { Moment, Stretch, Unit } from './phases/moment.js';
export type { NodeRange, Nodes } from './phases/nodes.js';
export type {
  Course,
  Phase,
  PhaseFrame,
  RunPhase,
  TestPhase,
  TimedEvent,
  TrainPhase,
} from './phases/phase.js';
export type { Problem } from './problems/problem.js';
export { ScenarioError } from './problems/scenario-error.js';
export type {
  Cadence,
  CheckpointCadence,
  Expectation,
  RecordedCourse,
  Recording,
  Scenario,
  TraceVariable,
} from './scenario.js';
export { scenarioSchema } from './scenario-schema.js';
