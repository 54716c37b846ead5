/** Where a plot lies, in device pixels, and how its values become places. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Device pixels of a CSS pixel. */
  readonly ratio: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}
