import { HeavisideError } from '../core/heaviside-error.js';
import { shapeText } from '../core/shape.js';
import type { NamedTensor } from '../record/named-tensor.js';
import type { TensorPiece } from '../record/recording.js';
import { arrayName } from './export-names.js';
import { type Gatherer, indices } from './gatherer.js';
import type { DamageHearer } from './recorded-file.js';

/**
 * Puts the course of weights, feedback or rewards together: each tensor is `[moments × its own shape]`, `epoch` and `step`
 * say when.
 */
export function courseGatherer(
  { phase, kind }: Pick<TensorPiece, 'phase' | 'kind'>,
  where: string,
  damaged: DamageHearer,
): Gatherer<TensorPiece> {
  const moments: TensorPiece[] = [];
  return {
    add(piece) {
      const odd = moments.length === 0 ? undefined : differenceOf(moments[0]!.tensors, piece.tensors);
      if (odd === undefined) moments.push(piece);
      else damaged(new HeavisideError('HV_RECORDING_FIT', 'machine', `${where}: step ${piece.step}: ${odd}`));
    },
    arrays() {
      const prefix = arrayName('courses', phase, kind);
      const tensors = moments[0]?.tensors ?? [];
      return [
        indices(
          `${prefix}/epoch`,
          moments.map(({ epoch }) => epoch),
        ),
        indices(
          `${prefix}/step`,
          moments.map(({ step }) => step),
        ),
        ...tensors.map(({ name, shape, values }, n) => {
          const all = new Float64Array(moments.length * values.length);
          for (const [m, moment] of moments.entries()) all.set(moment.tensors[n]!.values, m * values.length);
          return { name: `${prefix}/${arrayName(name)}`, shape: [moments.length, ...shape], values: all };
        }),
      ];
    },
  };
}

const textOf = (tensors: readonly NamedTensor[]): string =>
  tensors.map(({ name, shape }) => `${name} ${shapeText(shape)}`).join(', ');

function differenceOf(expected: readonly NamedTensor[], got: readonly NamedTensor[]): string | undefined {
  const [a, b] = [textOf(expected), textOf(got)];
  return a === b ? undefined : `expected ${a}, got ${b}`;
}
