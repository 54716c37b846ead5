import { joinedReports } from '../../backends/joined-reports.js';
import { inputPart } from '../../core/input-part.js';
import type { TestPhase } from '../../scenario/phases/phase.js';
import type { Judge } from '../../trainers/learner.js';
import { outcomeOf, type Presentation } from '../../trainers/presentation.js';
import { presentation } from '../batches.js';
import type { Metrics, RunEvent } from '../run-event.js';
import { metricsOf } from '../tally.js';
import { testPass } from '../test-pass.js';
import { applyChange } from './apply-change.js';
import type { PhaseMeasures } from './phase-measures.js';
import type { PhasedRun } from './phased-run.js';
import { layersToSee, PieceRecorder } from './recorded-pieces.js';
import { type ShownPiece, StepCourse } from './step-course.js';
import { isDrive, type PlacedEvent } from './timeline.js';

/**
 * Shows the test samples once, with what happens on the way: the same in every presentation. After the phase the network is
 * as its last presentation left it.
 *
 * @returns What it measured; undefined when the run was stopped.
 */
export async function* testPhase(
  phased: PhasedRun,
  phase: TestPhase,
  measures: PhaseMeasures,
): AsyncGenerator<RunEvent, Metrics | undefined, void> {
  const { standing, run, network } = phased;
  yield* standing.hold();
  const show = new PresentationShow(phased, phase);
  const told = await show.begin();
  let before = 0;
  const judge: Judge = {
    async judge(shown) {
      if (show.isPlain && measures.layers.length === 0) return run.learner.judge(shown);
      const reports: ShownPiece['report'][] = [];
      for await (const { report, first, events } of show.pieces(shown, measures.layers, false)) {
        told.push(...events);
        measures.add(report.recorded, { from: first, batch: shown.labels.length }, before);
        reports.push({ ...report, recorded: [] });
      }
      before += shown.labels.length;
      const border = network.device.border(shown);
      return network.device.judged(outcomeOf(joinedReports(reports), shown, run.plan.readout, border), shown);
    },
    close: async () => undefined,
  };
  const { epoch, step } = standing.position;
  const between = () => standing.hold();
  const tally = yield* testPass(judge, run, { epoch, size: phase.batch, stopped: () => standing.stopped, between });
  if (!tally) return undefined;
  const metrics = metricsOf(tally, 'test');
  yield* told;
  yield { kind: 'tested', epoch, step, split: 'test', samples: tally.samples, metrics };
  yield* recorded(phased, phase, show);
  return metrics;
}

/** Presentations during which events of a phase happen. */
class PresentationShow {
  readonly #phased: PhasedRun;
  readonly #phase: TestPhase;
  /** Those that happen anew in every presentation. */
  readonly #events: readonly PlacedEvent[];
  /** Those that are done once, before all of them. */
  readonly #first: readonly PlacedEvent[];
  #before: Awaited<ReturnType<PhasedRun['network']['standing']>> | undefined;
  #isTold = false;

  constructor(phased: PhasedRun, phase: TestPhase) {
    this.#phased = phased;
    this.#phase = phase;
    const events = phase.events.map((event, index) => ({ event, index }));
    const isFirst = ({ event }: PlacedEvent) =>
      event.at?.at === 0 && !isDrive(event.change) && event.when === undefined;
    // What changes the network before its first step is so all the time.
    this.#first = events.filter(isFirst);
    this.#events = events.filter((event) => !isFirst(event));
  }

  /** Whether nothing happens within a presentation. */
  get isPlain(): boolean {
    return this.#events.length === 0;
  }

  /** @returns What has happened. */
  async begin(): Promise<RunEvent[]> {
    const { network, run, standing } = this.#phased;
    const { epoch, step } = standing.position;
    const told: RunEvent[] = [];
    for (const { event, index } of this.#first) {
      const { change } = event;
      if (isDrive(change)) continue;
      const consequence = await applyChange(change, network, run, { phase: this.#phase.id, index });
      const at = { unit: 'step', at: 0 } as const;
      const head = { kind: 'changed', phase: this.#phase.id, event: index, change: change.kind, at } as const;
      told.push({ ...head, epoch, step, ...consequence });
    }
    this.#before = await network.standing();
    return told;
  }

  /** Makes the network what it is before every presentation. */
  async rewind(): Promise<void> {
    await this.#phased.network.returnTo(this.#before!);
  }

  /** Shows a presentation from the network as it was before it. Events are told of the first one only. */
  async *pieces(
    shown: Presentation,
    record: readonly string[],
    traced: boolean,
  ): AsyncGenerator<ShownPiece, void, void> {
    const { network, run, standing } = this.#phased;
    await this.rewind();
    const { epoch, step } = standing.position;
    const isFirst = !this.#isTold;
    this.#isTold = true;
    const batch = shown.labels.length;
    if (!shown.samples) throw new RangeError('a test phase shows samples of a data set');
    const course = new StepCourse(
      network,
      run,
      {
        phase: this.#phase.id,
        events: this.#events,
        schedule: {},
        noise: this.#phased.noiseOfSamples(this.#phase, shown.samples),
        place: { epoch, step },
      },
      {
        batch,
        steps: shown.steps,
        input: (first, steps) => inputPart(shown.input, first, steps, batch, run.plan.inputSize),
        nextEnd: () => shown.steps,
        record,
        traced,
      },
    );
    for await (const piece of course.pieces(() => false)) yield isFirst ? piece : { ...piece, events: [] };
  }
}

/** Spikes and traces of the first test samples, one by one. */
async function* recorded(
  phased: PhasedRun,
  phase: TestPhase,
  show: PresentationShow,
): AsyncGenerator<RunEvent, void, void> {
  const { task, run } = phased;
  const { spikes, traces, samples } = task.record;
  if (spikes.length === 0 && traces.length === 0) return;
  const random = run.streams.fresh('encode/test');
  for (let sample = 0; sample < Math.min(samples, run.test.dataSet.count); sample++) {
    // The encoder is that of the network before the presentation, whatever happened in the last one.
    await show.rewind();
    const shown = presentation(run.test, Uint32Array.of(sample), random);
    const of = { phase: phase.id, sample, label: shown.labels[0]! };
    const recorder = new PieceRecorder(task.record, of, () => run.plan);
    for await (const piece of show.pieces(shown, layersToSee(task.record), traces.length > 0)) recorder.add(piece);
    yield { kind: 'recorded', pieces: recorder.take() };
  }
}
