import { afterAll, describe, expect, test } from 'vitest';
import { checkCnn } from './cases/cnn-case.js';
import { checkCorrectGamma, checkDense } from './cases/dense-case.js';
import { checkFrontCompensation, checkFrontGram, checkFrontXor } from './cases/front-case.js';
import { checkFrontCollapse } from './cases/front-collapse-case.js';
import { checkMeanField } from './cases/mean-field-case.js';
import { checkResponsibility } from './cases/responsibility-case.js';
import { checkCsnn, checkSnn } from './cases/spiking-case.js';
import { checkTrajectory } from './cases/trajectory-case.js';
import { worstByCase } from './expect-close.js';
import { readVectors, type Vector, vectorFolder } from './vector-folder.js';

const checks: Readonly<Record<string, (vector: Vector) => void>> = {
  dense: checkDense,
  gamma_correct_input_reward_only: checkCorrectGamma,
  cnn: checkCnn,
  snn: checkSnn,
  csnn: checkCsnn,
  snn_trajectory: checkTrajectory,
  responsibility: checkResponsibility,
  'mean-field': checkMeanField,
  'front-compensation': checkFrontCompensation,
  'front-xor': checkFrontXor,
  'front-gram': checkFrontGram,
  'front-collapse': checkFrontCollapse,
};

const folder = vectorFolder();
const vectors = readVectors(folder);

describe(`reference vectors (${vectors.length} files)`, () => {
  test('the folder holds vectors of layer-wise feedback propagation', () => {
    expect(vectors.filter(({ vector }) => vector.kind in checks).length).toBeGreaterThan(0);
  });

  for (const { file, vector } of vectors) {
    const check = checks[vector.kind];
    if (check) test(`${file} (${vector.kind})`, () => check(vector));
    else
      test(`${file} is of a known kind`, () => {
        expect.fail(`unknown kind "${vector.kind}"; known are ${Object.keys(checks).join(', ')}`);
      });
  }

  afterAll(() => {
    const worst = [...worstByCase].sort(([, a], [, b]) => b - a).slice(0, 3);
    const text = worst.map(([name, difference]) => `${name} ${difference.toExponential(1)}`).join(', ');
    console.log(`${worstByCase.size} files compared; largest differences relative to the tensor's maximum: ${text}`);
  });
});
