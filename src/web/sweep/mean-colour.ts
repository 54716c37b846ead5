import { isShare, metricText } from '../../streams/text/sweep-cells.js';
import type { Extent } from '../charts/plot/curve.js';
import type { Sheet } from '../charts/plot/fitted-canvas.js';
import { FONT_FAMILY } from '../charts/plot/picture-text.js';
import { type Rgb, rgbOf, sequentialColour } from '../charts/reward-map/colour-scale.js';
import type { Theme } from '../page/theme.js';

/** Colour of a mean, from the grid's grey for the smallest to the first of the palette for the largest. */
export function meanColour({ grid, palette }: Theme, mean: number, { from, to }: Extent): Rgb {
  return sequentialColour(to > from ? mean : to + 1, from, to > from ? to : to + 1, rgbOf(grid), rgbOf(palette[0]!));
}

/** Black or white, whichever is read more easily on a colour (relative luminance of sRGB, Rec. 709 weights). */
export function inkOn(colour: Rgb): string {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue! > 0.179 ? '#000000' : '#ffffff';
}

const HEIGHT = 10;

/** The bar of colours with its ends in figures. */
export function paintMeanScale(
  { context, theme, ratio }: Sheet,
  place: { readonly left: number; readonly top: number; readonly width: number },
  { from, to }: Extent,
  metric: string,
): void {
  // On whole pixels: columns that share one let the background through.
  const whole = (at: number): number => Math.round(at * ratio) / ratio;
  const [left, top, width] = [whole(place.left), whole(place.top), whole(place.width)];
  const columns = Math.max(1, Math.round(width * ratio));
  const unit = isShare(metric) ? ' %' : '';
  for (let column = 0; column < columns; column++) {
    const [red, green, blue] = meanColour(theme, (column + 0.5) / columns, { from: 0, to: 1 });
    context.fillStyle = `rgb(${red} ${green} ${blue})`;
    context.fillRect(left + column / ratio, top, 1 / ratio, HEIGHT);
  }
  context.font = `11px ${FONT_FAMILY}`;
  context.fillStyle = theme.muted;
  context.textBaseline = 'top';
  context.textAlign = 'left';
  context.fillText(`${metricText(metric, from)}${unit}`, left, top + HEIGHT + 4);
  context.textAlign = 'right';
  context.fillText(`${metricText(metric, to)}${unit}`, left + width, top + HEIGHT + 4);
}
