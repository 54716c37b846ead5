import { courseValue } from '../../run/phases/course-value.js';
import { START } from '../../scenario/phases/phase.js';
import type { ThresholdsIn } from './recorded-stretch.js';
import type { FrameOf, RunFacts } from './view-frame.js';
import type { ViewPhase } from './view-phase.js';

/** What becomes of thresholds in a phase. */
interface Course {
  readonly phase: ViewPhase | undefined;
  readonly first: ReadonlyMap<string, number>;
  /** In the order in which they happened; `step` is 0 for what counts in batches or epochs. */
  readonly changes: { readonly layer: string; readonly step: number; readonly threshold: number }[];
}

/**
 * Follows the thresholds of layers through the phases of a run: events set them, schedules lead them, and a phase goes on
 * from another one. NaN where one is not known: after a training that ends with its best network.
 */
export class LayerThresholds {
  readonly #facts: RunFacts;
  readonly #courses = new Map<string, Course>();

  constructor(facts: RunFacts) {
    this.#facts = facts;
    const known = facts.layers.flatMap(({ id, threshold }) =>
      threshold === undefined ? [] : [[id, threshold] as const],
    );
    this.#courses.set(START, { phase: undefined, first: new Map(known), changes: [] });
  }

  /** A phase begins, where the one that it goes on from ended. */
  begin(id: string): void {
    const phase = this.#facts.phases?.find((one) => one.id === id);
    const before = this.#courses.get(phase?.from ?? START);
    const layers = [...(before?.first.keys() ?? [])];
    this.#courses.set(id, { phase, first: new Map(layers.map((layer) => [layer, atEnd(before, layer)])), changes: [] });
  }

  change({ phase, event, at, skipped }: FrameOf<'changed'>): void {
    const planned = this.#facts.phases?.find(({ id }) => id === phase)?.events[event];
    if (skipped || !planned?.set) return;
    const step = at.unit === 'step' ? at.at : 0;
    for (const [path, threshold] of Object.entries(planned.set))
      if (path.endsWith(SUFFIX)) this.#courses.get(phase)?.changes.push({ layer: layerOf(path), step, threshold });
  }

  readonly in: ThresholdsIn = (phase, layer, { from, steps }) => {
    const course = this.#courses.get(phase);
    const threshold = thresholdAt(course, layer, from);
    const later = { steps: [] as number[], thresholds: [] as number[] };
    for (let step = 1, before = threshold; step < steps; step++) {
      const next = thresholdAt(course, layer, from + step);
      if (Object.is(next, before)) continue;
      later.steps.push(step);
      later.thresholds.push(next);
      before = next;
    }
    return { threshold, ...later };
  };
}

const SUFFIX = '.threshold';

/** `h1` of `h1.threshold`. */
function layerOf(path: string): string {
  return path.slice(0, -SUFFIX.length);
}

/** At a step of a free run or a presentation. A schedule has the last word. */
function thresholdAt(course: Course | undefined, layer: string, step: number): number {
  const scheduled = course?.phase?.schedule[`${layer}${SUFFIX}`];
  const value = course?.phase?.kind === 'run' && scheduled ? courseValue(scheduled, step) : undefined;
  const set = course?.changes.findLast((change) => change.layer === layer && change.step <= step);
  return value ?? set?.threshold ?? course?.first.get(layer) ?? Number.NaN;
}

/** What a phase leaves to those that go on from it. */
function atEnd(course: Course | undefined, layer: string): number {
  const { phase, changes = [] } = course ?? {};
  const { kind, best, steps = Number.POSITIVE_INFINITY, epochs = 0, batchesPerEpoch = 1 } = phase ?? {};
  if (kind !== 'train') return thresholdAt(course, layer, steps - 1);
  const scheduled = phase?.schedule[`${layer}${SUFFIX}`];
  if (best && (scheduled || changes.some((change) => change.layer === layer))) return Number.NaN;
  // A training's last batch is the last one that asked for it.
  const led = scheduled && courseValue(scheduled, epochs - 1 / batchesPerEpoch);
  return led ?? thresholdAt(course, layer, 0);
}
