import type { ShownChunk } from '../../backends/backend.js';
import { inputPart } from '../../core/input-part.js';
import type { Moment, Stretch } from '../../scenario/phases/moment.js';
import type { TrainPhase } from '../../scenario/phases/phase.js';
import type { Presentation } from '../../trainers/presentation.js';
import { batchCount } from '../batches.js';
import type { Metrics, RunEvent } from '../run-event.js';
import type { BatchPlace, CourseHooks } from '../training-course.js';
import { applyChange } from './apply-change.js';
import { BatchGuards } from './batch-guards.js';
import { courseValue } from './course-value.js';
import { type Drive, drivenInput, type Effect, isClamp, lastsIn, type StepSpan, stimuliOf } from './effects.js';
import { lesionedInput } from './lesioned-input.js';
import type { NetworkStanding } from './phase-network.js';
import type { PhasedRun } from './phased-run.js';
import { effectOf, isDrive, lengthOf, nextBorder, type PlacedEvent } from './timeline.js';

/** A drive that lasts for some batches: at every step of their presentations. */
interface LastingDrive {
  readonly event: number;
  readonly begin: number;
  readonly end: number;
}

/** A test of the network that a training is to end with. */
export interface BestTest {
  readonly epoch: number;
  readonly metrics: Metrics;
}

/** Where the events of a training stand; plain data. */
export interface TrainPhaseProgress {
  readonly lasting: readonly LastingDrive[];
  readonly done: readonly number[];
  /** The best test so far: after which epoch of the run, and what it measured. */
  readonly best?: BestTest;
}

/** What a phase does to its training on the way. */
export class TrainPhaseHooks {
  readonly #phased: PhasedRun;
  readonly #phase: TrainPhase;
  readonly #events: readonly PlacedEvent[];
  readonly #guards: BatchGuards;
  readonly #batchesPerEpoch: number;
  #lasting: LastingDrive[];
  readonly #done: Set<number>;
  #best: BestTest | undefined;
  /** The network of the best accuracy, where it is kept. */
  bestStanding: NetworkStanding | undefined;
  #place: BatchPlace = { epoch: 0, batch: 0, batches: 0 };

  constructor(
    phased: PhasedRun,
    phase: TrainPhase,
    at: TrainPhaseProgress = { lasting: [], done: [] },
    best?: NetworkStanding,
  ) {
    this.bestStanding = best;
    this.#phased = phased;
    this.#phase = phase;
    this.#events = phase.events.map((event, index) => ({ event, index }));
    this.#guards = new BatchGuards(phased, phase);
    this.#batchesPerEpoch = batchCount(phased.run.train.dataSet.count, phase.batch);
    this.#lasting = [...at.lasting];
    this.#done = new Set(at.done);
    this.#best = at.best;
  }

  get best(): BestTest | undefined {
    return this.#best;
  }

