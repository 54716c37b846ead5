/** Where a chunk of time steps belongs. */
export interface ChunkPlace {
  /** Its first step, counted from the beginning of the presentations that it is of. */
  readonly from: number;
  /** Presentations that go on at the same time: rows = step · batch + presentation. */
  readonly batch: number;
}
