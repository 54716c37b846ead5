import { batchCount } from '../../run/batches.js';
import type { Change, LesionTarget, ReplayFile } from '../../scenario/phases/change.js';
import type { Moment, Stretch } from '../../scenario/phases/moment.js';
import type { Nodes } from '../../scenario/phases/nodes.js';
import type { Course, Phase, TimedEvent } from '../../scenario/phases/phase.js';
import type { Scenario } from '../../scenario/scenario.js';
import { type ChangeUnits, changeWords } from '../text/change-words.js';

/** Something that is planned in a phase, as a view draws it. */
export interface ViewEvent {
  readonly kind: Exclude<Change['kind'], ReplayFile['kind']>;
  readonly words: string;
  /** The same in a word or two. */
  readonly short: string;
  /** When it is due; absent: as soon as `when` holds. */
  readonly at?: Moment;
  readonly when?: string;
  /** What it drives, or what a lesion draws from; empty where that are no nodes. */
  readonly nodes: Nodes;
  /** How long it lasts, in the unit of its moment; absent: to the end of the phase, or not at all. */
  readonly lasts?: number;
  /** Of a pulse that comes more than once: from one to the next, and how often. */
  readonly period?: number;
  readonly count?: number;
  /** Present: it gives back whatever lesions took. */
  readonly everything?: true;
  /** Parameters that it sets. */
  readonly set?: Readonly<Record<string, number>>;
}

/** A phase as a view draws it. */
export interface ViewPhase {
  readonly id: string;
  readonly kind: Phase['kind'];
  /** The phase whose end it begins at; `start`: the network as it was. */
  readonly from: string;
  /** Of a training. */
  readonly epochs?: number;
  readonly batchesPerEpoch?: number;
  /** Of a free run: its time steps. */
  readonly steps?: number;
  readonly events: readonly ViewEvent[];
  /** Courses of parameters, by path. */
  readonly schedule: Readonly<Record<string, Course>>;
  /** Present: it ends with the network that was best on the test samples, as that was then. */
  readonly best?: true;
}

/**
 * The phases of a scenario as views draw them.
 *
 * @param trainSamples Samples that an epoch learns from.
 * @param sizes        Units of each layer, the input's as well.
 */
export function viewPhases(
  { phases, time }: Pick<Scenario, 'phases' | 'time'>,
  trainSamples: number,
  sizes: ReadonlyMap<string, number>,
): readonly ViewPhase[] {
  const units = { dt: time.dt, sizes };
  return phases.map((phase) => {
    const { id, kind, from, events, schedule } = phase;
    return {
      ...{ id, kind, from },
      ...(phase.kind === 'train'
        ? { epochs: phase.epochs, batchesPerEpoch: batchCount(trainSamples, phase.batch) }
        : {}),
      ...(phase.kind === 'run' ? { steps: phase.steps } : {}),
      ...(phase.kind === 'train' && phase.checkpoint === 'best' ? { best: true as const } : {}),
      events: events.map((event) => viewEvent(event, units)),
      schedule,
    };
  });
}

function viewEvent({ at, when, change }: TimedEvent, units: ChangeUnits): ViewEvent {
  return {
    kind: change.kind === 'replay-file' ? 'replay' : change.kind,
    ...changeWords(change, units),
    ...(at === undefined ? {} : { at }),
    ...(when === undefined ? {} : { when }),
    ...extentOf(change),
  };
}

/** What it is done to, and for how long. */
function extentOf(change: Change): Pick<ViewEvent, 'nodes' | 'lasts' | 'period' | 'count' | 'everything' | 'set'> {
  const lasting = (stretch: Stretch | undefined) => (stretch ? { lasts: stretch.length } : {});
  switch (change.kind) {
    case 'pulse': {
      const { nodes, duration, period, count } = change;
      return { nodes, lasts: duration.length, ...(count > 1 ? { period: period.length, count } : {}) };
    }
    case 'current-clamp':
    case 'voltage-clamp':
    case 'noise':
      return { nodes: change.nodes, ...lasting(change.duration) };
    case 'replay-file':
      // Only its file knows how long.
      return { nodes: change.nodes };
    case 'replay':
      return { nodes: change.nodes, lasts: (change.times.at(-1) ?? -1) + 1 };
    case 'lesion':
      return { nodes: neuronsOf(change.target) };
    case 'restore':
      return change.target ? { nodes: neuronsOf(change.target) } : { nodes: [], everything: true };
    case 'set':
      return { nodes: [], set: change.parameters };
  }
}

function neuronsOf(target: LesionTarget): Nodes {
  return 'neurons' in target ? target.neurons : [];
}
