import { START } from '../../scenario/phases/phase.js';
import type { ThresholdAt } from './recorded-stretch.js';
import type { RunFacts, ViewFrame } from './view-frame.js';

type Changed = Extract<ViewFrame, { kind: 'changed' }>;

/** What became of thresholds in a phase. */
interface Course {
  readonly first: ReadonlyMap<string, number>;
  /** In the order in which they happened; `step` is 0 for what counts in batches or epochs. */
  readonly changes: { readonly layer: string; readonly step: number; readonly threshold: number }[];
}

/** Follows the thresholds of layers through the phases of a run: events set them, and a phase goes on from another one. */
export class LayerThresholds {
  readonly #facts: RunFacts;
  readonly #courses = new Map<string, Course>();

  constructor(facts: RunFacts) {
    this.#facts = facts;
    const known = facts.layers.flatMap(({ id, threshold }) =>
      threshold === undefined ? [] : [[id, threshold] as const],
    );
    this.#courses.set(START, { first: new Map(known), changes: [] });
  }

  /** A phase begins, where the one that it goes on from ended. */
  begin(id: string): void {
    const phase = this.#facts.phases?.find((one) => one.id === id);
    const before = this.#courses.get(phase?.from ?? START);
    const first = new Map(before?.first);
    for (const { layer, threshold } of before?.changes ?? []) first.set(layer, threshold);
    // What a schedule makes of it is not told step by step.
    for (const path of phase?.scheduled ?? []) if (first.has(layerOf(path))) first.set(layerOf(path), Number.NaN);
    this.#courses.set(id, { first, changes: [] });
  }

  change({ phase, event, at, skipped }: Changed): void {
    const planned = this.#facts.phases?.find(({ id }) => id === phase)?.events[event];
    if (skipped || !planned?.set) return;
    for (const [path, threshold] of Object.entries(planned.set))
      if (path === `${layerOf(path)}.threshold`)
        this.#courses
          .get(phase)
          ?.changes.push({ layer: layerOf(path), step: at.unit === 'step' ? at.at : 0, threshold });
  }

  readonly at: ThresholdAt = (phase, layer, { from, steps }) => {
    const { first, changes = [] } = this.#courses.get(phase) ?? {};
    const own = changes.filter((change) => change.layer === layer);
    const threshold = own.findLast(({ step }) => step <= from)?.threshold ?? first?.get(layer) ?? Number.NaN;
    const later = own
      .filter(({ step }) => step > from && step < from + steps)
      .map(({ step, threshold: next }) => ({ step: step - from, threshold: next }));
    return later.length === 0 ? { threshold } : { threshold, later };
  };
}

/** `h1` of `h1.threshold`; the name itself of what is no threshold. */
function layerOf(path: string): string {
  return path.replace(/\.threshold$/, '');
}
