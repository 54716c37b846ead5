/** How the inputs of a sample lie: pixels of a picture, or a row of numbers. */
export interface SampleShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Whether it is a picture. */
  readonly isPicture: boolean;
}

/**
 * Reads `[height, width]`, `[height, width, channels]` or `[size]`. Anything else is a row of as many numbers.
 * Whichever it is, the numbers of a sample lie `[channels × height × width]`, as they are fed to the network.
 */
export function sampleShape(shape: readonly number[]): SampleShape {
  const [height = 1, width = 1, channels = 1] = shape;
  const isPicture = (shape.length === 2 || shape.length === 3) && height > 1 && width > 1;
  if (isPicture) return { height, width, channels, isPicture };
  return { height: 1, width: shape.reduce((size, length) => size * length, 1), channels: 1, isPicture };
}

/** Values of a pixel, one for each channel, of inputs that lie `[channels × height × width]`. */
export function pixelValues(
  values: ArrayLike<number>,
  { height, width, channels }: SampleShape,
  row: number,
  column: number,
): readonly number[] {
  return Array.from(
    { length: channels },
    (_, channel) => values[(channel * height + row) * width + column] ?? Number.NaN,
  );
}

/** Where the input of a number lies, in the order of `pixelValues`. */
export function placeOf(input: number, { height, width }: SampleShape): Pixel & { readonly channel: number } {
  const pixel = input % (height * width);
  const channel = Math.floor(input / (height * width));
  return { row: Math.floor(pixel / width), column: pixel % width, channel };
}

/** Reward of each pixel: the sum over its channels, `[height × width]`. */
export function pixelRewards(rewards: ArrayLike<number>, { height, width, channels }: SampleShape): Float64Array {
  const sums = new Float64Array(height * width);
  for (let k = 0; k < sums.length * channels; k++) sums[k % sums.length]! += rewards[k] ?? Number.NaN;
  return sums;
}

export interface Pixel {
  readonly row: number;
  readonly column: number;
}

/** Where a key moves the cursor over pixels; undefined for a key that moves nothing. The first key puts it into the middle. */
export function movedPixel(key: string, at: Pixel | undefined, { height, width }: SampleShape): Pixel | undefined {
  const moves: Readonly<Record<string, readonly [down: number, right: number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Home: [0, -width],
    End: [0, width],
    PageUp: [-height, 0],
    PageDown: [height, 0],
  };
  const move = moves[key];
  if (!move) return undefined;
  if (!at) return { row: Math.floor(height / 2), column: Math.floor(width / 2) };
  return {
    row: Math.min(height - 1, Math.max(0, at.row + move[0])),
    column: Math.min(width - 1, Math.max(0, at.column + move[1])),
  };
}
