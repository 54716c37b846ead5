import { createRandomStreams } from '../../../src/data/random-streams.js';
import { shuffledIndices } from '../../../src/data/shuffled-indices.js';
import type { Change, LesionTarget } from '../../../src/scenario/phases/change.js';
import type { Course } from '../../../src/scenario/phases/phase.js';
import { nodesOf } from './oracle-drives.js';
import type { OracleNetwork, OracleProgram, OracleStanding } from './step-oracle.js';

/** Changes that last. */
export function changedBy(
  change: Change,
  index: number,
  now: OracleStanding,
  network: OracleNetwork,
  { phase, streams }: Pick<OracleProgram, 'phase' | 'streams'>,
): OracleStanding {
  if (change.kind === 'set') return { ...now, parameters: { ...now.parameters, ...change.parameters } };
  if (change.kind === 'restore') {
    if (!change.target) return { ...now, silenced: new Set(), severed: new Set() };
    const back = new Set(targetsOf(change.target, network));
    const kept = (set: ReadonlySet<string>) => new Set([...set].filter((one) => !back.has(one)));
    return { ...now, silenced: kept(now.silenced), severed: kept(now.severed) };
  }
  if (change.kind !== 'lesion') return now;
  const all = targetsOf(change.target, network);
  const random =
    change.seed === undefined
      ? streams.fresh(`phase/${phase}/lesion/${index}`)
      : createRandomStreams(change.seed).fresh('lesion');
  const drawn = [...shuffledIndices(all.length, random)].slice(0, Math.round(change.fraction * all.length));
  const cut = drawn.map((k) => all[k]!);
  return 'neurons' in change.target
    ? { ...now, silenced: new Set([...now.silenced, ...cut]) }
    : { ...now, severed: new Set([...now.severed, ...cut]) };
}

/** Names of the neurons, or of the connections (by their place: first the sender, then the receiver), of a target. */
function targetsOf(target: LesionTarget, { input, layers }: OracleNetwork): readonly string[] {
  if ('neurons' in target) return nodesOf(target.neurons).map(({ layer, unit }) => `${layer}[${unit}]`);
  const { to, from } = target.synapses;
  return layers.flatMap(({ id, source, weight }) => {
    const receivers = nodesOf(to).filter(({ layer }) => layer === id);
    const all = weight.map((_, unit) => ({ layer: source, unit }));
    const senders = from ? nodesOf(from).filter(({ layer }) => layer === source) : all;
    if (source !== input.id && !layers.some((layer) => layer.id === source)) throw new RangeError(`no layer ${source}`);
    return senders.flatMap((sender) => receivers.map(({ unit }) => `${id}: ${sender.unit} -> ${unit}`));
  });
}

/** Value of a course by the equations of `Course`; undefined before its first point. */
export function courseAt(course: Course, x: number): number | undefined {
  if (course.kind === 'points') {
    const [, value] = course.points.filter(([at]) => at <= x).at(-1) ?? [];
    return value;
  }
  const { from, to, begin, end } = course;
  const p = Math.min(1, Math.max(0, (x - begin) / (end - begin)));
  if (course.kind === 'linear') return (1 - p) * from + p * to;
  if (course.kind === 'cosine') return to + (from - to) * Math.cos((Math.PI * p) / 2) ** 2;
  return Math.exp((1 - p) * Math.log(from) + p * Math.log(to));
}
