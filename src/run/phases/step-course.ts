import type { ChunkReport } from '../../backends/backend.js';
import type { InputChunk } from '../../core/input-chunk.js';
import type { NetworkState } from '../../core/neurons/neuron-variables.js';
import type { Course } from '../../scenario/phases/phase.js';
import type { RunInProgress } from '../prepare-run.js';
import type { RunEvent } from '../run-event.js';
import { applyChange } from './apply-change.js';
import { clearedState, heldState, heldUnits } from './clamped-state.js';
import { courseValue, nextChange } from './course-value.js';
import { drivenInput, type Effect, holdsMembranes, isClamp, lastsIn, type NoiseAt, stimuliOf } from './effects.js';
import { lesionedPieces } from './lesioned-input.js';
import { restedState } from './lesioned-state.js';
import type { PhaseNetwork } from './phase-network.js';
import type { StepGuards } from './step-guards.js';
import { effectOf, type Instant, isDrive, lengthOf, nextBorder, type PlacedEvent } from './timeline.js';

/** Steps that have been shown. */
export interface ShownPiece {
  readonly first: number;
  readonly steps: number;
  readonly report: ChunkReport;
  /** Of the neurons after it, when it was asked for. */
  readonly state?: NetworkState | undefined;
  /** Of the neurons before it, where an event has changed it: a lesion puts neurons to rest. */
  readonly before?: NetworkState | undefined;
  /** What happened before it. */
  readonly events: readonly RunEvent[];
}

/** What happens while something is shown. */
export interface StepProgram {
  readonly phase: string;
  /** In the order of the file. */
  readonly events: readonly PlacedEvent[];
  readonly schedule: Readonly<Record<string, Course>>;
  /** Of a free run. */
  readonly guards?: StepGuards | undefined;
  readonly noise: NoiseAt;
  /** Where the run stands, for events that it tells. */
  readonly place: { readonly epoch: number; readonly step: number };
}

/** What is shown: a batch for so many steps. */
export interface StepShow {
  readonly batch: number;
  readonly steps: number;
  /** The input of some steps. @param first From 0. */
  readonly input: (first: number, steps: number) => InputChunk;
  /** The first step after this one at which the input is another one: no piece goes beyond it. */
  readonly inputBorder?: (step: number) => number;
  /** The next step after this one at which a piece ends at the latest. */
  readonly nextEnd: (step: number) => number;
  readonly record: readonly string[];
  /** Whether every step is wanted by itself, with the state after it. */
  readonly traced: boolean;
}

/** Where a show stands; plain data. */
export interface StepPosition {
  readonly step: number;
  /** Effects that have begun, in that order. */
  readonly begun: readonly Omit<Effect, 'drive'>[];
  /** Events that have happened, or have been skipped. */
  readonly done: readonly number[];
  /** Absent: at rest. */
  readonly state?: NetworkState;
}

export const STEP_START: StepPosition = { step: 0, begun: [], done: [] };

/** Something that is shown step by step while events change it: a free run, or a presentation of a test. */
export class StepCourse {
  readonly #network: PhaseNetwork;
  readonly #run: RunInProgress;
  readonly #program: StepProgram;
  readonly #show: StepShow;
  #step: number;
  #effects: Effect[];
  readonly #done: Set<number>;
  /** What the neurons are to go on from, where it is not what the device has. */
  #state: NetworkState | undefined;
  /** What a lesion has made of the state before the piece that comes now. */
  #rested: NetworkState | undefined;
  readonly #heard: ReturnType<typeof lesionedPieces>;

