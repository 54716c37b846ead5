/** A text on a canvas, and where it was painted in device pixels. */
export interface PaintedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Notes the texts of every canvas from now on. @returns Those that were painted since a canvas was last cleared. */
export function watchTexts(): (canvas: HTMLCanvasElement) => readonly PaintedText[] {
  const texts = new WeakMap<HTMLCanvasElement, PaintedText[]>();
  const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
  Object.assign(CanvasRenderingContext2D.prototype, {
    clearRect(this: CanvasRenderingContext2D, ...place: Parameters<typeof clearRect>): void {
      texts.set(this.canvas, []);
      clearRect.apply(this, place);
    },
    fillText(this: CanvasRenderingContext2D, text: string, x: number, y: number, most?: number): void {
      const painted = texts.get(this.canvas) ?? [];
      texts.set(this.canvas, painted);
      painted.push({ text, x, y });
      fillText.call(this, text, x, y, most);
    },
  });
  return (canvas) => texts.get(canvas) ?? [];
}
