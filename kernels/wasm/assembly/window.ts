import { Signal } from './signal';

/**
 * Windows of a convolution on a plane. Positions are row-major; the units of a position stand side by side, so that
 * what a window sees is one run of units for each of its lines.
 */
@unmanaged
export class Window {
  inputHeight: i32;
  inputWidth: i32;
  /** Places that the channels of an input position take. */
  inputStride: i32;
  outputHeight: i32;
  outputWidth: i32;
  /** Tiles that the channels of an output position take. */
  channelTiles: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  strideY: i32;
  strideX: i32;
  paddingY: i32;
  paddingX: i32;
  /** u32 `[input positions]`: windows that see each of them. */
  coverage: usize;
}

/** Bytes of the table that `locateEvents` writes for a row. */
@inline
export function tableBytes(window: Window): usize {
  return (<usize>(window.inputHeight * window.inputWidth + 1)) << 2;
}

/**
 * Where the events of each input position begin in a row's list.
 *
 * @param table u32 `[positions + 1]`, byte offsets into `input.units`.
 * @returns Pairs of an event and a window that sees it.
 */
export function locateEvents(window: Window, input: Signal, row: i32, table: usize): i32 {
  const from = input.offsets + ((<usize>row) << 2);
  let event = (<usize>load<u32>(from)) << 2;
  const end = (<usize>load<u32>(from, 4)) << 2;
  const positions = window.inputHeight * window.inputWidth;
  const stride = window.inputStride;
  let pairs = 0;
  let limit = stride;
  for (let position = 0; position < positions; position++, limit += stride) {
    const first = event;
    store<u32>(table + ((<usize>position) << 2), <u32>event);
    while (event < end && <i32>load<u32>(input.units + event) < limit) event += 4;
    pairs += <i32>((event - first) >> 2) * <i32>load<u32>(window.coverage + ((<usize>position) << 2));
  }
  store<u32>(table + ((<usize>positions) << 2), <u32>end);
  return pairs;
}
