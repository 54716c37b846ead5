import type { Extent, LayerDescription } from '../layers/layer.js';
import { positionsAlong } from '../layers/window.js';
import { type Shape, shapeText, sizeOf } from '../shape.js';
import type { FieldProblem } from './network-problem.js';

/** A layer's input: whose it is and its shape. */
export interface NamedShape {
  readonly id: string;
  readonly shape: Shape;
}

const positiveInteger = (n: number): boolean => Number.isSafeInteger(n) && n > 0;

/** Shape of a layer's output for the given inputs, or what is wrong. */
export function layerShape(layer: LayerDescription, inputs: readonly NamedShape[]): Shape | FieldProblem {
  if (layer.kind === 'sum') return sumShape(inputs);
  if (inputs.length !== 1) return expected('from', 'exactly 1 layer to read', inputs.length);
  const input = inputs[0]!;
  switch (layer.kind) {
    case 'dense':
      if (!positiveInteger(layer.size)) return expected('size', 'a whole number > 0', layer.size);
      if (input.shape.length !== 1)
        return {
          ...expected('from', '[features]', `${shapeText(input.shape)} from "${input.id}"`),
          remedy: 'put a flatten layer between',
        };
      return [layer.size];
    case 'flatten':
      return [sizeOf(input.shape)];
    case 'batch-norm':
      return input.shape;
    case 'conv2d':
      if (!positiveInteger(layer.channels)) return expected('channels', 'a whole number > 0', layer.channels);
      return windowShape(input, layer.channels, layer.kernel, layer.stride, layer.padding);
    case 'max-pool':
    case 'average-pool':
      return windowShape(input, input.shape[0]!, layer.kernel, layer.stride, [0, 0]);
  }
}

function sumShape(inputs: readonly NamedShape[]): Shape | FieldProblem {
  const first = inputs[0];
  if (!first || inputs.length < 2) return expected('from', '2 or more layers to sum', inputs.length);
  const other = inputs.find(({ shape }) => shapeText(shape) !== shapeText(first.shape));
  if (!other) return first.shape;
  const both = [first, other].map(({ id, shape }) => `${shapeText(shape)} from "${id}"`);
  return expected('from', 'layers of one shape', both.join(' and '));
}

function windowShape(
  input: NamedShape,
  channels: number,
  kernel: Extent,
  stride: Extent,
  padding: Extent,
): Shape | FieldProblem {
  if (!kernel.every(positiveInteger)) return expected('kernel', 'whole numbers > 0', kernel.join(' x '));
  if (!stride.every(positiveInteger)) return expected('stride', 'whole numbers > 0', stride.join(' x '));
  if (!padding.every((p) => Number.isSafeInteger(p) && p >= 0))
    return expected('padding', 'whole numbers >= 0', padding.join(' x '));
  // A window in the padding alone sees nothing.
  if (padding[0] >= kernel[0] || padding[1] >= kernel[1])
    return expected('padding', `less than the kernel (${kernel.join(' x ')})`, padding.join(' x '));
  const [, height, width] = input.shape;
  if (input.shape.length !== 3 || height === undefined || width === undefined)
    return expected('from', '[channels, height, width]', `${shapeText(input.shape)} from "${input.id}"`);
  const rows = positionsAlong(height, kernel[0], stride[0], padding[0]);
  const columns = positionsAlong(width, kernel[1], stride[1], padding[1]);
  if (rows < 1 || columns < 1)
    return expected(
      'kernel',
      `a window that fits into ${height} x ${width} from "${input.id}" (padding ${padding.join(' x ')})`,
      kernel.join(' x '),
    );
  return [channels, rows, columns];
}

function expected(field: string, what: string, got: number | string): FieldProblem {
  return { field, expected: what, got: String(got) };
}
