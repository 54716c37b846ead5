/** Font of everything that stands in a picture. */
export const FONT_FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
export const FONT = `12px ${FONT_FAMILY}`;

/** The text, or as much of it as the width holds, with an ellipsis. */
export function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  const signs = [...text];
  while (signs.length > 0 && context.measureText(`${signs.join('')}…`).width > width) signs.pop();
  return `${signs.join('')}…`;
}
