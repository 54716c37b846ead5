import { type UnzipFileInfo, unzipSync } from 'fflate';

import { numbersOfNpy } from '../files/npy.js';
import { ChosenSpikes, type SpikeOrigin } from './chosen-spikes.js';
import { type ProblemList, problemList } from './problem-list.js';
import { SpikeGatherer } from './spike-gatherer.js';
import type { FoundSpikes, SpikeChoice, SpikeRoom } from './spike-list.js';

/** More bytes of one array than these are no spikes that anybody plays; they are not unpacked. */
const MOST_BYTES = 2 ** 29;

/** Spikes of one layer: their arrays begin with this name. */
interface Group {
  readonly name: string;
  readonly origin: SpikeOrigin;
}

/**
 * Reads spikes from an NPZ archive with arrays `spikes/<phase>/<layer>/times` and `…/units`, or without a phase, as
 * `heaviside export --to npz` writes it. `…/offsets` and `…/samples` tell presentations apart; `dt` is held against the step.
 *
 * @returns The spikes, or what is wrong, by array.
 */
export function spikesOfArchive(bytes: Uint8Array, choice: SpikeChoice, room: SpikeRoom): FoundSpikes {
  const problems = problemList();
  const names: string[] = [];
  if (!unzipped(bytes, problems, ({ name }) => names.push(name) < 0)) return { problems: problems.told() };
  const groups = names.flatMap(groupOf);
  if (groups.length === 0) return { problems: ['expected arrays spikes/<phase>/<layer>/times, got none'] };
  const arrays = arraysOf(bytes, names, problems);
  const [dt] = arrays('dt') ?? [];
  if (dt !== undefined && Math.abs(dt - room.dt) > 1e-9 * room.dt)
    problems.add(`dt: expected steps of ${room.dt} s, got ${dt} s`);
  const chosen = new ChosenSpikes(choice);
  const gatherer = new SpikeGatherer(room, problems);
  for (const group of groups) {
    const isMeant = (['phase', 'layer'] as const).every(
      (key) => choice[key] === undefined || choice[key] === group.origin[key],
    );
    // What else there is only matters by its name.
    if (isMeant) takeGroup(group, arrays, { chosen, gatherer, problems });
    else chosen.has(group.origin);
  }
  const told = chosen.isClear ? [...problems.told(), ...chosen.problems()] : chosen.problems();
  return told.length > 0 ? { problems: told } : { spikes: gatherer.spikes() };
}

/** The spikes that an array of times belongs to. */
function groupOf(entry: string): readonly Group[] {
  const parts = /^spikes\/(?:([^/]+)\/)?([^/]+)\/times\.npy$/.exec(entry);
  if (!parts) return [];
  const [, phase, layer] = parts.map((part) => part && decoded(part));
  return [{ name: entry.slice(0, -'/times.npy'.length), origin: { phase: phase ?? '', layer: layer ?? '' } }];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Entries of an archive; undefined when it is damaged, which is told. */
function unzipped(
  bytes: Uint8Array,
  problems: ProblemList,
  filter: (entry: UnzipFileInfo) => boolean,
): Readonly<Record<string, Uint8Array>> | undefined {
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    problems.add(`expected an intact NPZ archive, got: ${cause instanceof Error ? cause.message : cause}`);
    return undefined;
  }
}

type Arrays = (name: string) => Float64Array | undefined;

/** Reads arrays one by one; undefined: it is not there, or damaged, which is told. */
function arraysOf(bytes: Uint8Array, names: readonly string[], problems: ProblemList): Arrays {
  return (name) => {
    const entry = `${name}.npy`;
    if (!names.includes(entry)) return undefined;
    let isLarge = false;
    const files = unzipped(bytes, problems, (found) => {
      if (found.name !== entry) return false;
      isLarge = found.originalSize > MOST_BYTES;
      return !isLarge;
    });
    if (isLarge) problems.add(`${name}: expected at most ${MOST_BYTES} bytes, got more`);
    const file = files?.[entry];
    const read = file && numbersOfNpy(file);
    if (read && 'problem' in read) problems.add(`${name}: ${read.problem}`);
    return read && 'numbers' in read ? read.numbers : undefined;
  };
}

/** What the spikes of a layer are read with. */
interface Reader {
  readonly chosen: ChosenSpikes;
  readonly gatherer: SpikeGatherer;
  readonly problems: ProblemList;
}

function takeGroup({ name, origin }: Group, arrays: Arrays, { chosen, gatherer, problems }: Reader): void {
  const [times, units] = [arrays(`${name}/times`), arrays(`${name}/units`)];
  if (times?.length !== units?.length || !times || !units) {
    const got = `${times?.length ?? 'no'} times and ${units?.length ?? 'no'} units`;
    problems.add(`${name}: expected as many units as times, got ${got}`);
    return;
  }
  const offsets = arrays(`${name}/offsets`) ?? [0, times.length];
  const samples = arrays(`${name}/samples`);
  for (let p = 0; p + 1 < offsets.length; p++) {
    const sample = samples?.[p];
    const [from, to] = [offsets[p]!, offsets[p + 1]!];
    if (!(from >= 0 && from <= to && to <= times.length)) {
      const got = `got ${from} before ${to}`;
      problems.add(`${name}/offsets: expected ascending places of ${times.length} spikes, ${got}`);
      return;
    }
    // A presentation without a spike is none that could be meant by itself.
    if (from === to && samples && samples.length > 1) continue;
    if (!chosen.has({ ...origin, ...(sample === undefined ? {} : { sample: String(sample) }) })) continue;
    for (let k = from; k < to; k++) takeSpike(`${name}, spike ${k}`, times[k]!, units[k]!, gatherer, problems);
  }
}

function takeSpike(place: string, step: number, unit: number, gatherer: SpikeGatherer, problems: ProblemList): void {
  if (Number.isSafeInteger(step) && step >= 0 && Number.isSafeInteger(unit) && unit >= 0)
    gatherer.take(place, step, unit);
  else problems.add(`${place}: expected whole numbers >= 0, got step ${step} and unit ${unit}`);
}
