import type { InputChunk } from '../../core/input-chunk.js';
import { inputPart } from '../../core/input-part.js';
import type { Encoder } from '../../data/encoders/encoder.js';
import { guardOf } from '../../scenario/phases/guard.js';
import type { RunPhase } from '../../scenario/phases/phase.js';
import type { CheckpointCadence } from '../../scenario/scenario.js';
import { presentation } from '../batches.js';
import type { RunEvent } from '../run-event.js';
import { type MeasuresMemory, PhaseMeasures } from './phase-measures.js';
import type { PhasedRun } from './phased-run.js';
import { layersToSee, PieceRecorder } from './recorded-pieces.js';
import { STEP_START, StepCourse, type StepPosition } from './step-course.js';
import type { GuardMemory } from './step-guards.js';
import { StepGuards } from './step-guards.js';

/** Steps of a piece, at most: what is recorded in them is held in memory. */
const LONGEST = 250;
/** Steps between two checkpoints that nobody asked for; whole stretches. */
const AUTO_STEPS = 40 * LONGEST;

/** Where a free run stands. */
export interface RunPhaseProgress {
  readonly position: StepPosition;
  readonly guards: GuardMemory;
  readonly measures: MeasuresMemory;
}

/** Runs a network freely in time. Ends at the end of a stretch when the run is stopped. */
export class FreeRun {
  readonly #phased: PhasedRun;
  readonly #phase: RunPhase;
  readonly #course: StepCourse;
  readonly #stretch: ReturnType<typeof stretchOf>;
  readonly #guards: StepGuards;
  readonly measures: PhaseMeasures;
  readonly #recorder: PieceRecorder;

  constructor(phased: PhasedRun, phase: RunPhase, at?: RunPhaseProgress, start: StepPosition = STEP_START) {
    const { task, run, network, standing } = phased;
    const events = phase.events.map((event, index) => ({ event, index }));
    this.#phased = phased;
    this.#stretch = stretchOf(standing.checkpoints);
    this.#phase = phase;
    const position = at?.position ?? start;
    this.#guards = new StepGuards(events, (text) => guardOf(task, phase, text), task.dt, phased.metrics, {
      rings: at?.guards,
      state: position.state,
    });
    this.measures = new PhaseMeasures(task, phase, at?.measures);
    const { epoch, step } = standing.position;
    this.#course = new StepCourse(
      network,
      run,
      {
        phase: phase.id,
        events,
        schedule: phase.schedule,
        guards: this.#guards,
        noise: phased.noise(phase, 'run'),
        place: { epoch, step },
      },
      {
        batch: 1,
        steps: phase.steps,
        ...shownSamples(phased, phase),
        nextEnd: this.#stretch.nextEnd,
        record: [...new Set([...layersToSee(task.record), ...this.measures.layers])],
        traced: task.record.traces.length > 0,
      },
      position,
    );
    this.#recorder = new PieceRecorder(task.record, { phase: phase.id }, () => run.plan, position.step, position.state);
  }

  /** Whether all its steps have been run. */
  get isDone(): boolean {
    return this.#course.step === this.#phase.steps;
  }

  async progress(): Promise<RunPhaseProgress> {
    const position = await this.#course.position();
    return { position, guards: this.#guards.memory, measures: this.measures.memory };
  }

  /** Variables of the neurons where it stands. */
  state() {
    return this.#course.state();
  }

  async *events(): AsyncGenerator<RunEvent, void, void> {
    const { standing } = this.#phased;
    const { steps, id } = this.#phase;
    const { isEnd, checkpoints } = this.#stretch;
    yield* standing.hold();
    for await (const piece of this.#course.pieces((step) => standing.stopped && isEnd(step))) {
      const done = piece.first + piece.steps;
      yield* piece.events;
      this.measures.add(piece.report.recorded, { from: piece.first, batch: 1 });
      this.#recorder.add(piece);
      if (!isEnd(done) && done < steps) continue;
      const pieces = this.#recorder.take();
      if (pieces.length > 0) yield { kind: 'recorded', pieces };
      yield { kind: 'steps-run', phase: id, done, steps };
      if (done % checkpoints === 0 && done < steps) yield await standing.checkpoint('periodic');
      if (done < steps) yield* standing.hold();
    }
  }
}

/** How a free run is cut into stretches, and steps between two checkpoints, which end a stretch. */
function stretchOf(cadence: CheckpointCadence) {
  const checkpoints = stepsBetween(cadence);
  const after = (step: number, length: number): number => step + length - (step % length);
  return {
    checkpoints,
    isEnd: (step: number): boolean => step % LONGEST === 0 || step % checkpoints === 0,
    nextEnd: (step: number): number => Math.min(after(step, LONGEST), after(step, checkpoints)),
  };
}

function stepsBetween(cadence: CheckpointCadence): number {
  if (cadence === 'auto') return AUTO_STEPS;
  return cadence === 'never' || cadence.unit === 'epoch' ? Number.POSITIVE_INFINITY : cadence.every;
}

/** The samples that a free run is shown, one after the other, over and over; or silence. */
function shownSamples({ task, run }: PhasedRun, { id, samples }: RunPhase) {
  const size = run.plan.inputSize;
  if (samples.length === 0) {
    const silence: InputChunk = { kind: 'constant', values: new Float64Array(size) };
    return { input: () => silence };
  }
  let shown: { readonly turn: number; readonly encoder: Encoder; readonly input: InputChunk } | undefined;
  return {
    input: (first: number, steps: number) => {
      const turn = Math.floor(first / task.steps);
      const { encoder } = run.test;
      // The encoder may change in the middle of a sample, which is then shown on by the same draws.
      if (shown?.turn !== turn || shown.encoder !== encoder) {
        const sample = Uint32Array.of(samples[turn % samples.length]!);
        const random = run.streams.fresh(`phase/${id}/encode/${turn}`);
        shown = { turn, encoder, input: presentation(run.test, sample, random).input };
      }
      return inputPart(shown.input, first - turn * task.steps, steps, 1, size);
    },
    inputBorder: (step: number) => (Math.floor(step / task.steps) + 1) * task.steps,
  };
}
