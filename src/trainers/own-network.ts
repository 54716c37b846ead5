import type { ProductsMaker } from '../core/layers/dense-products.js';
import type { Tensors } from '../core/layers/tensors.js';
import type { NetworkPlan } from '../core/network/plan-network.js';
import type { RandomStreams } from '../data/random-streams.js';
import type { NamedTensor } from '../record/named-tensor.js';

/** What a learner with a network of its own is opened with. */
export interface OwnNetwork {
  readonly plan: NetworkPlan;
  readonly streams: RandomStreams;
  /** Products of matrices, for learners that spend their time in them. */
  readonly products: ProductsMaker;
  /** Samples of the largest batch. */
  readonly batch: number;
  /** All training samples as the network is shown them, `[samples × inputs]`, in the order of their data set. */
  readonly trainingInputs: () => Float64Array;
}

/** Shapes of a network's tensors by name, in the exchange layout. */
type TensorShapes = ReadonlyMap<string, readonly number[]>;

/** Tensors and moments of their optimizer as files hold them; copies. */
export function exchangeTensors(shapes: TensorShapes, tensors: Tensors, moments: Tensors): readonly NamedTensor[] {
  const named = (name: string, of: string, values: Float64Array): NamedTensor => ({
    name,
    shape: shapes.get(of)!,
    values: values.slice(),
  });
  return [...shapes.keys()].flatMap((name) => [
    named(name, name, tensors[name]!),
    ...Object.entries(moments)
      .filter(([moment]) => moment.slice(0, moment.lastIndexOf('.')) === name)
      .map(([moment, values]) => named(`optimizer.${moment}`, name, values)),
  ]);
}
