import { added, multiplied } from '../../../kernels/gpu/matrices.js';
import { normedReward } from '../../../kernels/gpu/rewards.js';
import {
  cubed,
  negativeFavoured,
  negativePart,
  ojaFeedback,
  positiveFavoured,
  positivePart,
  scaled,
  weighedAgainst,
  whereSumNegative,
  whereSumPositive,
} from '../../../kernels/gpu/rule-parts.js';
import type { RuleDescription } from '../../core/feedback/rule.js';
import type { DeviceTensors } from './device-layers.js';
import type { DeviceMatrix, KernelFunction } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';

/** A layer of weights as launches of its linear map and the map's adjoints. What they make belongs to their scope. */
export interface DeviceLinearMap {
  readonly sums: (
    inputs: DeviceMatrix,
    weights: DeviceMatrix,
    bias: DeviceMatrix | undefined,
    scope: HandleScope,
  ) => Promise<DeviceMatrix>;
  /** `inputs ⊙ (n Wᵀ)`. */
  readonly toInputs: (
    inputs: DeviceMatrix,
    normed: DeviceMatrix,
    weights: DeviceMatrix,
    scope: HandleScope,
  ) => Promise<DeviceMatrix>;
  /** `|factors| ⊙ Σ xᵀ n`. */
  readonly toWeights: (
    inputs: DeviceMatrix,
    normed: DeviceMatrix,
    factors: DeviceMatrix,
    scope: HandleScope,
  ) => Promise<DeviceMatrix>;
  /** `|factors| ⊙ Σ n`. */
  readonly toBias: (normed: DeviceMatrix, factors: DeviceMatrix, scope: HandleScope) => Promise<DeviceMatrix>;
}

/** One weighted layer during the feedback of a piece. */
export interface RuledLayer {
  readonly map: DeviceLinearMap;
  readonly weights: DeviceMatrix;
  readonly bias: DeviceMatrix | undefined;
  readonly inputs: DeviceMatrix;
  readonly sums: DeviceMatrix;
  /** Steps that each row stands for. */
  readonly stepsPerRow: number;
  readonly normed: () => Promise<DeviceMatrix>;
  readonly reward: () => Promise<DeviceMatrix>;
  readonly wantInputs: boolean;
  readonly scope: HandleScope;
}

/** By name: `weight`, `bias`, and sums beside them; and the reward of the inputs, when wanted. */
export interface RuledFeedback {
  readonly tensors: DeviceTensors;
  readonly inputs: DeviceMatrix | undefined;
}

/** Feedback of one weighted layer under a rule. */
export function applyRule(rule: RuleDescription, layer: RuledLayer): Promise<RuledFeedback> {
  switch (rule.kind) {
    case 'epsilon':
      return epsilonRule(layer);
    case 'gamma':
      return gammaRule(layer, rule.gamma, rule.epsilon);
    case 'z-plus':
      return rewardOfSign(layer, positivePart, negativePart, rule.epsilon);
    case 'alpha-beta':
      return alphaBetaRule(layer, rule);
    case 'hebbian':
      return correlationRule(layer, layer.weights, layer.bias);
    case 'oja':
      return ojaRule(layer);
  }
}

async function epsilonRule({
  map,
  weights,
  bias,
  inputs,
  normed,
  wantInputs,
  scope,
}: RuledLayer): Promise<RuledFeedback> {
  const n = await normed();
  return {
    tensors: {
      weight: await map.toWeights(inputs, n, weights, scope),
      ...(bias && { bias: await map.toBias(n, bias, scope) }),
    },
    inputs: wantInputs ? await map.toInputs(inputs, n, weights, scope) : undefined,
  };
}

/** `|factors| ⊙ Σ xᵀ (R ⊙ z)`; inputs as the epsilon rule. */
async function correlationRule(
  { map, weights, inputs, sums, normed, reward, wantInputs, scope }: RuledLayer,
  weightFactors: DeviceMatrix,
  biasFactors: DeviceMatrix | undefined,
): Promise<RuledFeedback> {
  const active = await scope.launch(multiplied, sums, [await reward(), sums]);
  return {
    tensors: {
      weight: await map.toWeights(inputs, active, weightFactors, scope),
      ...(biasFactors && { bias: await map.toBias(active, biasFactors, scope) }),
    },
    inputs: wantInputs ? await map.toInputs(inputs, await normed(), weights, scope) : undefined,
  };
}

/** The sums that {@link finishedFeedback} takes a ratio of. */
async function ojaRule(layer: RuledLayer): Promise<RuledFeedback> {
  const { map, weights, bias, inputs, sums, stepsPerRow, scope } = layer;
  const ones = (matrix: DeviceMatrix) => scope.upload(new Float32Array(matrix.rows * matrix.columns).fill(1), matrix);
  const weightOnes = await ones(weights);
  const biasOnes = bias && (await ones(bias));
  const { tensors, inputs: sent } = await correlationRule(layer, weightOnes, biasOnes);
  const real = { times: stepsPerRow };
  const cubes = await scope.launch(cubed, sums, [sums], { real });
  const plain = await scope.launch(scaled, sums, [sums], { real });
  return {
    tensors: {
      ...tensors,
      'weight/cubes': await map.toWeights(inputs, cubes, weightOnes, scope),
      'weight/sums': await map.toWeights(inputs, plain, weightOnes, scope),
      ...(biasOnes && {
        'bias/cubes': await map.toBias(cubes, biasOnes, scope),
        'bias/sums': await map.toBias(plain, biasOnes, scope),
      }),
    },
    inputs: sent,
  };
}

