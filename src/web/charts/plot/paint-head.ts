import type { Theme } from '../../page/theme.js';
import { FONT_FAMILY, fitted } from './picture-text.js';

/** Room above a plot for its title and what is said below it, in CSS pixels. */
export function headRoom(note: string | undefined): number {
  return note === undefined ? 26 : 42;
}

/** Writes the title of a plot into its picture, so that a saved one has it, too. */
export function paintHead(
  context: CanvasRenderingContext2D,
  { title, note }: { readonly title: string; readonly note?: string },
  ratio: number,
  { text, muted }: Theme,
): void {
  context.save();
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.fillStyle = text;
  context.font = `600 ${13 * ratio}px ${FONT_FAMILY}`;
  context.fillText(fitted(context, title, context.canvas.width), 0, ratio);
  if (note !== undefined) {
    context.fillStyle = muted;
    context.font = `${11 * ratio}px ${FONT_FAMILY}`;
    context.fillText(fitted(context, note, context.canvas.width), 0, 18 * ratio);
  }
  context.restore();
}
