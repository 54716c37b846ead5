/** A part of the page that works by itself until it is destroyed. */
export interface Control {
  readonly element: HTMLElement;
  destroy(): void;
}
