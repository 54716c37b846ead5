import { describe, expect, test } from 'vitest';
import { openSimdProducts } from '../../../src/backends/products/simd-products.js';
import { startGram } from '../../../src/core/front-contribution/gram-network.js';
import { gramRoom } from '../../../src/core/front-contribution/gram-room.js';
import { stepGram } from '../../../src/core/front-contribution/gram-step.js';
import type { ProductsMaker } from '../../../src/core/layers/dense-products.js';
import { plainProducts } from '../../../src/core/layers/plain-products.js';
import { drawNoise } from '../../../src/core/mean-field/ensemble-forward.js';
import { type EnsembleState, ensembleStep } from '../../../src/core/mean-field/ensemble-step.js';
import { ENSEMBLE_TRAINING } from '../../../src/core/mean-field/ensemble-training.js';
import { createEnsembleWorkspace } from '../../../src/core/mean-field/ensemble-workspace.js';
import { initialEnsemble } from '../../../src/core/mean-field/initial-ensemble.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { digitsProblem, shuffledBatches } from '../../core/front-contribution/digits-problem.js';
import { rowsAt } from '../../core/front-contribution/small-problems.js';
import { productsContract } from '../../core/layers/products-contract.js';
import { batchesOf, digits } from '../../core/mean-field/digits.js';

const simdProducts = await openSimdProducts();

productsContract('SIMD products', simdProducts);

describe('a learner on SIMD products has the bits of one on plain products', () => {
  test.each([0, 0.9])('front contribution on digits, momentum %d', async (momentum) => {
    const { network, train, targets } = await digitsProblem();
    const optimizer = { kind: 'sgd', lr: 0.05, momentum, weightDecay: 0 } as const;
    const room = gramRoom({ samples: 500, hidden: 32, outputs: 10, batch: 25, momentum: momentum > 0 });
    const [plain, simd] = [plainProducts, simdProducts].map((make: ProductsMaker) => {
      const products = make(room);
      const gram = startGram(network, train.inputs, { optimizer, products });
      return shuffledBatches(500, 25, 40).map((batch) => [
        ...stepGram(gram, batch, rowsAt(targets, batch, 10), 0.05, products).outputs,
      ]);
    });
    expect(simd).toEqual(plain);
  });

  test('mean-field ensemble on digits, with and without the arrays of a spent state', async () => {
    const sizes = [64, 21, 10];
    const train = await digits('train');
    const [plain, simd, reusing] = [plainProducts, simdProducts, simdProducts].map((make: ProductsMaker, variant) => {
      const streams = createRandomStreams(3);
      const workspace = createEnsembleWorkspace(sizes, 50, make);
      let spent: EnsembleState | undefined;
      let state: EnsembleState = {
        network: initialEnsemble(sizes, streams.stream('weights')),
        optimizer: freshOptimizer,
        step: 0,
      };
      const losses = batchesOf(train, 50, streams.stream('order')).map((batch) => {
        const noise = drawNoise(state.network, 50, streams.stream('noise'));
        const options = { optimizer: ENSEMBLE_TRAINING.optimizer, lr: 0.1, decay: 1e-4 };
        const after = ensembleStep(state, { ...batch, noise }, options, workspace, variant === 2 ? spent : undefined);
        [spent, state] = [state, after.state];
        return after.loss;
      });
      return { losses, network: state.network };
    });
    expect(simd).toEqual(plain);
    expect(reusing).toEqual(plain);
  });
});

describe('SIMD products refuse what they have no room for', () => {
  const small = { arrays: [2], values: 2, copied: 8 };

  test('a longer array than was said', () => {
    const products = simdProducts(small);
    products.allocate(2);
    expect(() => products.allocate(9)).toThrow(
      expect.objectContaining({
        code: 'HV_PRODUCT_ROOM',
        message: 'products have room for 8 numbers of arrays, were asked for 24',
      }),
    );
  });

  test('more values, or more to copy, than was said', () => {
    const products = simdProducts(small);
    const numbers = (count: number) => new Float64Array(count);
    expect(() => products.multiply(numbers(3), numbers(3), numbers(1), 1)).toThrow(
      'products have room for 2 numbers of values, were asked for 3',
    );
    expect(() => products.multiply(numbers(2), numbers(80), numbers(40), 1)).toThrow(
      'products have room for 8 numbers of copies, were asked for 80',
    );
  });

  test('a memory that no engine gives', () => {
    expect(() => simdProducts({ arrays: [2 ** 33], values: 1, copied: 1 })).toThrow(
      expect.objectContaining({ code: 'HV_MEMORY', kind: 'machine' }),
    );
  });
});

test('opening and using them leaves float64 loops as fast as before: no array buffer is detached', async () => {
  const products = (await openSimdProducts())({ arrays: [4], values: 4, copied: 16 });
  const array = products.allocate(4);
  const { buffer } = array;
  products.multiply(Float64Array.of(1, 2), Float64Array.of(3, 4, 5, 6), array.subarray(0, 2), 1);
  // [1·3 + 2·5, 1·4 + 2·6]
  expect([...array]).toEqual([13, 16, 0, 0]);
  expect([array.buffer === buffer, array.length]).toEqual([true, 4]);
});
