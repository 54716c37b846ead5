import type { PoolDescription } from '../../core/layers/layer.js';
import { poolGeometry } from '../../core/layers/pooling.js';
import { windowsOf } from '../../core/layers/window.js';
import type { Shape } from '../../core/shape.js';
import type { Device } from './device.js';
import type { Backflow, Stage, StageTrace } from './stage.js';
import { TILE, type UnitLayout } from './unit-layout.js';

/** A pool: the shape of its input, where its inputs and units are kept. */
export interface PoolShape {
  readonly shape: Shape;
  readonly from: UnitLayout;
  readonly to: UnitLayout;
}

/** Puts a pool on the device. */
export function poolStage(
  { memory }: Device,
  { kind, kernel, stride }: PoolDescription,
  { shape, from, to }: PoolShape,
  back: Backflow,
): Stage {
  const [channels, height, width] = shape as readonly [number, number, number];
  const taps = kernel[0] * kernel[1];
  const { pixelOf } = poolGeometry(channels, taps, windowsOf([height, width], kernel, stride));
  const units = memory.allocate(4 * pixelOf.length);
  memory.words(units, pixelOf.length).set(pixelOf.map((pixel) => pixel * from.stride));
  const aligned = from.stride % TILE === 0;
  const lastLanes = aligned ? TILE : channels % TILE || TILE;
  const record = ({ inputs: [input], output, neurons }: StageTrace): number =>
    memory.record([
      ...[input!.record, output.record, neurons, taps, units],
      ...[to.stride / TILE, lastLanes, aligned ? 1 : 0],
    ]);
  const isMax = kind === 'max-pool';
  return {
    ...(isMax ? { rearranges: true } : {}),
    parameters: [],
    forward(trace) {
      const kernelName = isMax ? 'maxPoolForward' : 'averagePoolForward';
      return { tasks: [{ kernel: kernelName, record: record(trace), items: trace.output.batch }], scratch: 128 };
    },
    feedback(trace, _adds, wants) {
      if (!wants) return { tasks: [], scratch: 64 };
      // The winner of a maximum gets all of what comes back, reward or error.
      const kernelName = isMax ? 'maxPoolFeedback' : back === 'error' ? 'averagePoolError' : 'averagePoolFeedback';
      return { tasks: [{ kernel: kernelName, record: record(trace), items: trace.output.batch }], scratch: 64 };
    },
    synapticOperations: () => 0,
  };
}
