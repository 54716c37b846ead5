import {
  connectionPlaces,
  type NeuronGroup,
  type Severance,
  severedAfter,
  silencedAfter,
  weightsInto,
} from '../../core/network/cut-connections.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import type { RandomSource } from '../../core/random-source.js';
import { createRandomStreams } from '../../data/random-streams.js';
import { shuffledIndices } from '../../data/shuffled-indices.js';
import type { Lesion, LesionTarget } from '../../scenario/phases/change.js';
import type { Nodes } from '../../scenario/phases/nodes.js';
import type { RunInProgress } from '../prepare-run.js';
import type { Restored } from '../run-event.js';
import { unitsIn } from './effects.js';
import type { PhaseNetwork } from './phase-network.js';
import type { Instant } from './timeline.js';

/** What came of a change that lasts, as its event tells it. */
export interface Consequence {
  /** Neurons that a lesion drew, by layer, ascending; absent for other changes and for single connections. */
  readonly drawn?: Readonly<Record<string, readonly number[]>>;
  readonly restored?: Restored;
}

/** Where an event stands, which names its random stream. */
export interface EventPlace {
  readonly phase: string;
  readonly index: number;
}

const NOTHING_CUT: Severance = { silenced: new Map(), severed: new Map() };

/** What is cut, or given back: neurons by layer, or connections by the layer that they lead into. */
interface Cut {
  readonly neurons: readonly NeuronGroup[];
  readonly connections: readonly { readonly layer: string; readonly places: readonly number[] }[];
}

/**
 * Carries out a change that lasts.
 *
 * Random streams: `phase/<phase>/lesion/<event>`, or `lesion` of the lesion's own seed.
 */
export async function applyChange(
  change: Instant,
  network: PhaseNetwork,
  { plan, streams }: RunInProgress,
  { phase, index }: EventPlace,
): Promise<Consequence> {
  if (change.kind === 'set') {
    await network.set(change.parameters);
    return {};
  }
  if (change.kind === 'restore') {
    const { target } = change;
    const before = network.cuts;
    const after = target ? severedBy('restore', cutOf(plan, target), before, plan) : NOTHING_CUT;
    const restored = {
      neurons: countOf(before.silenced) - countOf(after.silenced),
      connections: countOf(before.severed) - countOf(after.severed),
    };
    await network.sever(after);
    return { restored };
  }
  if (change.kind === 'replay-file') throw new Error(`the spikes of ${change.file} have not been read`);
  const random =
    change.seed === undefined
      ? streams.fresh(`phase/${phase}/lesion/${index}`)
      : createRandomStreams(change.seed).fresh('lesion');
  const cut = drawnOf(cutOf(plan, change.target), change, random);
  await network.sever(severedBy('cut', cut, network.cuts, plan));
  if (cut.neurons.length === 0) return {};
  return { drawn: Object.fromEntries(cut.neurons.map(({ layer, units }) => [layer, units])) };
}

function countOf(cut: ReadonlyMap<string, ReadonlySet<number>>): number {
  return [...cut.values()].reduce((sum, { size }) => sum + size, 0);
}

function cutOf(plan: NetworkPlan, target: LesionTarget): Cut {
  if ('neurons' in target) return { neurons: groupsOf(target.neurons), connections: [] };
  const { to, from } = target.synapses;
  const senders = from && { from: groupsOf(from) };
  const connections = groupsOf(to).map((group) => {
    return { layer: group.layer, places: connectionPlaces(plan, { to: group, ...senders }) };
  });
  return { neurons: [], connections };
}

function groupsOf(nodes: Nodes): readonly NeuronGroup[] {
  return [...new Set(nodes.map(({ layer }) => layer))].map((layer) => ({ layer, units: unitsIn(nodes, layer) }));
}

/** A share of it, drawn from all of it together. */
function drawnOf({ neurons, connections }: Cut, { fraction }: Lesion, random: RandomSource): Cut {
  const parts = [...neurons.map(({ units }) => units), ...connections.map(({ places }) => places)];
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  const chosen = new Set(shuffledIndices(total, random).subarray(0, Math.round(fraction * total)));
  let before = 0;
  const kept = (part: readonly number[]): readonly number[] => {
    const first = before;
    before += part.length;
    return part.filter((_, k) => chosen.has(first + k));
  };
  return {
    neurons: neurons.map(({ layer, units }) => ({ layer, units: kept(units) })),
    connections: connections.map(({ layer, places }) => ({ layer, places: kept(places) })),
  };
}

function severedBy(
  how: 'cut' | 'restore',
  { neurons, connections }: Cut,
  now: Severance,
  plan: NetworkPlan,
): Severance {
  let { silenced, severed } = now;
  for (const group of neurons) silenced = silencedAfter(plan, silenced, how === 'cut' ? 'silence' : 'restore', group);
  for (const { layer, places } of connections)
    severed = severedAfter(severed, how === 'cut' ? 'sever' : 'restore', weightsInto(layer), places);
  return { silenced, severed };
}