  constructor(
    network: PhaseNetwork,
    run: RunInProgress,
    program: StepProgram,
    show: StepShow,
    at: StepPosition = STEP_START,
  ) {
    this.#network = network;
    this.#run = run;
    this.#program = program;
    this.#show = show;
    this.#heard = lesionedPieces(run.plan.inputSize);
    this.#step = at.step;
    this.#state = at.state;
    this.#done = new Set(at.done);
    this.#effects = at.begun.map((effect) => {
      const { change } = program.events.find(({ index }) => index === effect.event)!.event;
      if (!isDrive(change)) throw new RangeError(`event ${effect.event} drives nothing`);
      return { ...effect, drive: change };
    });
  }

  /** The next step. */
  get step(): number {
    return this.#step;
  }

  /** Where it stands between two pieces. */
  async position(): Promise<StepPosition> {
    const begun = this.#effects.map(({ drive: _, ...effect }) => effect);
    return { step: this.#step, begun, done: [...this.#done], state: await this.state() };
  }

  /** Variables of the neurons between two pieces. */
  async state(): Promise<NetworkState> {
    return this.#state ?? this.#network.device.session.state();
  }

  async *pieces(stopped: (step: number) => boolean): AsyncGenerator<ShownPiece, void, void> {
    const { steps, batch } = this.#show;
    await this.#begin(this.#state);
    while (this.#step < steps && !stopped(this.#step)) {
      const events = await this.#happen();
      const end = this.#end();
      yield await this.#showPiece({ first: this.#step, steps: end - this.#step, batch }, events);
    }
  }

  async #begin(state: NetworkState | undefined): Promise<void> {
    const { batch } = this.#show;
    await this.#network.device.session.begin({ batch, learn: false, ...(state ? { state } : {}) });
    this.#state = undefined;
  }

  /** Events and schedules of this step. */
  async #happen(): Promise<readonly RunEvent[]> {
    const { events, schedule, phase, place, guards } = this.#program;
    const told: RunEvent[] = [];
    for (const placed of events) {
      const { event, index } = placed;
      if (this.#done.has(index) || (event.at !== undefined && event.at.at !== this.#step)) continue;
      const holds = event.when === undefined || (guards?.holds(index, this.#step) ?? false);
      if (!holds && event.at === undefined) continue;
      this.#done.add(index);
      const at = { unit: 'step', at: this.#step } as const;
      const head = { kind: 'changed', phase, event: index, change: event.change.kind, at, ...place } as const;
      if (!holds) told.push({ ...head, skipped: true });
      else if (isDrive(event.change)) {
        const { steps } = this.#show;
        this.#effects.push(effectOf(event.change, index, this.#step, steps));
        const length = this.#step + (lengthOf(event.change) ?? 0) - steps;
        told.push(length > 0 ? { ...head, unfinished: { unit: 'step', length } } : head);
      } else told.push({ ...head, ...(await this.#change(event.change, index)) });
    }
    const values = Object.entries(schedule).flatMap(([path, course]) => {
      const value = courseValue(course, this.#step);
      return value === undefined ? [] : [[path, value] as const];
    });
    await this.#set(Object.fromEntries(values));
    return told;
  }

  #change(change: Instant, index: number) {
    const { phase } = this.#program;
    return this.#changing(() => applyChange(change, this.#network, this.#run, { phase, index }));
  }

  /** What schedules lead has another value at every step: nothing comes back from the device where it goes on as it is. */
  async #set(parameters: Readonly<Record<string, number>>): Promise<void> {
    const isSet = await this.#network.adjust(parameters);
    if (!isSet) await this.#changing(() => this.#network.set(parameters));
  }

  /** The neurons go on as they were where the network becomes another one, those that a lesion has taken from rest. */
  async #changing<T>(change: () => Promise<T>): Promise<T> {
    const { device } = this.#network;
    const before = device.session;
    const state = await this.state();
    const result = await change();
    if (device.session === before) return result;
    const rested = restedState(state, this.#network.cuts.silenced, this.#show.batch);
    if (rested !== state) this.#rested = rested;
    await this.#begin(rested);
    return result;
  }

  /** Where the piece that begins now ends. */
  #end(): number {
    const { events, schedule, guards } = this.#program;
    const { steps, nextEnd, inputBorder, traced } = this.#show;
    const step = this.#step;
    this.#effects = this.#effects.filter(({ end }) => end > step);
    const waiting = events.filter(({ index }) => !this.#done.has(index));
    const clamps = this.#effects.filter(isClamp);
    const single =
      traced ||
      clamps.some(holdsMembranes) ||
      waiting.some(({ event }) => event.at === undefined) ||
      (guards?.readsMembranes ?? false);
    return Math.min(
      steps,
      nextEnd(step),
      inputBorder?.(step) ?? steps,
      single ? step + 1 : steps,
      nextBorder(clamps, step),
      ...waiting.flatMap(({ event: { at } }) => (at && at.at > step ? [at.at] : [])),
      ...Object.values(schedule).map((course) => nextChange(course, step, 1)),
    );
  }

  async #showPiece(
    span: { readonly first: number; readonly steps: number; readonly batch: number },
    events: readonly RunEvent[],
  ): Promise<ShownPiece> {
    const { plan } = this.#run;
    const { noise, guards } = this.#program;
    const { first, steps, batch } = span;
    const { input: inputOf, record, traced } = this.#show;
    const { id } = plan.description.input;
    const lasting = this.#effects.filter((effect) => lastsIn(effect, span));
    const { silenced } = this.#network.cuts;
    const held = heldUnits(plan, lasting.filter(isClamp), silenced);
    if (held.size > 0) await this.#begin(clearedState(await this.state(), held, batch));
    else if (this.#state) await this.#begin(this.#state);
    const { session } = this.#network.device;
    const shown = this.#heard(inputOf(first, steps), silenced.get(id));
    const input = drivenInput(shown, { id, size: plan.inputSize }, span, lasting, noise, silenced);
    const stimuli = stimuliOf(plan.layers, span, lasting, noise, silenced);
    const layers = [...new Set([...record, ...(guards?.layers ?? [])])];
    const report = await session.simulate({ steps, input, record: layers, stimuli });
    if (held.size > 0) this.#state = heldState(await session.state(), held, batch);
    this.#step += steps;
    const state = traced || guards?.readsMembranes ? await this.state() : undefined;
    const piece = { first, steps, report, state, before: this.#rested, events };
    this.#rested = undefined;
    guards?.observe(piece);
    return piece;
  }
}
