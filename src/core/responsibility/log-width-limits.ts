import type { Tensors } from '../layers/tensors.js';
import type { ResponsibilityNetwork } from './responsibility-network.js';

/** σ stays between these, in the units of the inputs. */
const NARROWEST = 0.01;
const WIDEST = 100;

/** Keeps every ln σ in [ln 0.01, ln 100]; values inside stay as they are. The arguments are untouched. */
export function withClippedWidths({ layers }: ResponsibilityNetwork, tensors: Tensors): Tensors {
  const [low, high] = [Math.log(NARROWEST), Math.log(WIDEST)];
  const clipped = layers.map(({ name }) => [
    `${name}.logWidth`,
    tensors[`${name}.logWidth`]!.map((value) => Math.min(Math.max(value, low), high)),
  ]);
  return { ...tensors, ...Object.fromEntries(clipped) };
}
