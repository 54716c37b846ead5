/** How a run goes, apart from what it computes. */
export interface RunOptions {
  /** Name of a backend; `auto` (the default) picks the first that can run here. */
  readonly backend?: string;
  /** Ends the run after the current batch, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Milliseconds from any fixed moment; feeds the `seconds` fields and nothing else. Omitted: they are 0. */
  readonly clock?: () => number;
}
