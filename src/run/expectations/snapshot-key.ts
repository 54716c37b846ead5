/** Name of a snapshot among those of a scenario: backends compute in other numbers, so each has its own. */
export function snapshotKey(phase: string, that: string, backend: string): string {
  return `${phase} ${that} ${backend}`;
}

/** What earlier runs had, by `snapshotKey`; `update`: whatever this run has becomes it. */
export type Snapshots = Readonly<Record<string, string>> | 'update';

/** The snapshots that digests are held against. */
export interface KnownSnapshots {
  readonly known: Snapshots;
  /** Name of the backend that runs. */
  readonly backend: string;
}
