import type { ExpectationOutcome } from '../../../run/run-event.js';
import { percentText } from '../../../streams/text/number-text.js';
import type { CurveLevel } from '../plot/curve.js';
import { fewDigits } from '../plot/ticks.js';
import type { Quantity } from './learning-series.js';

/** `at least 0.97`, `at most 3`, `between 1 and 2`, `equals 1`, with the sign that a line says it by. */
const CONDITION = /^(at least|at most|equals|between) (\S+)(?: and (\S+))?$/;
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  'at least': ['≥'],
  'at most': ['≤'],
  equals: ['='],
  between: ['≥', '≤'],
};

/** Lines that a run's expectations draw through the plot of a quantity. */
export function expectedLevels(
  expect: readonly ExpectationOutcome[],
  { train, test, isShare }: Quantity,
): readonly CurveLevel[] {
  return expect
    .filter(({ that }) => that === train || that === test)
    .flatMap(({ that, expected, pass }) => {
      const [, condition = '', ...bounds] = CONDITION.exec(expected) ?? [];
      return bounds
        .map((bound, k) => ({ y: Number(bound), sign: SIGNS[condition]?.[k] ?? '' }))
        .filter(({ y, sign }) => Number.isFinite(y) && sign !== '')
        .map(({ y, sign }) => {
          const split = that === train ? 'train' : 'test';
          const bound = isShare ? percentText(y).replace(/\.?0+ %/, ' %') : fewDigits(y);
          const side = pass ? 'below' : 'above';
          return { y, side, text: `expected: ${split} ${sign} ${bound}, ${pass ? 'met' : 'not met'}` };
        });
    });
}
