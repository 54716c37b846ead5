/** Draws a piece of a line, 28 × 12 CSS pixels, as it is drawn in the plot. */
export function drawLegendLine(canvas: HTMLCanvasElement, colour: string, dash: readonly number[]): void {
  const ratio = devicePixelRatio;
  const look = `${colour} ${dash} ${ratio}`;
  // Legends are shown with every step of the cursor: a line that has not changed stays.
  if (canvas.dataset['look'] === look) return;
  canvas.dataset['look'] = look;
  canvas.width = 28 * ratio;
  canvas.height = 12 * ratio;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  context.strokeStyle = colour;
  context.lineWidth = 2.5;
  context.setLineDash([...dash]);
  context.beginPath();
  context.moveTo(1, 6);
  context.lineTo(27, 6);
  context.stroke();
}
