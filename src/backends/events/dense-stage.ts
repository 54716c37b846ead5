import { eventCount } from './chunk-signal.js';
import type { DenseBack, DenseLayer } from './dense-feedback.js';
import { denseProduct } from './dense-product.js';
import type { Device } from './device.js';
import { type ParameterBlock, parameterBlock } from './parameter-block.js';
import { forwardRows } from './spike-trains.js';
import type { Stage } from './stage.js';
import { placeOf, TILE, type UnitLayout, unitCount } from './unit-layout.js';

/** A dense layer: name of its tensors, where its inputs and units are kept. */
export interface DenseShape {
  readonly id: string;
  readonly from: UnitLayout;
  readonly to: UnitLayout;
}

/** Puts a dense layer on the device. `bias` undefined: it has none. `back`: what its feedback is. */
export function denseStage(
  device: Device,
  { id, from, to }: DenseShape,
  weights: Float64Array,
  bias: Float64Array | undefined,
  back: DenseBack,
): Stage {
  const { memory } = device;
  const fanIn = TILE * from.tiles;
  const { tiles } = to;
  const weight = parameterBlock(
    memory,
    {
      name: `${id}.weight`,
      places: weightPlaces(from, to, fanIn),
      tiles,
      rows: fanIn,
      tracksRows: true,
      squareCount: tiles === 1 ? fanIn : tiles,
    },
    weights,
  );
  const biases: ParameterBlock | undefined =
    bias &&
    parameterBlock(
      memory,
      {
        name: `${id}.bias`,
        places: Uint32Array.from(bias, (_, unit) => placeOf(to, unit)),
        tiles,
        rows: 1,
        tracksRows: false,
        squareCount: tiles,
      },
      bias,
    );
  const noBias = memory.clear(64 * tiles);
  const layer: DenseLayer = { from, to, weight, bias: biases, actions: memory.clear(fanIn) };
  return {
    sumsByTile: true,
    parameters: biases ? [weight, biases] : [weight],
    forward({ inputs: [input], output, neurons, steps, constantSums }, known) {
      const biasValues = biases?.values ?? noBias;
      const into = { fanIn, tiles, weights: weight.values, bias: biasValues, constantSums };
      const product = known ? undefined : denseProduct(device, input!, unitCount(from), into);
      const record = memory.record([
        input!.record,
        output.record,
        neurons,
        fanIn,
        steps,
        weight.values,
        biasValues,
        constantSums,
        known || product ? 1 : 0,
        constantSums === 0 && product ? product.sums : 0,
      ]);
      if (input!.trains && !product) {
        const items = Math.ceil(tiles / 2) * output.batch;
        return { tasks: [{ kernel: 'denseTrains', record, items }], scratch: forwardRows(fanIn, steps) };
      }
      const own = { kernel: 'denseForward', record, items: tiles * output.batch } as const;
      return { tasks: [...(product?.tasks ?? []), own], scratch: 64 * steps };
    },
    feedback: (trace, adds, wants) => back(memory, layer, trace, adds, wants),
    synapticOperations: ([input]) => eventCount(memory, input!) * unitCount(to),
  };
}

/** Where weight `[input × unit]` is kept: `[tile of units][input][16]`. */
export function weightPlaces(from: UnitLayout, to: UnitLayout, fanIn: number): Uint32Array {
  const [inputs, units] = [unitCount(from), unitCount(to)];
  const places = new Uint32Array(inputs * units);
  for (let input = 0, k = 0; input < inputs; input++) {
    const row = placeOf(from, input);
    for (let unit = 0; unit < units; unit++, k++) {
      const place = placeOf(to, unit);
      places[k] = (Math.floor(place / TILE) * fanIn + row) * TILE + (place % TILE);
    }
  }
  return places;
}
