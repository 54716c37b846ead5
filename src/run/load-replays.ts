import { HeavisideError } from '../core/heaviside-error.js';
import { readSpikeFile } from '../data/spikes/read-spike-file.js';
import type { SpikeList, SpikeRoom } from '../data/spikes/spike-list.js';
import type { ReplayFile } from '../scenario/phases/change.js';
import type { Phase } from '../scenario/phases/phase.js';
import { countOf, nodesText } from '../scenario/phases/read-nodes.js';
import type { Scenario } from '../scenario/scenario.js';

/** A replay of a file in a scenario: where it stands, and what its spikes have to fit. */
export interface PlannedReplay {
  /** As messages name it: `phases.probe.events[0].replay`. */
  readonly place: string;
  readonly change: ReplayFile;
  readonly room: SpikeRoom;
}

/** The replays of a scenario whose spikes are in files. */
export function plannedReplays({ phases, time }: Pick<Scenario, 'phases' | 'time'>): readonly PlannedReplay[] {
  return phases.flatMap((phase) =>
    phase.events.flatMap(({ at, change }, n): readonly PlannedReplay[] => {
      if (change.kind !== 'replay-file') return [];
      const begin = at?.unit === 'step' ? at.at : 0;
      const steps = (phase.kind === 'run' ? phase.steps : time.steps) - begin;
      return [{ place: placeOf(phase, n), change, room: { dt: time.dt, steps, units: countOf(change.nodes) } }];
    }),
  );
}

function placeOf({ id }: Phase, event: number): string {
  return `phases.${id}.events[${event}].replay`;
}

/**
 * Reads the spikes of replays from their files, each a list of its own, by the place of the replay.
 *
 * @throws HeavisideError `HV_REPLAY`, kind `usage`, with everything that is wrong with any of them; what `readSpikeFile` throws
 *   for files that cannot be read.
 */
export async function readReplays(replays: readonly PlannedReplay[]): Promise<Readonly<Record<string, SpikeList>>> {
  const lists: Record<string, SpikeList> = {};
  const problems: string[] = [];
  for (const { place, change, room } of replays) {
    const found = await readSpikeFile(change.file, change, room);
    if ('spikes' in found) lists[place] = found.spikes;
    else
      problems.push(
        `${place}: ${change.file} into ${nodesText(change.nodes)}`,
        ...found.problems.map((one) => `  ${one}`),
      );
  }
  if (problems.length === 0) return lists;
  const message = `these spikes cannot be played:\n${problems.map((line) => `  ${line}`).join('\n')}`;
  throw new HeavisideError('HV_REPLAY', 'usage', message, {
    remedy:
      'Say with phase, layer and sample of the replay which spikes are meant, change its nodes or its moment, or repair the file.',
    facts: { replays: replays.map(({ place }) => place).join(', ') },
  });
}

/** Phases whose replays have their spikes, instead of the files that hold them. */
export function withReplays(phases: readonly Phase[], lists: Readonly<Record<string, SpikeList>>): readonly Phase[] {
  return phases.map((phase) => ({
    ...phase,
    events: phase.events.map((event, n) => {
      const { change } = event;
      const list = change.kind === 'replay-file' ? lists[placeOf(phase, n)] : undefined;
      if (change.kind !== 'replay-file' || !list) return event;
      const { nodes, amplitude } = change;
      const [times, units] = [Array.from(list.times), Array.from(list.units)];
      return { ...event, change: { kind: 'replay', nodes, times, units, amplitude } as const };
    }),
  }));
}
