import { type Condition, conditionOf } from '../../../run/condition-text.js';
import type { ExpectationOutcome } from '../../../run/run-event.js';
import { percentText } from '../../../streams/text/number-text.js';
import type { CurveLevel } from '../plot/curve.js';
import { fewDigits } from '../plot/ticks.js';
import type { Quantity } from './learning-series.js';

/** Lines that a run's expectations draw through the plot of a quantity. */
export function expectedLevels(
  expect: readonly ExpectationOutcome[],
  { train, test, isShare }: Quantity,
): readonly CurveLevel[] {
  return expect
    .filter(({ that }) => that === train || that === test)
    .flatMap(({ that, expected, pass }) => {
      const split = that === train ? 'train' : 'test';
      return boundsOf(conditionOf(expected) ?? {}).map(([sign, y]) => {
        const bound = isShare ? percentText(y).replace(/\.?0+ %/, ' %') : fewDigits(y);
        const side = pass ? 'below' : 'above';
        return { y, side, text: `expected: ${split} ${sign} ${bound}, ${pass ? 'met' : 'not met'}` };
      });
    });
}

/** Finite bounds of a condition, with the sign that a line says each by. */
function boundsOf(condition: Condition): readonly (readonly [sign: string, y: number])[] {
  const { atLeast, atMost, equals, tolerance = 0 } = condition;
  const isNear = equals !== undefined && tolerance > 0;
  const between = isNear ? ([equals - tolerance, equals + tolerance] as const) : condition.between;
  const bounds = [
    ['≥', atLeast ?? between?.[0]],
    ['≤', atMost ?? between?.[1]],
    ['=', isNear ? undefined : equals],
  ] as const;
  return bounds.flatMap(([sign, y]) => (y !== undefined && Number.isFinite(y) ? [[sign, y]] : []));
}
