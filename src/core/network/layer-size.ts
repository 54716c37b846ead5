import type { LayerDescription } from '../layers/layer.js';
import { type Shape, sizeOf } from '../shape.js';
import { countText, NETWORK_LIMITS } from './network-limits.js';
import type { FieldProblem } from './network-problem.js';

/** Trainable values of a layer whose shapes fit. */
export function layerParameters(layer: LayerDescription, input: Shape): number {
  switch (layer.kind) {
    case 'dense':
      return sizeOf(input) * layer.size + (layer.bias ? layer.size : 0);
    case 'conv2d':
      return (input[0]! * layer.kernel[0] * layer.kernel[1] + (layer.bias ? 1 : 0)) * layer.channels;
    case 'batch-norm':
      return 2 * input[0]!;
    default:
      return 0;
  }
}

/** What is too large in a layer whose shapes fit. */
export function layerSizeProblem(layer: LayerDescription, input: Shape, output: Shape): FieldProblem | undefined {
  const field = layer.kind === 'dense' ? 'size' : layer.kind === 'conv2d' ? 'channels' : 'kind';
  const limit = (at: string, what: keyof typeof NETWORK_LIMITS, name: string, got: number) =>
    got > NETWORK_LIMITS[what]
      ? { field: at, expected: `at most ${countText(NETWORK_LIMITS[what])} ${name}`, got: countText(got) }
      : undefined;
  const taps = 'kernel' in layer ? layer.kernel[0] * layer.kernel[1] * output[1]! * output[2]! : 0;
  return (
    limit(field, 'parameters', 'parameters', layerParameters(layer, input)) ??
    limit(field, 'values', 'outputs', sizeOf(output)) ??
    limit('kernel', 'windowTaps', 'pixels seen by all windows of a map', taps)
  );
}
