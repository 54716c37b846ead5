import { type RandomSource, standardNormal } from '../../../src/core/random-source.js';
import type { Nodes } from '../../../src/scenario/phases/nodes.js';
import type { OracleNetwork, OracleProgram } from './step-oracle.js';

/** What drives a unit besides its inputs: by `layer[unit]`, for each sample. */
export interface Drives {
  readonly added: ReadonlyMap<string, readonly number[]>;
  readonly clamped: ReadonlyMap<string, { readonly kind: 'current' | 'voltage'; readonly value: number }>;
}

/** Every node by itself, in its order. */
export function nodesOf(nodes: Nodes): readonly { readonly layer: string; readonly unit: number }[] {
  return nodes.flatMap(({ layer, from, to }) =>
    Array.from({ length: to - from }, (_, k) => ({ layer, unit: from + k })),
  );
}

/**
 * The random stream of a sample's noise at a step: named after the step, one for all samples; or after the sample, and so
 * many normal numbers on.
 */
function noiseOf(
  { phase, shown, streams }: OracleProgram,
  place: string,
  step: number,
  before: number,
): (sample: number) => RandomSource {
  const name = `phase/${phase}/noise/${place}`;
  if (typeof shown === 'string') {
    const one = streams.fresh(`${name}/${shown}/${step}`);
    return () => one;
  }
  const each = shown.map((sample) => {
    const own = streams.fresh(`${name}/${sample}`);
    for (let k = 0; k < before; k++) standardNormal(own);
    return own;
  });
  return (sample) => each[sample]!;
}

/** What drives the units at a step. @param since The step at which each event began. */
export function drivesOf(
  network: OracleNetwork,
  program: OracleProgram,
  since: ReadonlyMap<number, number>,
  step: number,
  batch: number,
): Drives {
  const { events } = program;
  const added = new Map<string, number[]>();
  const clamped = new Map<string, { kind: 'current' | 'voltage'; value: number; since: number }>();
  const add = (layer: string, unit: number, values: readonly number[]) => {
    const before = added.get(`${layer}[${unit}]`) ?? values.map(() => 0);
    added.set(
      `${layer}[${unit}]`,
      before.map((value, sample) => value + values[sample]!),
    );
  };
  events.forEach(({ change }, index) => {
    const begin = since.get(index);
    if (begin === undefined) return;
    const passed = step - begin;
    const lasts = !('duration' in change) || change.duration === undefined || passed < change.duration.length;
    const everySample = (value: number) => Array.from({ length: batch }, () => value);
    if (change.kind === 'pulse') {
      for (let k = 0; k < change.count; k++) {
        const own = passed - k * change.period.length;
        if (own < 0 || own >= change.duration.length) continue;
        for (const { layer, unit } of nodesOf(change.nodes)) add(layer, unit, everySample(change.amplitude));
      }
    } else if (change.kind === 'replay') {
      const nodes = nodesOf(change.nodes);
      change.times.forEach((time, k) => {
        const { layer, unit } = nodes[change.units[k]!]!;
        if (time === passed) add(layer, unit, everySample(change.amplitude));
      });
    } else if (change.kind === 'noise' && lasts) {
      for (const id of [network.input.id, ...network.layers.map((layer) => layer.id)]) {
        const own = nodesOf(change.nodes).filter(({ layer }) => layer === id);
        const random = noiseOf(program, `${index}/${id}`, step, passed * own.length);
        for (const { layer, unit } of own)
          add(
            layer,
            unit,
            everySample(0).map((_, sample) => change.mean + change.sd * standardNormal(random(sample))),
          );
      }
    } else if ((change.kind === 'current-clamp' || change.kind === 'voltage-clamp') && lasts) {
      const kind = change.kind === 'current-clamp' ? 'current' : 'voltage';
      const value = change.kind === 'current-clamp' ? change.amplitude : change.value;
      for (const { layer, unit } of nodesOf(change.nodes)) {
        const other = clamped.get(`${layer}[${unit}]`);
        // The one that began last holds, of those that began together the later one in the file.
        if (!other || begin >= other.since) clamped.set(`${layer}[${unit}]`, { kind, value, since: begin });
      }
    }
  });
  return { added, clamped };
}
