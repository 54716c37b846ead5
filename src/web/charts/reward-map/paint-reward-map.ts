import type { Look } from '../../../run/watch/look.js';
import type { RunFacts } from '../../../streams/frames/view-frame.js';
import type { Theme } from '../../page/theme.js';
import type { Sheet } from '../plot/fitted-canvas.js';
import { FONT_FAMILY } from '../plot/picture-text.js';
import { fewDigits } from '../plot/ticks.js';
import { divergingColour, extentWithZero, largestSize, type Rgb, rgbOf, sequentialColour } from './colour-scale.js';
import { paintReadout } from './paint-readout.js';
import type { Box, RewardMapLayout } from './reward-map-layout.js';
import { rewardName } from './reward-map-text.js';
import { type Pixel, pixelRewards, pixelValues, type SampleShape } from './sample-shape.js';

/** What the picture is painted from. */
export interface RewardMapPicture {
  readonly facts: RunFacts;
  readonly look: Look;
  readonly shape: SampleShape;
  readonly layout: RewardMapLayout;
  readonly cursor: Pixel | undefined;
}

/** Paints a sample, the reward of each of its pixels and the read-outs of the classes. */
export function paintRewardMap(sheet: Sheet, picture: RewardMapPicture): void {
  const { facts, look, shape, layout } = picture;
  const rewards = look.inputReward && pixelRewards(look.inputReward, shape);
  const limit = rewards ? largestSize(rewards) : 0;
  const name = rewardName(facts.feedback);
  paintHeading(sheet, layout.input, 'Input');
  if (rewards) paintHeading(sheet, layout.reward, `${name[0]!.toUpperCase()}${name.slice(1)}`);
  if (shape.isPicture) {
    paintPixels(sheet, picture, layout.input, inputColour(look, shape, sheet.theme));
    const ends = diverging(sheet.theme);
    if (rewards) {
      const colour = (row: number, column: number): Rgb =>
        divergingColour(rewards[row * shape.width + column]!, limit, ends);
      paintPixels(sheet, picture, layout.reward, colour);
      paintScale(sheet, layout.scale, limit, ends);
    }
  } else {
    paintBars(sheet, picture, layout.input, look.input);
    if (rewards) paintBars(sheet, picture, layout.reward, rewards);
  }
  paintReadout(sheet, layout.readout, look);
}

function paintHeading({ context, theme }: Sheet, { left, top }: Box, text: string): void {
  context.font = `600 12px ${FONT_FAMILY}`;
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.fillStyle = theme.text;
  context.fillText(text, left, top - 5);
}

function diverging({ diverging: [negative, zero, positive] }: Theme): readonly [Rgb, Rgb, Rgb] {
  return [rgbOf(negative), rgbOf(zero), rgbOf(positive)];
}

/** Three channels are colours; any other number is shown by its mean, from the page's background to its text. */
function inputColour(
  look: Look,
  shape: SampleShape,
  { background, text }: Theme,
): (row: number, column: number) => Rgb {
  const { low, high } = extentWithZero(look.input);
  const [paper, ink] = [rgbOf(background), rgbOf(text)];
  return (row, column) => {
    const values = pixelValues(look.input, shape, row, column);
    if (values.length === 3) {
      const level = (value: number): number => sequentialColour(value, low, high, [0, 0, 0], [255, 255, 255])[0];
      return [level(values[0]!), level(values[1]!), level(values[2]!)];
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return sequentialColour(mean, low, high, paper, ink);
  };
}

function paintPixels(
  { context, theme }: Sheet,
  { shape, layout: { pixel }, cursor }: RewardMapPicture,
  box: Box,
  colour: (row: number, column: number) => Rgb,
): void {
  for (let row = 0; row < shape.height; row++)
    for (let column = 0; column < shape.width; column++) {
      const [red, green, blue] = colour(row, column);
      context.fillStyle = `rgb(${red} ${green} ${blue})`;
      context.fillRect(box.left + column * pixel, box.top + row * pixel, pixel, pixel);
    }
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
  if (!cursor) return;
  // Two lines, of which one is seen on any colour.
  const place = [box.left + cursor.column * pixel, box.top + cursor.row * pixel] as const;
  context.lineWidth = 3;
  context.strokeStyle = theme.background;
  context.strokeRect(...place, pixel, pixel);
  context.lineWidth = 1.5;
  context.strokeStyle = theme.text;
  context.strokeRect(...place, pixel, pixel);
}

/** The scale bar: its two ends and 0 with their figures. */
function paintScale({ context, theme, ratio }: Sheet, box: Box, limit: number, ends: readonly [Rgb, Rgb, Rgb]): void {
  const columns = Math.round(box.width * ratio);
  for (let column = 0; column < columns; column++) {
    const [red, green, blue] = divergingColour((2 * (column + 0.5)) / columns - 1, 1, ends);
    context.fillStyle = `rgb(${red} ${green} ${blue})`;
    context.fillRect(box.left + column / ratio, box.top, 1 / ratio, box.height);
  }
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
  context.font = `11px ${FONT_FAMILY}`;
  context.textBaseline = 'top';
  context.fillStyle = theme.muted;
  const texts = [
    ['left', 0, fewDigits(-limit, 2)],
    ['center', 0.5, '0'],
    ['right', 1, `+${fewDigits(limit, 2)}`],
  ] as const;
  for (const [align, share, text] of limit > 0 ? texts : ([['center', 0.5, 'all 0']] as const)) {
    context.textAlign = align;
    context.fillText(text, box.left + share * box.width, box.top + box.height + 4);
  }
}

/** Bars from 0, up and down, for inputs that are no picture. */
function paintBars(
  { context, theme }: Sheet,
  { layout: { pixel }, cursor }: RewardMapPicture,
  { left, top, width, height }: Box,
  values: ArrayLike<number>,
): void {
  const { low, high } = extentWithZero(values);
  const y = (value: number): number => top + ((high - value) / (high - low || 1)) * height;
  const [negative, , positive] = theme.diverging;
  const gap = pixel >= 4 ? 1 : 0;
  Array.from(values).forEach((value, k) => {
    context.fillStyle = value < 0 ? negative : positive;
    const [from, to] = [Math.min(y(0), y(value)), Math.max(y(0), y(value))];
    context.fillRect(left + k * pixel, from, pixel - gap, Math.max(to - from, 0.5));
  });
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left, Math.round(y(0)) + 0.5);
  context.lineTo(left + width, Math.round(y(0)) + 0.5);
  context.stroke();
  context.font = `11px ${FONT_FAMILY}`;
  context.textAlign = 'right';
  context.textBaseline = 'bottom';
  context.fillStyle = theme.muted;
  context.fillText(`${fewDigits(low, 2)} … ${fewDigits(high, 2)}`, left + width, top - 5);
  if (!cursor) return;
  context.strokeStyle = theme.text;
  context.lineWidth = 1.5;
  context.strokeRect(left + cursor.column * pixel - 1, top, Math.max(pixel, 2) + 1, height);
}
