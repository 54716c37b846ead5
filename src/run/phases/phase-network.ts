import { adjustedPlan } from '../../core/network/adjusted-plan.js';
import { type Cuts, type NeuronGroup, noCuts, recut, type Severance } from '../../core/network/cut-connections.js';
import type { NetworkState } from '../../core/neurons/neuron-variables.js';
import { createEncoder } from '../../data/encoders/create-encoder.js';
import { type Settings, withParameters } from '../../scenario/phases/parameters.js';
import type { ChangeableNetwork, NetworkNumbers } from '../../trainers/learner.js';
import { silencedByHand } from '../../trainers/neuron-cutting.js';
import type { RunInProgress } from '../prepare-run.js';
import type { Task } from '../task.js';

const LEARNING_RATE = 'learn.optimizer.lr';

/** A network between two phases: plain data, from which any later phase may begin. */
export interface NetworkStanding {
  /** Parameters that events and schedules have changed, by path. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly numbers: NetworkNumbers;
  readonly cuts: Cuts;
  /** Variables of the neurons at the end of a free run; absent elsewhere: at rest. */
  readonly membranes?: NetworkState;
}

/** The network of a run on its way through phases: what it learns is on the device, what events change goes through here. */
export class PhaseNetwork {
  readonly #task: Task;
  readonly #run: RunInProgress;
  readonly #device: ChangeableNetwork;
  #parameters: Readonly<Record<string, number>> = {};
  #cuts: Cuts = noCuts;
  /** That of the run's encoders, as text. */
  #encode: string;
  /** The device's, while they are known here: nothing has been learned since. */
  #numbers: NetworkNumbers | undefined;

  constructor(task: Task, run: RunInProgress, device: ChangeableNetwork) {
    this.#task = task;
    this.#run = run;
    this.#device = device;
    this.#encode = JSON.stringify(task.encode);
  }

  get device(): ChangeableNetwork {
    return this.#device;
  }

  get settings(): Settings {
    return withParameters(this.#task, this.#parameters);
  }

  /** Parameters that events and schedules have changed, by path. */
  get parameters(): Readonly<Record<string, number>> {
    return this.#parameters;
  }

  get cuts(): Cuts {
    return this.#cuts;
  }

  /** It has learned: what is known of its numbers is no longer so. */
  learned(): void {
    this.#numbers = undefined;
  }

  async standing(membranes?: NetworkState): Promise<NetworkStanding> {
    const standing = { parameters: this.#parameters, numbers: await this.#known(), cuts: this.#cuts };
    return membranes ? { ...standing, membranes } : standing;
  }

  /** Becomes the network that it was. */
  async returnTo({ parameters, numbers, cuts }: NetworkStanding): Promise<void> {
    const isSame = numbers === this.#numbers && cuts === this.#cuts;
    if (isSame && parameters === this.#parameters) return;
    if (!isSame || !(await this.#adjust(parameters))) await this.#become(parameters, numbers, cuts);
  }

  /** Takes up what a checkpoint says, where the device has the numbers already. */
  async goOn(parameters: Readonly<Record<string, number>>, cuts: Cuts): Promise<void> {
    await this.#become(parameters, await this.#known(), cuts);
  }

  /** Somebody who watches cuts neurons off, or gives them back: as if an event had. */
  async cutByHand(kind: 'silence' | 'restore', group: NeuronGroup): Promise<void> {
    const { silenced, severed } = this.#cuts;
    await this.sever({ silenced: silencedByHand(this.#run.plan, silenced, kind, group), severed });
  }

  /** Cuts neurons and connections, and gives others back. */
  async sever(after: Severance): Promise<void> {
    const { tensors, optimizer } = await this.#known();
    const next = recut(this.#run.plan, { tensors, moments: optimizer.moments }, this.#cuts, after);
    const numbers = {
      tensors: next.numbers.tensors,
      optimizer: { step: optimizer.step, moments: next.numbers.moments },
    };
    await this.#become(this.#parameters, numbers, next.cuts);
  }

  /** Sets numeric parameters, by path. */
  async set(parameters: Readonly<Record<string, number>>): Promise<void> {
    if (await this.adjust(parameters)) return;
    await this.#become({ ...this.#parameters, ...parameters }, await this.#known(), this.#cuts);
  }

  /**
   * Sets numeric parameters, by path, where the session goes on with them as it is, also within a presentation.
   *
   * @returns False where it cannot: nothing has changed then.
   */
  async adjust(parameters: Readonly<Record<string, number>>): Promise<boolean> {
    const changed = Object.entries(parameters).filter(([path, value]) => this.#parameters[path] !== value);
    if (changed.length === 0) return true;
    const all = { ...this.#parameters, ...parameters };
    // The learning rate goes along with every update.
    if (changed.some(([path]) => path !== LEARNING_RATE)) return this.#adjust(all);
    this.#parameters = all;
    return true;
  }

  /** Cuts once more what is cut: rules other than LFP move weights of 0, too. */
  async cutAgain(): Promise<void> {
    const { silenced, severed } = this.#cuts;
    if (silenced.size > 0 || severed.size > 0) await this.sever(this.#cuts);
  }

  async #known(): Promise<NetworkNumbers> {
    this.#numbers ??= await this.#device.numbers();
    return this.#numbers;
  }

  async #adjust(parameters: Readonly<Record<string, number>>): Promise<boolean> {
    const settings = withParameters(this.#task, parameters);
    if (!(await this.#device.adjust(settings))) return false;
    this.#follow(parameters, settings);
    return true;
  }

  async #become(parameters: Readonly<Record<string, number>>, numbers: NetworkNumbers, cuts: Cuts): Promise<void> {
    const settings = withParameters(this.#task, parameters);
    await this.#device.become(settings, numbers);
    [this.#numbers, this.#cuts] = [numbers, cuts];
    this.#follow(parameters, settings);
  }

  /** What the run knows of the network besides the device. */
  #follow(parameters: Readonly<Record<string, number>>, settings: Settings): void {
    this.#parameters = parameters;
    this.#run.plan = adjustedPlan(this.#run.plan, settings.network);
    const encode = JSON.stringify(settings.encode);
    if (encode === this.#encode) return;
    this.#encode = encode;
    for (const split of ['train', 'test'] as const) {
      const { dataSet, steps } = this.#run[split];
      this.#run[split] = { dataSet, steps, encoder: createEncoder(settings.encode, dataSet) };
    }
  }
}
