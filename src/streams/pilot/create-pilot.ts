import { asyncScheduler, BehaviorSubject, type Observable, type SchedulerLike, type Subscription } from 'rxjs';

import type { LookRequest } from '../../run/watch/look.js';
import type { Intervention, NextPart } from '../../run/watch/run-watch.js';
import type { ViewCommand } from '../frames/view-command.js';
import { LookRate } from './look-rate.js';
import { PausedTime } from './paused-time.js';
import type { Pilot, PilotOptions, PilotState } from './pilot.js';

/** More than anybody makes by hand between two batches: what waits must not grow without end. */
const MOST_INTERVENTIONS = 256;
/** Longest wait of a timer in milliseconds: one that is too long for a timer would be none. */
const LONGEST_WAIT = 1000;

/**
 * A run's pilot: holds it, lets it go at some speed or a batch at a time, and asks for looks, rarely enough that they take
 * at most a tenth of its time. While the run is held, what changes in what is shown is shown soon all the same.
 *
 * At first the run goes as fast as it can, sample 0 is shown, and nobody watches.
 */
export function createPilot(options: PilotOptions): Pilot {
  return new ViewPilot(options);
}

class ViewPilot implements Pilot {
  readonly state: Observable<PilotState>;
  readonly #state = new BehaviorSubject<PilotState>({ paused: false, speed: 0, stopping: false });
  readonly #stop: () => void;
  readonly #scheduler: SchedulerLike;
  readonly #now: () => number;
  readonly #paused = new PausedTime();
  readonly #rate: LookRate;
  #request: LookRequest = { sample: 0, voltagesOf: [], pulses: [] };
  #interventions: Intervention[] = [];
  #anybody = false;
  /** Something that would be shown has changed since the last look. */
  #changed = true;
  /** Batches and stretches that are still let go while the run is held. */
  #steps = 0;
  /** A single batch was let go: it is shown, however soon. */
  #stepped = false;
  #lastGo = Number.NEGATIVE_INFINITY;
  #answer: ((answer: 'go' | 'look') => void) | undefined;
  #timer: Subscription | undefined;
  /** What the run asks for, or has asked for. */
  #next: NextPart = 'batch';
  /** Between asking to go on and being let go, looks that it makes meanwhile included. */
  #waits = false;
  #over = false;

  constructor({ stop, interval = 100, scheduler = asyncScheduler, now = () => scheduler.now() }: PilotOptions) {
    this.#stop = stop;
    this.#scheduler = scheduler;
    this.#now = now;
    this.#rate = new LookRate(interval);
    this.state = this.#state.asObservable();
  }

  get pausedFor(): number {
    return this.#paused.at(this.#now());
  }

