import type { Scenario } from './scenario.js';

/** One choice of hyper-parameters: the value of each tuned key, and the scenario that it makes. */
export interface GridPoint {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly scenario: Scenario;
}

/** One of the rules that are compared. */
export interface ComparedRule {
  readonly name: string;
  /** Keys of the scenario that differ for this rule, as they were written. */
  readonly with: Readonly<Record<string, unknown>>;
  /** All combinations in the order of the file, the last key fastest; a single one leaves nothing to tune. */
  readonly grid: readonly GridPoint[];
  /** Present when its data or their encoding are not those of the file: nothing can be paired with the others then. */
  readonly ownData?: true;
}

/** The section `compare` of a scenario, resolved: every scenario that it leads to has been checked. Plain data. */
export interface Comparison {
  readonly name: string;
  /** Of the runs that are compared. */
  readonly seeds: readonly number[];
  /** Name of the rule that paired differences are taken to. */
  readonly baseline: string;
  /** Test accuracy of which the file asks when it was reached; a share. */
  readonly target?: number;
  /** `epochs`: of each run of the grid; omitted: those of the rule. */
  readonly tune: { readonly epochs?: number; readonly seeds: readonly number[] };
  /** Further metrics to show, by name. */
  readonly columns: readonly string[];
  readonly rules: readonly ComparedRule[];
}
