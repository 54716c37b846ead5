import type { Digested, Window } from '../../scenario/expectations/measurement.js';
import type { Nodes } from '../../scenario/phases/nodes.js';
import type { Metrics } from '../run-event.js';
import type { SpikeCounters } from './spike-counters.js';

/** What a run has measured. Everything that it has not is undefined. */
export interface Readings {
  /** @param phase undefined: of a run that is a single training. */
  metric(name: string, phase: string | undefined): number | undefined;
  /** Hz: spikes of one of the nodes in a second of the window, on average. */
  rate(nodes: Nodes, window: Window, phase: string): number | undefined;
  /** Spikes of all the nodes in the window, over all presentations of the phase. */
  spikes(nodes: Nodes, window: Window, phase: string): number | undefined;
  digest(what: Digested, phase: string): string | undefined;
}

/** What a phase leaves for expectations when it has ended. */
export interface PhaseReadings {
  readonly metrics: Metrics;
  /** Absent where nothing was counted. */
  readonly counters?: Pick<SpikeCounters, 'rate' | 'spikes'>;
  readonly digests?: Readonly<Partial<Record<Digested, string>>>;
}

/** Readings of a run with phases. @param phases What each of those that have ended leaves, by its name. */
export function readingsOfPhases(phases: ReadonlyMap<string, PhaseReadings>): Readings {
  return {
    metric: (name, phase) => (phase === undefined ? undefined : phases.get(phase)?.metrics[name]),
    rate: (nodes, window, phase) => phases.get(phase)?.counters?.rate(nodes, window),
    spikes: (nodes, window, phase) => phases.get(phase)?.counters?.spikes(nodes, window),
    digest: (what, phase) => phases.get(phase)?.digests?.[what],
  };
}

/** Readings of a run that is a single training: its metrics. */
export function readingsOfMetrics(metrics: Metrics): Readings {
  const none = () => undefined;
  return { metric: (name) => metrics[name], rate: none, spikes: none, digest: none };
}
