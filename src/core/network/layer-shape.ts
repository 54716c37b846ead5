import type { Extent, LayerDescription } from '../layers/layer.js';
import { positionsAlong } from '../layers/window.js';
import { type Shape, shapeText } from '../shape.js';

/** The field that is to blame and what is wrong with it. */
export interface ShapeProblem {
  readonly field: string;
  readonly message: string;
}

/** A layer's input: whose it is and its shape. */
export interface NamedShape {
  readonly id: string;
  readonly shape: Shape;
}

const positiveInteger = (n: number): boolean => Number.isSafeInteger(n) && n > 0;

/** Shape of a layer's output for the given inputs, or what is wrong. */
export function layerShape(layer: LayerDescription, inputs: readonly NamedShape[]): Shape | ShapeProblem {
  if (layer.kind === 'sum') return sumShape(inputs);
  if (inputs.length !== 1)
    return { field: 'from', message: `a ${layer.kind} layer reads exactly 1 layer, got ${inputs.length}` };
  const input = inputs[0]!;
  switch (layer.kind) {
    case 'dense':
      if (!positiveInteger(layer.size)) return expected('size', 'a whole number > 0', layer.size);
      if (input.shape.length !== 1)
        return {
          field: 'from',
          message: `a dense layer needs [features], got ${shapeText(input.shape)} from "${input.id}": put a flatten layer between`,
        };
      return [layer.size];
    case 'flatten':
      return [input.shape.reduce((product, extent) => product * extent, 1)];
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

function sumShape(inputs: readonly NamedShape[]): Shape | ShapeProblem {
  const first = inputs[0];
  if (!first || inputs.length < 2)
    return { field: 'from', message: `a sum needs 2 or more layers in "from", got ${inputs.length}` };
  const other = inputs.find(({ shape }) => shapeText(shape) !== shapeText(first.shape));
  if (!other) return first.shape;
  return {
    field: 'from',
    message: `a sum needs layers of one shape, got ${shapeText(first.shape)} from "${first.id}" and ${shapeText(other.shape)} from "${other.id}"`,
  };
}

function windowShape(
  input: NamedShape,
  channels: number,
  kernel: Extent,
  stride: Extent,
  padding: Extent,
): Shape | ShapeProblem {
  if (!kernel.every(positiveInteger)) return expected('kernel', 'whole numbers > 0', kernel.join(' x '));
  if (!stride.every(positiveInteger)) return expected('stride', 'whole numbers > 0', stride.join(' x '));
  if (!padding.every((p) => Number.isSafeInteger(p) && p >= 0))
    return expected('padding', 'whole numbers >= 0', padding.join(' x '));
  const [, height, width] = input.shape;
  if (input.shape.length !== 3 || height === undefined || width === undefined)
    return {
      field: 'from',
      message: `needs [channels, height, width], got ${shapeText(input.shape)} from "${input.id}"`,
    };
  const rows = positionsAlong(height, kernel[0], stride[0], padding[0]);
  const columns = positionsAlong(width, kernel[1], stride[1], padding[1]);
  if (rows < 1 || columns < 1)
    return {
      field: 'kernel',
      message: `a window of ${kernel.join(' x ')} does not fit into ${height} x ${width} from "${input.id}" (padding ${padding.join(' x ')})`,
    };
  return [channels, rows, columns];
}

function expected(field: string, what: string, got: number | string): ShapeProblem {
  return { field, message: `expected ${what}, got ${got}` };
}