  get progress(): TrainPhaseProgress {
    const best = this.#best === undefined ? {} : { best: this.#best };
    return { lasting: this.#lasting, done: [...this.#done], ...best };
  }

  get hooks(): CourseHooks {
    const { network } = this.#phased;
    return {
      before: (place) => this.#before(place),
      shown: (presentation) => this.#shown(presentation),
      learn: () => network.settings.learn,
      ...(this.#phase.checkpoint === 'best' ? { tested: () => this.#tested() } : {}),
    };
  }

  async *#before(place: BatchPlace): AsyncGenerator<RunEvent, void, void> {
    this.#place = place;
    for (const placed of this.#events) yield* this.#happen(placed, place);
    const { network } = this.#phased;
    const x = place.epoch + place.batch / this.#batchesPerEpoch;
    const values = Object.entries(this.#phase.schedule).flatMap(([path, course]) => {
      const value = courseValue(course, x);
      return value === undefined ? [] : [[path, value] as const];
    });
    await network.set(Object.fromEntries(values));
  }

  async *#happen({ event, index }: PlacedEvent, place: BatchPlace): AsyncGenerator<RunEvent, void, void> {
    const { at, when, change } = event;
    // Those that count steps happen in every presentation.
    if (at?.unit === 'step' || this.#done.has(index)) return;
    const now = place.batches;
    if (at !== undefined && this.#batchesAt(at) !== now) return;
    const holds = when === undefined || this.#guards.holds(index, place);
    if (!holds && at === undefined) return;
    this.#done.add(index);
    const { id } = this.#phase;
    const head = { kind: 'changed', phase: id, event: index, change: change.kind } as const;
    const { epoch, step } = this.#phased.standing.position;
    const told = { ...head, at: at ?? { unit: 'batch', at: now }, epoch, step } as const;
    if (!holds) yield { ...told, skipped: true };
    else if (isDrive(change)) {
      const end = now + this.#batchesOf(change);
      this.#lasting.push({ event: index, begin: now, end });
      const length = lengthOf(change) === undefined ? 0 : end - this.#batches;
      yield length > 0 ? { ...told, unfinished: { unit: 'batch', length } } : told;
    } else
      yield { ...told, ...(await applyChange(change, this.#phased.network, this.#phased.run, { phase: id, index })) };
  }

  /** What is shown in place of a presentation, with all that drives it. */
  #shown(plain: Presentation): Presentation {
    const { steps } = plain;
    const batch = plain.labels.length;
    const effects = this.#effects(steps);
    if (effects.length === 0) return plain;
    const { run, network } = this.#phased;
    const { plan } = run;
    const { silenced } = network.cuts;
    const noise = this.#phased.noise(this.#phase, String(this.#place.batches));
    const source = { id: plan.description.input.id, size: plan.inputSize };
    const heard = lesionedInput(plain.input, source.size, silenced.get(source.id));
    const clamps = effects.filter(isClamp);
    const chunks: ShownChunk[] = [];
    for (let first = 0; first < steps; ) {
      const end = Math.min(steps, nextBorder(clamps, first));
      const span: StepSpan = { first, steps: end - first, batch };
      const lasting = effects.filter((effect) => lastsIn(effect, span));
      const part = inputPart(heard, first, span.steps, batch, source.size);
      const input = drivenInput(part, source, span, lasting, noise, silenced);
      const stimuli = stimuliOf(plan.layers, span, lasting, noise, silenced);
      chunks.push({ steps: span.steps, input, stimuli });
      first = end;
    }
    return { ...plain, chunks };
  }

  /** Of the presentation that comes now, in the order in which they began. */
  #effects(steps: number): readonly Effect[] {
    const now = this.#place.batches;
    this.#lasting = this.#lasting.filter(({ end }) => end > now);
    const lasting = this.#lasting.flatMap(({ event, begin }) => {
      const { change } = this.#events[event]!.event;
      return isDrive(change) && isOnIn(change, now - begin, this.#inBatches) ? [throughout(change, event, steps)] : [];
    });
    const own = this.#events.flatMap(({ event: { at, when, change }, index }) => {
      if (at?.unit !== 'step' || !isDrive(change)) return [];
      const holds = when === undefined || this.#guards.holds(index, this.#place);
      return holds ? [effectOf(change, index, at.at, steps)] : [];
    });
    return [...lasting, ...own.toSorted((a, b) => a.begin - b.begin)];
  }

  readonly #inBatches = ({ unit, length }: Stretch): number => {
    return unit === 'epoch' ? Math.round(length * this.#batchesPerEpoch) : length;
  };

  #batchesAt({ unit, at }: Moment): number {
    return unit === 'epoch' ? Math.round(at * this.#batchesPerEpoch) : at;
  }

  #batchesOf(drive: Drive): number {
    if (countsSteps(drive)) return 1;
    if (drive.kind === 'pulse')
      return (drive.count - 1) * this.#inBatches(drive.period) + this.#inBatches(drive.duration);
    if ('duration' in drive && drive.duration) return this.#inBatches(drive.duration);
    // To the end of the phase: a checkpoint is JSON, which has no infinity.
    return this.#batches;
  }

  /** Of the phase. */
  get #batches(): number {
    return this.#phase.epochs * this.#batchesPerEpoch;
  }

  async *#tested(): AsyncGenerator<RunEvent, void, void> {
    const { standing, network } = this.#phased;
    const accuracy = standing.position.metrics['accuracy(test)'];
    const before = this.#best?.metrics['accuracy(test)'] ?? Number.NEGATIVE_INFINITY;
    if (accuracy === undefined || accuracy <= before) return;
    const { epoch, metrics } = standing.position;
    const tested = Object.entries(metrics).filter(([name]) => !name.endsWith('(train)'));
    this.#best = { epoch, metrics: Object.fromEntries(tested) };
    this.bestStanding = await network.standing();
    yield await standing.checkpoint('best');
  }
}

/** Whether a drive is on, so many batches after it began. */
function isOnIn(drive: Drive, since: number, batchesOf: (stretch: Stretch) => number): boolean {
  return drive.kind !== 'pulse' || since % batchesOf(drive.period) < batchesOf(drive.duration);
}

/** Whether a drive that begins with a batch is over within its presentation. */
function countsSteps(drive: Drive): boolean {
  return drive.kind === 'replay' || drive.duration?.unit === 'step';
}

/** What a drive does in a presentation: at every step, or from the first one on where its length counts steps. */
function throughout(drive: Drive, event: number, steps: number): Effect {
  if (countsSteps(drive)) return effectOf(drive, event, 0, steps);
  if (drive.kind !== 'pulse') return { drive, event, begin: 0, end: steps };
  const whole = { unit: 'step', length: steps } as const;
  return { drive: { ...drive, duration: whole, period: whole, count: 1 }, event, begin: 0, end: steps };
}
