import type { NeuronPlace } from '../../../run/watch/look.js';
import type { RowOrder, TimeWindow } from '../../view/view-state.js';

/** What a link holds besides the scenario: how somebody looked at it. */
interface ExperimentView {
  /** Undefined: the window moves along with what is new. */
  readonly window: TimeWindow | undefined;
  readonly pinned: readonly NeuronPlace[];
  readonly order: RowOrder;
}

/** Everything that makes a run of the playground: who has it can repeat the run, on `events` bit for bit. */
export interface Experiment {
  /** Name of the shipped scenario that the text began as. */
  readonly base: string;
  /** The scenario's YAML, as it stands in the editor. */
  readonly text: string;
  /** In place of the scenario's seed; undefined: that of the scenario. */
  readonly seed: number | undefined;
  /** Name of a backend, or `auto`. */
  readonly backend: string;
  readonly view: ExperimentView;
}

/** A scenario that comes with Heaviside. */
export interface ShippedScenario {
  /** Name of its file without `.yaml`. */
  readonly name: string;
  readonly text: string;
}

const FIRST = 'digits-lif';

/** What the page shows when no link asks for anything else. */
export function firstExperiment(shipped: readonly ShippedScenario[]): Experiment {
  const { name, text } = shipped.find((one) => one.name === FIRST) ?? shipped[0]!;
  const view: ExperimentView = { window: undefined, pinned: [], order: 'index' };
  return { base: name, text, seed: undefined, backend: 'events', view };
}
