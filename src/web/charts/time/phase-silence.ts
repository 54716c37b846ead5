import { START } from '../../../scenario/phases/phase.js';
import type { RunStore } from '../../view/run-store.js';

type Told = Pick<RunStore, 'facts' | 'changes'>;

/** Neurons of a layer that a lesion keeps silent for some steps of a phase. */
export interface SilentNeurons {
  readonly layer: string;
  readonly units: readonly number[];
  /** Steps of the phase; of what is never given back to infinity. */
  readonly from: number;
  readonly to: number;
  /** Place of the lesion among the events of the phase; absent: the phase began with it. */
  readonly event?: number;
}

/** A unit that is silent now. */
type Open = Pick<SilentNeurons, 'layer' | 'from' | 'event'> & { readonly unit: number };

/**
 * Neurons that are silent in a phase: by its own lesions, or by those with which the phase ended that it goes on from; as far
 * as it has been told. What happens in a training counts from its first step.
 */
export function silentIn({ facts, changes }: Told, id: string): readonly SilentNeurons[] {
  const phase = facts?.phases?.find((one) => one.id === id);
  if (!phase || id === START) return [];
  const open = new Map<string, Open>();
  const closed: (Open & { readonly to: number })[] = [];
  const keyOf = (layer: string, unit: number): string => `${unit} ${layer}`;
  for (const { layer, units, to } of silentIn({ facts, changes }, phase.from))
    if (to === Number.POSITIVE_INFINITY)
      for (const unit of units) open.set(keyOf(layer, unit), { layer, unit, from: 0 });
  for (const { phase: of, event, at, drawn = {}, skipped } of changes) {
    const planned = phase.events[event];
    if (of !== id || skipped || !planned) continue;
    const step = at.unit === 'step' ? at.at : 0;
    for (const [layer, units] of Object.entries(drawn))
      for (const unit of units) {
        const key = keyOf(layer, unit);
        if (!open.has(key)) open.set(key, { layer, unit, from: step, event });
      }
    if (planned.kind !== 'restore') continue;
    for (const [key, each] of open) {
      const isGiven = ({ layer, from, to }: (typeof planned.nodes)[number]): boolean =>
        layer === each.layer && from <= each.unit && each.unit < to;
      if (!planned.everything && !planned.nodes.some(isGiven)) continue;
      open.delete(key);
      closed.push({ ...each, to: step });
    }
  }
  return grouped([...closed, ...[...open.values()].map((each) => ({ ...each, to: Number.POSITIVE_INFINITY }))]);
}

/** Those of a layer that fell silent and came back together. */
function grouped(all: readonly (Open & { readonly to: number })[]): readonly SilentNeurons[] {
  const groups = new Map<string, Omit<SilentNeurons, 'units'> & { readonly units: number[] }>();
  for (const { unit, ...span } of all) {
    const key = JSON.stringify([
      span.layer,
      span.from,
      span.to === Number.POSITIVE_INFINITY ? null : span.to,
      span.event,
    ]);
    const group = groups.get(key) ?? { ...span, units: [] };
    group.units.push(unit);
    groups.set(key, group);
  }
  return [...groups.values()].filter(({ from, to }) => from < to);
}
