import type { Tensors } from '../../core/layers/tensors.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import { statisticsOf } from './batch-norm-layer.js';
import type { DeviceTensors } from './device-layers.js';
import type { DeviceMatrix, Extents } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';

/** Puts the trainable tensors, and what layers derive from the fixed ones, on the device. */
export async function uploadedTensors(plan: NetworkPlan, tensors: Tensors, scope: HandleScope): Promise<DeviceTensors> {
  const uploaded: Record<string, DeviceMatrix> = {};
  for (const [name, extents] of trainableExtents(plan)) uploaded[name] = await scope.upload(tensors[name]!, extents);
  for (const [name, rows] of Object.entries(statisticsOf(plan.description.layers, tensors)))
    uploaded[name] = await scope.upload(rows, { rows: 2, columns: rows.length / 2 });
  return uploaded;
}

/** Puts an optimizer's moments on the device: `h1.weight.mean` has the extents of `h1.weight`. */
export async function uploadedMoments(plan: NetworkPlan, moments: Tensors, scope: HandleScope): Promise<DeviceTensors> {
  const extents = trainableExtents(plan);
  const uploaded: Record<string, DeviceMatrix> = {};
  for (const [name, values] of Object.entries(moments))
    uploaded[name] = await scope.upload(values, extents.get(name.slice(0, name.lastIndexOf('.')))!);
  return uploaded;
}

function trainableExtents({ layers }: NetworkPlan): ReadonlyMap<string, Extents> {
  return new Map(
    layers.flatMap(({ tensors }) =>
      tensors
        .filter(({ trainable }) => trainable)
        .map(({ name, length, layout, exchangeShape }): [string, Extents] => {
          const columns = layout === 'vector' ? length : exchangeShape[0]!;
          return [name, { rows: length / columns, columns }];
        }),
    ),
  );
}

/** Copies matrices to the host. */
export async function downloaded(matrices: DeviceTensors, scope: HandleScope): Promise<Tensors> {
  const entries = Object.entries(matrices);
  const values = await Promise.all(entries.map(([, matrix]) => scope.read(matrix)));
  return Object.fromEntries(entries.map(([name], k) => [name, Float64Array.from(values[k]!)]));
}
