import type { CurveContent } from '../plot/curve.js';
import { powerText } from '../plot/ticks.js';

/** How accuracies are drawn: as they are, or as errors on a logarithmic axis, where good rules lie apart. */
export interface CurveScale {
  readonly name: string;
  readonly heading: string;
  readonly scale: 'linear' | 'logarithmic';
  /** What is drawn for an accuracy. */
  readonly drawn: (accuracy: number) => number;
}

export const CURVE_SCALES: readonly CurveScale[] = [
  { name: 'accuracy', heading: 'Test accuracy', scale: 'linear', drawn: (accuracy) => accuracy },
  {
    name: 'error, logarithmic',
    heading: 'Test error',
    scale: 'logarithmic',
    // Rounding keeps 1 − 0.9 from being 0.09999999999999998.
    drawn: (accuracy) => Number((1 - accuracy).toPrecision(12)),
  },
];

/** Percent on any scale: `97.5 %`, `0.2 %`. */
export function errorTexts(ticks: readonly number[]): readonly string[] {
  return ticks.map((tick) => {
    const percent = Number((100 * tick).toPrecision(6));
    return `${percent < 1e-3 ? powerText(percent) : percent} %`;
  });
}

/**
 * The same curves on another scale. A band's ends trade places when the scale turns around. An error of 0 has no place on
 * a logarithmic scale: lines have a gap there, bands reach down to the border.
 */
export function rescaled(content: CurveContent, { drawn, scale }: CurveScale): CurveContent {
  if (scale === 'linear') return content;
  const ends = (values: ArrayLike<number>): readonly number[] => Array.from(values, drawn);
  const line = (values: ArrayLike<number>): readonly number[] => ends(values).map(placed);
  return {
    ...content,
    levels: content.levels.map((level) => ({ ...level, y: placed(drawn(level.y)) })),
    curves: content.curves.map((curve) => ({
      ...curve,
      y: line(curve.y),
      ...(curve.band ? { band: { low: ends(curve.band.high), high: ends(curve.band.low) } } : {}),
    })),
  };
}

function placed(error: number): number {
  return error > 0 ? error : Number.NaN;
}
