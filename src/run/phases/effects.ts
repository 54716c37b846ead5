import type { InputChunk } from '../../core/input-chunk.js';
import type { LayerStimulus } from '../../core/network/stimulus.js';
import type { RandomSource } from '../../core/random-source.js';
import { standardNormal } from '../../core/random-source.js';
import { type Span, signalOf } from '../../core/signal.js';
import type { CurrentClamp, Noise, PulseTrain, Replay, VoltageClamp } from '../../scenario/phases/change.js';
import type { Nodes } from '../../scenario/phases/nodes.js';
import type { Lesioned } from './lesioned-state.js';

/** Something that drives nodes for a while. */
export type Drive = PulseTrain | CurrentClamp | VoltageClamp | Noise | Replay;

/** A drive that has begun, in steps of the phase (of the presentation). In the order in which they began. */
export interface Effect {
  readonly drive: Drive;
  /** Place of its event in the phase. */
  readonly event: number;
  readonly begin: number;
  /** The first step without it. */
  readonly end: number;
}

/** Steps `first` … of a batch. */
export interface StepSpan extends Span {
  readonly first: number;
}

/**
 * Random streams for what an effect does to a layer at a step, by sample of the batch. Each step is asked for once, in
 * their order: a stream may run on from step to step.
 */
export type NoiseAt = (event: number, layer: string, step: number) => (sample: number) => RandomSource;

/** Whether an effect takes the place of what drives its nodes. */
export function isClamp({ drive }: Effect): boolean {
  return drive.kind === 'current-clamp' || drive.kind === 'voltage-clamp';
}

/** Whether a clamp holds membranes, which takes a chunk of its own for every step. */
export function holdsMembranes({ drive }: Effect): boolean {
  return drive.kind === 'voltage-clamp';
}

/** Whether an effect lasts at any of these steps. */
export function lastsIn({ begin, end }: Effect, { first, steps }: StepSpan): boolean {
  return begin < first + steps && end > first;
}

/**
 * What effects do to one layer in some steps: what is added to its units, and which of them follow nothing else. Clamps
 * last in all of the steps or in none. Nothing reaches units that are lesioned; noise is drawn for them as for the others,
 * who have the same one whoever is dead.
 *
 * @returns undefined when nothing drives this layer.
 */
function drivenLayer(
  layer: string,
  size: number,
  span: StepSpan,
  effects: readonly Effect[],
  noise: NoiseAt,
  lesioned: Lesioned,
): LayerStimulus | undefined {
  const own = effects.filter((effect) => lastsIn(effect, span) && unitsIn(effect.drive.nodes, layer).length > 0);
  if (own.length === 0) return undefined;
  const currents = new Float64Array(span.steps * span.batch * size);
  const dead = lesioned.get(layer);
  const add = (step: number, unit: number, amplitude: (sample: number) => number) => {
    const row = (step - span.first) * span.batch;
    const isDead = dead?.has(unit) ?? false;
    for (let sample = 0; sample < span.batch; sample++) {
      const value = amplitude(sample);
      if (!isDead) currents[(row + sample) * size + unit]! += value;
    }
  };
  for (const effect of own) if (!isClamp(effect)) addDrive(effect, layer, span, noise, add);
  const cut = new Uint8Array(size);
  // The one that began last holds.
  for (const { drive } of own.filter(isClamp)) {
    const value = drive.kind === 'voltage-clamp' ? drive.value : (drive as CurrentClamp).amplitude;
    for (const unit of unitsIn(drive.nodes, layer)) {
      if (dead?.has(unit)) continue;
      cut[unit] = 1;
      for (let row = 0; row < span.steps * span.batch; row++) currents[row * size + unit] = value;
    }
  }
  return own.some(isClamp) ? { layer, currents, cut } : { layer, currents };
}

/** Adds an effect that is no clamp to every step that it lasts. */
function addDrive(
  { drive, event, begin, end }: Effect,
  layer: string,
  { first, steps }: StepSpan,
  noise: NoiseAt,
  add: (step: number, unit: number, amplitude: (sample: number) => number) => void,
): void {
  const units = unitsIn(drive.nodes, layer);
  if (drive.kind === 'replay') {
    const { times, nodes, amplitude } = drive;
    // A file may hold millions of them.
    for (let k = countBefore(times, first - begin); k < times.length && begin + times[k]! < first + steps; k++) {
      const { layer: hit, unit } = nodeAt(nodes, drive.units[k]!);
      if (hit === layer) add(begin + times[k]!, unit, () => amplitude);
    }
    return;
  }
  for (let step = Math.max(begin, first); step < Math.min(end, first + steps); step++) {
    if (drive.kind === 'pulse') {
      if (isOn(drive, step - begin)) for (const unit of units) add(step, unit, () => drive.amplitude);
    } else if (drive.kind === 'noise') {
      const { mean, sd } = drive;
      const random = noise(event, layer, step);
      for (const unit of units) add(step, unit, (sample) => mean + sd * standardNormal(random(sample)));
    }
  }
}

/** How many of ascending times are before a step. */
function countBefore(times: readonly number[], step: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a pulse is on, so many steps after its first one began. */
function isOn({ duration, period, count }: PulseTrain, steps: number): boolean {
  return Math.floor(steps / period.length) < count && steps % period.length < duration.length;
}

/** Units of a layer among nodes. */
export function unitsIn(nodes: Nodes, layer: string): readonly number[] {
  return nodes
    .filter((range) => range.layer === layer)
    .flatMap(({ from, to }) => Array.from({ length: to - from }, (_, k) => from + k));
}

/** The node of that number, from 0. */
function nodeAt(nodes: Nodes, number: number): { readonly layer: string; readonly unit: number } {
  let rest = number;
  for (const { layer, from, to } of nodes) {
    if (rest < to - from) return { layer, unit: from + rest };
    rest -= to - from;
  }
  throw new RangeError(`no node ${number}`);
}

/**
 * Currents that effects inject into the layers of a network. Clamps last in all of the steps or in none.
 *
 * @param lesioned Units that nothing reaches, by layer.
 */
export function stimuliOf(
  layers: readonly { readonly id: string; readonly size: number }[],
  span: StepSpan,
  effects: readonly Effect[],
  noise: NoiseAt,
  lesioned: Lesioned,
): readonly LayerStimulus[] {
  return layers.flatMap(({ id, size }) => drivenLayer(id, size, span, effects, noise, lesioned) ?? []);
}

/** An input with what effects make of it: added to its values, or in their place. The input itself where they leave it alone. */
export function drivenInput(
  input: InputChunk,
  { id, size }: { readonly id: string; readonly size: number },
  span: StepSpan,
  effects: readonly Effect[],
  noise: NoiseAt,
  lesioned: Lesioned,
): InputChunk {
  const driven = drivenLayer(id, size, span, effects, noise, lesioned);
  if (!driven) return input;
  const { values: shown } = signalOf(input, size, span);
  const { currents, cut } = driven;
  const values = currents.map((current, k) => (cut?.[k % size] ? 0 : shown[k % shown.length]!) + current);
  return { kind: 'sequence', values };
}
