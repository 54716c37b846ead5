import type { FrameOf } from '../../streams/frames/view-frame.js';

/** Neurons of one layer. */
export interface LayerUnits {
  readonly layer: string;
  /** Ascending. */
  readonly units: readonly number[];
}

/**
 * Which neurons are cut off at present, by layer in the order in which the layers were first touched.
 *
 * @param interventions In the order in which they were made; refused ones change nothing.
 */
export function silencedNeurons(interventions: readonly FrameOf<'intervention'>[]): readonly LayerUnits[] {
  const silent = new Map<string, Set<number>>();
  for (const { intervention, refused } of interventions) {
    if (refused !== undefined || intervention.kind === 'learning-rate') continue;
    const units = silent.get(intervention.layer) ?? new Set();
    silent.set(intervention.layer, units);
    for (const unit of intervention.units)
      if (intervention.kind === 'silence') units.add(unit);
      else units.delete(unit);
  }
  return [...silent].flatMap(([layer, units]) =>
    units.size === 0 ? [] : [{ layer, units: [...units].toSorted((a, b) => a - b) }],
  );
}
