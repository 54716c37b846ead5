import { describe, expect, test } from 'vitest';
import { startBackPropagation, stepBackPropagation } from '../../../src/core/front-contribution/back-propagation.js';
import { startBasisForm, stepBasisForm } from '../../../src/core/front-contribution/basis-form.js';
import { gramKernel } from '../../../src/core/front-contribution/gram-kernel.js';
import { type GramOptions, startGram } from '../../../src/core/front-contribution/gram-network.js';
import { stepGram } from '../../../src/core/front-contribution/gram-step.js';
import { smallProblem } from './small-problems.js';

const { network, inputs, targets } = smallProblem({
  seed: 1,
  samples: 3,
  inputs: 2,
  hidden: 2,
  outputs: 2,
  hiddenBias: true,
  outputBias: true,
});
const start = (options: GramOptions = {}) => startGram(network, inputs, options);
const two = targets.subarray(0, 4);

describe('legal edges', () => {
  test('an input of zeros without bias never moves; duplicate rows stay identical', () => {
    const bare = { ...network, hiddenBias: undefined };
    const gram = startGram(bare, Float64Array.of(0, 0, 0.5, 1, 0.5, 1));
    for (let step = 0; step < 20; step++) stepGram(gram, [step % 3], targets.subarray(0, 2), 0.3);
    for (let j = 0; j < 2; j++) {
      const [still, one, other] = gram.preActivations.subarray(3 * j, 3 * j + 3);
      expect(still).toBe(0);
      expect(one).toBe(other);
    }
  });

  test('a shared K gives the same training as one of its own', () => {
    const [own, shared] = [start(), start({ kernel: gramKernel(inputs, 2, 1) })];
    stepGram(own, [0, 1], two, 0.1);
    stepGram(shared, [0, 1], two, 0.1);
    expect(shared).toEqual(own);
  });

  test('divergence is reported and not thrown, by every form', () => {
    // Far beyond any stable rate, and units that cannot fall silent: each step multiplies, until float64 is left.
    const wild = { loss: 'squared-error', units: { kind: 'identity' } } as const;
    const bare = { ...network, hiddenBias: undefined, outputBias: undefined };
    const gram = startGram(bare, inputs, wild);
    let [reference, basis] = [startBackPropagation(bare, wild), startBasisForm(bare, wild)];
    const ends = [0, 0, 0];
    for (let step = 1; step <= 60; step++) {
      const trained = stepBackPropagation(reference, inputs, targets, 1e6);
      const rotated = stepBasisForm(basis, inputs, targets, 1e6);
      [reference, basis] = [trained.state, rotated.state];
      [stepGram(gram, [0, 1, 2], targets, 1e6), trained.report, rotated.report].forEach(({ diverged }, form) => {
        if (diverged && ends[form] === 0) ends[form] = step;
      });
    }
    for (const end of ends) expect(end).toBeGreaterThan(1);
  });
});