  gate(next: NextPart): Promise<'go' | 'look'> {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#next = next;
      this.#waits = true;
      this.#settle();
    });
  }

  interventions(): readonly Intervention[] {
    const given = this.#interventions;
    this.#interventions = [];
    return given;
  }

  wanted(): LookRequest | undefined {
    if (!this.#anybody) return undefined;
    const now = this.#now();
    const isNew = this.#changed || !this.#state.value.paused;
    if (!this.#stepped && !(isNew && now >= this.#rate.due)) return undefined;
    this.#stepped = false;
    this.#changed = false;
    this.#rate.begin(now);
    return this.#request;
  }

  shown(): void {
    this.#rate.end(this.#now());
  }

  watching(anybody: boolean): void {
    // Who comes to a run that is held has seen nothing yet.
    if (anybody && !this.#anybody) this.#changed = true;
    this.#anybody = anybody;
    this.#settle();
  }

  command(command: ViewCommand): void {
    if (this.#over) return;
    switch (command.kind) {
      case 'pause':
      case 'resume':
        this.#steps = 0;
        this.#become({ paused: command.kind === 'pause' });
        this.#changed = true;
        break;
      case 'step':
        this.#steps++;
        this.#become({ paused: true });
        break;
      case 'speed':
        this.#become({ speed: speedOf(command.batchesPerSecond) });
        break;
      case 'stop':
        this.#askToStop();
        break;
      case 'sample':
        this.#show({ sample: command.sample });
        break;
      case 'pin':
        this.#show({ voltagesOf: command.neurons });
        break;
      case 'suggest-pins':
        if (this.#request.voltagesOf.length === 0) this.#show({ voltagesOf: command.neurons });
        break;
      case 'pulses':
        this.#show({ pulses: command.pulses });
        break;
      case 'intervene':
        this.#intervene(command.intervention);
        break;
    }
    this.#settle();
  }

  end(): void {
    this.#over = true;
    this.#interventions = [];
    this.#settle();
  }

  #askToStop(): void {
    if (this.#state.value.stopping) return;
    this.#become({ stopping: true });
    this.#stop();
  }

  #intervene(intervention: Intervention): void {
    if (this.#interventions.length >= MOST_INTERVENTIONS)
      throw new RangeError(
        `intervene: expected at most ${MOST_INTERVENTIONS} changes that wait for a batch, got one more`,
      );
    this.#interventions.push(intervention);
    this.#changed = true;
  }

  #show(change: Partial<LookRequest>): void {
    this.#request = { ...this.#request, ...change };
    this.#changed = true;
  }

  #become(change: Partial<PilotState>): void {
    const before = this.#state.value;
    const after = { ...before, ...change };
    const same = before.paused === after.paused && before.speed === after.speed && before.stopping === after.stopping;
    if (!same) this.#state.next(after);
  }

  /** Answers a run that waits at a gate, or sets a timer for when there may be an answer. */
  #settle(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
    const now = this.#now();
    this.#paused.become(this.#waits && this.#state.value.paused && !this.#over, now);
    if (!this.#answer) return;
    const goes = this.#mayGoAt();
    const looks = this.#mayLookAt();
    if (now >= goes) this.#go(now);
    else if (now >= looks) this.#reply('look');
    else this.#wait(Math.min(goes, looks) - now);
  }

  #go(now: number): void {
    this.#waits = false;
    this.#paused.become(false, now);
    if (this.#next !== 'test') {
      this.#lastGo = now;
      if (this.#steps > 0) {
        this.#steps--;
        if (this.#next === 'batch') this.#stepped = true;
      }
    }
    this.#reply('go');
  }

  #reply(answer: 'go' | 'look'): void {
    const reply = this.#answer;
    this.#answer = undefined;
    reply?.(answer);
  }

  /** When the run may go on: a step takes a run through a test after an epoch to what comes next. */
  #mayGoAt(): number {
    const { paused, speed, stopping } = this.#state.value;
    if (stopping || this.#over) return Number.NEGATIVE_INFINITY;
    if (paused && this.#steps === 0) return Number.POSITIVE_INFINITY;
    // Whoever asks for a single batch does not want to wait for it.
    return paused || speed === 0 || this.#next === 'test' ? Number.NEGATIVE_INFINITY : this.#lastGo + 1000 / speed;
  }

  /** When a run that is held should do what is asked of it. */
  #mayLookAt(): number {
    if (this.#interventions.length > 0) return Number.NEGATIVE_INFINITY;
    if (this.#next === 'stretch') return Number.POSITIVE_INFINITY;
    return this.#anybody && this.#changed ? this.#rate.due : Number.POSITIVE_INFINITY;
  }

  #wait(milliseconds: number): void {
    if (milliseconds === Number.POSITIVE_INFINITY) return;
    this.#timer = this.#scheduler.schedule(() => this.#settle(), Math.min(milliseconds, LONGEST_WAIT));
  }
}

function speedOf(batchesPerSecond: number): number {
  if (batchesPerSecond >= 0 && Number.isFinite(batchesPerSecond)) return batchesPerSecond;
  throw new RangeError(`speed: expected a number >= 0, got ${batchesPerSecond}`);
}
