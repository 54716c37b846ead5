import type { NamedTensor } from '../record/named-tensor.js';

/** Names of the columns that say where in tensors a value stands: as many as the largest has dimensions. */
export function axisColumns(tensors: readonly NamedTensor[]): readonly string[] {
  return Array.from({ length: Math.max(0, ...tensors.map(({ shape }) => shape.length)) }, (_, axis) => `axis${axis}`);
}

/** The values of a tensor in C order, each with its name, its place along `axes` axes and itself. */
export function* tensorRows(
  { name, shape, values }: NamedTensor,
  axes: number,
): Iterable<readonly (string | number | undefined)[]> {
  for (let n = 0; n < values.length; n++) {
    const place: (number | undefined)[] = Array.from({ length: axes }, () => undefined);
    let rest = n;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place[axis] = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    yield [name, ...place, values[n]];
  }
}
