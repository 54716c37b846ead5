import { recordableLayers } from '../../scenario/check/recordable-layers.js';
import type { CompiledExpectation } from '../../scenario/expectations/compile-expectation.js';
import type { Measurement } from '../../scenario/expectations/measurement.js';
import { compiledExpectations, type ExpectingTask } from './compiled-expectations.js';
import { type Counted, countedKey } from './spike-counters.js';

/** What a phase has to measure for the expectations of its run, besides its metrics. */
export interface ExpectedReadings {
  /** For `SpikeCounters`; each once. */
  readonly counted: readonly Counted[];
  /** Whether all of its spikes are digested, and its weights at the end. */
  readonly digests: { readonly spikes: boolean; readonly weights: boolean };
  /** Layers, or the input, whose spikes have to come back for these. */
  readonly layers: readonly string[];
}

/** Everything that an expectation reads: what it is about, then what its bounds need. */
function measurementsOf({ measurement, condition }: CompiledExpectation): readonly Measurement[] {
  const bounds = 'bounds' in condition ? condition.bounds : [];
  return [measurement, ...bounds.flatMap(({ measurements }) => [...measurements.values()])];
}

/**
 * What a phase has to measure for the expectations of a task.
 *
 * @param phase Its name.
 * @throws HeavisideError HV_EXPECT for expectations that mean nothing.
 */
export function expectedReadings(task: ExpectingTask, phase: string): ExpectedReadings {
  const all = compiledExpectations(task).flatMap(measurementsOf);
  const own = all.filter((measurement) => measurement.phase === phase);
  const counts = own.flatMap((one) => ('nodes' in one ? [{ nodes: one.nodes, window: one.window }] : []));
  const counted = [...new Map(counts.map((one) => [countedKey(one), one])).values()];
  const digested = (what: 'spikes' | 'weights') => own.some((one) => one.kind === 'digest' && one.what === what);
  const digests = { spikes: digested('spikes'), weights: digested('weights') };
  const spiking = recordableLayers(task.network, task.encode.kind);
  const layers = spiking.filter(
    (id) => digests.spikes || counted.some(({ nodes }) => nodes.some(({ layer }) => layer === id)),
  );
  return { counted, digests, layers };
}