/** Feedback of every parameter from the sums of a presentation; those beside a parameter end here. */
export async function finishedFeedback(
  parameters: DeviceTensors,
  sums: DeviceTensors,
  scope: HandleScope,
): Promise<DeviceTensors> {
  const finished: Record<string, DeviceMatrix> = {};
  for (const [name, growth] of Object.entries(sums)) {
    if (name.includes('/')) continue;
    const [cubes, divisors] = [sums[`${name}/cubes`], sums[`${name}/sums`]];
    finished[name] =
      cubes && divisors
        ? await scope.launch(ojaFeedback, growth, [parameters[name]!, growth, cubes, divisors])
        : growth;
  }
  return finished;
}

/** `raises` and `lowers` are the parts of x and w whose product has the sign asked for. */
async function rewardOfSign(
  { map, weights, bias, inputs, reward, wantInputs, scope }: RuledLayer,
  withPositive: KernelFunction,
  withNegative: KernelFunction,
  epsilon: number,
): Promise<RuledFeedback> {
  const part = (kernel: KernelFunction, of: DeviceMatrix) => scope.launch(kernel, of, [of]);
  const plus = (a: DeviceMatrix, b: DeviceMatrix) => scope.launch(added, a, [a, b]);
  const [positive, negative] = [await part(positivePart, inputs), await part(negativePart, inputs)];
  const [agreeing, opposing] = [await part(withPositive, weights), await part(withNegative, weights)];
  const ownBias = bias && (await part(withPositive, bias));
  const sums = await plus(
    await map.sums(positive, agreeing, ownBias, scope),
    await map.sums(negative, opposing, undefined, scope),
  );
  const n = await scope.launch(normedReward, sums, [await reward(), sums], { real: { epsilon } });
  return {
    tensors: {
      weight: await plus(
        await map.toWeights(positive, n, agreeing, scope),
        await map.toWeights(negative, n, opposing, scope),
      ),
      ...(ownBias && { bias: await map.toBias(n, ownBias, scope) }),
    },
    inputs: wantInputs
      ? await plus(await map.toInputs(positive, n, agreeing, scope), await map.toInputs(negative, n, opposing, scope))
      : undefined,
  };
}

async function alphaBetaRule(
  layer: RuledLayer,
  { alpha, beta, epsilon }: RuleDescription & { kind: 'alpha-beta' },
): Promise<RuledFeedback> {
  const raising = await rewardOfSign(layer, positivePart, negativePart, epsilon);
  const lowering = await rewardOfSign(layer, negativePart, positivePart, epsilon);
  const combined = (up: DeviceMatrix, down: DeviceMatrix) =>
    layer.scope.launch(weighedAgainst, up, [up, down], { real: { alpha, beta } });
  const tensors: Record<string, DeviceMatrix> = {};
  for (const [name, up] of Object.entries(raising.tensors)) tensors[name] = await combined(up, lowering.tensors[name]!);
  const inputs = raising.inputs && lowering.inputs ? await combined(raising.inputs, lowering.inputs) : undefined;
  return { tensors, inputs };
}

async function gammaRule(layer: RuledLayer, gamma: number, epsilon: number): Promise<RuledFeedback> {
  const parameters = await epsilonRule({ ...layer, wantInputs: false });
  if (!layer.wantInputs) return parameters;
  const { map, weights, bias, inputs, sums, scope } = layer;
  const reward = await layer.reward();
  const favoured = (kernel: KernelFunction, of: DeviceMatrix) => scope.launch(kernel, of, [of], { real: { gamma } });
  const plus = (a: DeviceMatrix, b: DeviceMatrix) => scope.launch(added, a, [a, b]);
  const [up, down] = [await favoured(positiveFavoured, weights), await favoured(negativeFavoured, weights)];
  const positive = await scope.launch(positivePart, inputs, [inputs]);
  const negative = await scope.launch(negativePart, inputs, [inputs]);
  /** Reward through the sums that favour `first` for positive inputs and `second` for negative ones. */
  const sent = async (where: KernelFunction, first: DeviceMatrix, second: DeviceMatrix, ownBias?: DeviceMatrix) => {
    const divisor = await plus(
      await map.sums(positive, first, ownBias, scope),
      await map.sums(negative, second, undefined, scope),
    );
    const all = await scope.launch(normedReward, divisor, [reward, divisor], { real: { epsilon } });
    const n = await scope.launch(where, all, [all, sums]);
    return plus(await map.toInputs(positive, n, first, scope), await map.toInputs(negative, n, second, scope));
  };
  const biasUp = bias && (await favoured(positiveFavoured, bias));
  const biasDown = bias && (await favoured(negativeFavoured, bias));
  const fromPositive = await sent(whereSumPositive, up, down, biasUp);
  const fromNegative = await sent(whereSumNegative, down, up, biasDown);
  return { ...parameters, inputs: await plus(fromPositive, fromNegative) };
}
