import type { Snapshots } from '../../run/expectations/snapshot-key.js';
import { formatScenario } from '../../scenario/format-scenario.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { SweepPoint } from '../../scenario/sweep.js';
import type { EndedJob } from '../job-pool.js';
import { runFolderOf } from '../run-job.js';
import type { PlayedPoint, SweepProgress } from '../sweep-engine.js';
import { jobId } from './queue-names.js';

/** A run that a sweep waits for; points that ask for the same run share it. */
export interface Ticket {
  /** Of its job. */
  readonly id: string;
  readonly scenario: Scenario;
  /** The resolved scenario, as text. */
  readonly text: string;
  /** Path of the run's folder. */
  readonly folder: string;
  readonly points: readonly PlayedPoint[];
  /** What its digests are held against. */
  readonly snapshots: Snapshots | undefined;
}

/** The runs of a sweep, each once, by the id of its job. */
export function ticketsOf(
  points: readonly PlayedPoint[],
  out: string,
  backend: string | undefined,
): ReadonlyMap<string, Ticket> {
  const tickets = new Map<string, Ticket & { readonly points: PlayedPoint[] }>();
  for (const point of points) {
    const { scenario, snapshots } = point;
    const folder = runFolderOf(scenario, out);
    const id = jobId(folder, backend);
    const known = tickets.get(id);
    if (known) known.points.push(point);
    else tickets.set(id, { id, scenario, text: formatScenario(scenario), folder, points: [point], snapshots });
  }
  return tickets;
}

/** How a run ended, and who knows. */
export interface Settlement {
  readonly outcome: EndedJob;
  readonly worker: string;
}

/** Keeps count of the runs of a sweep that have ended. */
export interface Ledger {
  /** Enters the end of a run; a second one is left aside. */
  settle(ticket: Ticket, settlement: Settlement): void;
  /** Runs that have not ended. */
  open(): readonly Ticket[];
  isOpen(ticket: Ticket): boolean;
  /** One outcome a point, in their order, when no run is open. */
  outcomes(): readonly EndedJob[];
  /** Resolves when no run is open. */
  readonly complete: Promise<void>;
}

export function openLedger(
  points: readonly SweepPoint[],
  tickets: ReadonlyMap<string, Ticket>,
  heard: (progress: SweepProgress) => void,
): Ledger {
  const open = new Set(tickets.values());
  const outcomes = new Map<SweepPoint, EndedJob>();
  let close: () => void;
  const complete = new Promise<void>((resolve) => {
    close = resolve;
    if (open.size === 0) resolve();
  });
  return {
    settle(ticket, { outcome, worker }) {
      if (!open.delete(ticket)) return;
      for (const point of ticket.points) {
        outcomes.set(point, outcome);
        heard({ done: outcomes.size, total: points.length, point, outcome, worker });
      }
      if (open.size === 0) close();
    },
    open: () => [...open],
    isOpen: (ticket) => open.has(ticket),
    outcomes: () => points.map((point) => outcomes.get(point)!),
    complete,
  };
}
