import { eventCount } from './chunk-signal.js';
import type { Task } from './crew.js';
import { denseProduct } from './dense-product.js';
import type { Device } from './device.js';
import type { LinearMemory } from './linear-memory.js';
import { type ParameterBlock, parameterBlock } from './parameter-block.js';
import { spreadBlock } from './reward-block.js';
import { forwardRows, growthRows } from './spike-trains.js';
import type { Stage, StageTrace, Work } from './stage.js';
import { placeOf, TILE, type UnitLayout, unitCount } from './unit-layout.js';

/** A dense layer: name of its tensors, where its inputs and units are kept. */
export interface DenseShape {
  readonly id: string;
  readonly from: UnitLayout;
  readonly to: UnitLayout;
}

/** Inputs whose reward is worked on together. */
const REWARD_GROUP = 128;

/** Scratch memory of `denseReward`. */
function rewardRows(windows: number, tiles: number, steps: number): number {
  return 128 + REWARD_GROUP * (128 * windows + 64 * (tiles + 2) + 24 * steps + 4) + 4 * steps;
}

/** Puts a dense layer on the device. `bias` undefined: it has none. */
export function denseStage(
  device: Device,
  { id, from, to }: DenseShape,
  weights: Float64Array,
  bias: Float64Array | undefined,
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
  const actions = memory.clear(fanIn);
  const wideFeedback = ({ inputs: [input], output, steps }: StageTrace, adds: boolean, wants: boolean): Work => {
    const states = memory.record([input!.record, weight.states, actions, Number(adds)]);
    const growing = memory.record([
      ...[input!.record, output.record, fanIn, weight.values, weight.feedback, weight.squares, actions],
    ]);
    const rewarding = memory.record([input!.record, output.record, fanIn, weight.values]);
    const tasks: Task[] = [{ kernel: 'rowStates', record: states, items: from.tiles }];
    if (input!.constant) {
      tasks.push({ kernel: 'constantGrowth', record: growing, items: tiles });
      if (wants) tasks.push({ kernel: 'constantReward', record: rewarding, items: fanIn });
      return { tasks, scratch: 128 * (fanIn + 1) + 64 * Math.max(output.batch, tiles) };
    }
    const windows = spreadBlock(memory, output);
    tasks.push({ kernel: 'spreadReward', record: output.record, items: output.batch });
    tasks.push({ kernel: 'denseGrowth', record: growing, items: windows });
    if (wants) tasks.push({ kernel: 'denseReward', record: rewarding, items: from.tiles });
    return {
      tasks,
      scratch: Math.max(growthRows(fanIn), rewardRows(windows, tiles, steps)),
    };
  };
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
    feedback(trace, adds, wants) {
      const { output } = trace;
      const own = tiles === 1 ? narrowFeedback(memory, weight, trace, adds, wants) : wideFeedback(trace, adds, wants);
      if (!biases) return own;
      const record = memory.record([
        ...[output.record, tiles, biases.values, biases.feedback, biases.squares, adds ? 1 : 0],
      ]);
      return { ...own, tasks: [...own.tasks, { kernel: 'biasFeedback', record, items: tiles }] };
    },
    synapticOperations: ([input]) => eventCount(memory, input!) * unitCount(to),
  };
}

/** Most slices of samples whose growth is kept apart, so that threads can share the work and the sum stays the same. */
const SLICES = 8;

/** Feedback of at most 16 units. */
function narrowFeedback(
  memory: LinearMemory,
  { values, feedback, squares, states, rows }: ParameterBlock,
  { inputs: [input], output }: StageTrace,
  adds: boolean,
  wants: boolean,
): Work {
  const slices = Math.min(SLICES, output.batch);
  const growths = memory.allocate(64 * slices * rows);
  const record = memory.record([
    ...[input!.record, output.record, rows, values, growths, slices, feedback, squares, states],
    ...[adds, input!.constant, wants].map(Number),
  ]);
  const tasks = [
    { kernel: 'narrowGrowth', record, items: slices },
    { kernel: 'narrowFinish', record, items: rows },
  ] as const;
  return { tasks, scratch: 64 };
}

/** Where weight `[input × unit]` is kept: `[tile of units][input][16]`. */
function weightPlaces(from: UnitLayout, to: UnitLayout, fanIn: number): Uint32Array {
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
