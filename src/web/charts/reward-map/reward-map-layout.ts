import type { SampleShape } from './sample-shape.js';

/** A part of a picture, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface RewardMapLayout {
  readonly input: Box;
  readonly reward: Box;
  /** The scale bar below the rewards. */
  readonly scale: Box;
  readonly readout: Box;
  /** Side of a pixel of the sample, a whole number of device pixels; of a row of numbers the width of a bar. */
  readonly pixel: number;
  /** Height of everything. */
  readonly height: number;
}

const HEADING = 20;
/** Room for the border of a picture. */
const EDGE = 2;
const SCALE = { gap: 10, height: 10, text: 18 } as const;
const GAP = 28;
/** Pictures are no larger than this: digits of 8 × 8 would fill the page. */
const LARGEST = 224;
const BARS = { least: 150, most: 320, row: 17 } as const;
const ROW_HEIGHT = 90;

/**
 * Places input, rewards and read-outs: beside each other where there is room, else the read-outs below.
 *
 * @param ratio Device pixels of a CSS pixel: pixels of the sample cover whole ones, so that their borders are sharp.
 */
export function layRewardMap(width: number, shape: SampleShape, classes: number, ratio: number): RewardMapLayout {
  const barsHeight = classes * BARS.row;
  if (!shape.isPicture) return layRows(width, shape, barsHeight);
  const beside = width >= 2 * 120 + 2 * GAP + BARS.least;
  const room = beside ? width - GAP - BARS.least : width;
  const across = Math.min(LARGEST, (room - GAP - 2 * EDGE) / 2);
  const wanted = Math.min(across / shape.width, LARGEST / shape.height);
  const pixel = Math.max(1, Math.floor(wanted * ratio)) / ratio;
  const [wide, high] = [pixel * shape.width, pixel * shape.height];
  const input = { left: EDGE, top: HEADING, width: wide, height: high };
  const reward = { ...input, left: EDGE + wide + GAP };
  const scale = { left: reward.left, top: HEADING + high + SCALE.gap, width: wide, height: SCALE.height };
  const pictures = scale.top + SCALE.height + SCALE.text;
  const readout = beside
    ? {
        left: reward.left + wide + GAP,
        top: HEADING,
        width: Math.min(BARS.most, width - reward.left - wide - GAP),
        height: barsHeight,
      }
    : { left: 0, top: pictures + HEADING + 8, width, height: barsHeight };
  return { input, reward, scale, readout, pixel, height: Math.ceil(Math.max(pictures, readout.top + barsHeight + 4)) };
}

/** Inputs without a place: bars of the inputs over bars of their rewards. */
function layRows(width: number, shape: SampleShape, barsHeight: number): RewardMapLayout {
  const beside = width >= 480;
  const wide = beside ? width - GAP - Math.min(BARS.most, width * 0.35) : width;
  const input = { left: 0, top: HEADING, width: wide, height: ROW_HEIGHT };
  const reward = { ...input, top: HEADING + ROW_HEIGHT + HEADING + 8 };
  const below = reward.top + ROW_HEIGHT;
  const readout = beside
    ? { left: wide + GAP, top: HEADING, width: width - wide - GAP, height: barsHeight }
    : { left: 0, top: below + HEADING + 8, width, height: barsHeight };
  const scale = { left: 0, top: below, width: 0, height: 0 };
  const height = Math.ceil(Math.max(below, readout.top + barsHeight) + 4);
  return { input, reward, scale, readout, pixel: wide / shape.width, height };
}

/** The pixel at a place of the picture, whichever of the two it lies on; undefined for none. */
export function pixelAt(
  { input, reward, pixel }: RewardMapLayout,
  { height, width, isPicture }: SampleShape,
  x: number,
  y: number,
): { readonly row: number; readonly column: number } | undefined {
  const on = [input, reward].find(
    (box) => x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height,
  );
  if (!on) return undefined;
  const column = Math.min(width - 1, Math.floor((x - on.left) / pixel));
  return { row: isPicture ? Math.min(height - 1, Math.floor((y - on.top) / pixel)) : 0, column };
}
