import { element } from '../../page/element.js';
import { theme } from '../../page/theme.js';
import type { Chart } from '../chart.js';
import { FONT_FAMILY, fitted } from '../plot/picture-text.js';

const MARGIN = 16;
const TITLE = { size: 16, line: 24 } as const;
const CAPTION = { size: 12, line: 18 } as const;

/**
 * Paints a chart as it stands on the page: its canvases on the page's background, under its title, above a caption.
 *
 * @param caption What it is of: `digits-lif, seed 1`.
 * @throws RangeError when the chart shows no canvas.
 */
export function composePicture({ title, canvases }: Chart, caption: string): HTMLCanvasElement {
  const shown = canvases()
    .map((canvas) => ({ canvas, place: canvas.getBoundingClientRect() }))
    .filter(({ canvas, place }) => canvas.width > 0 && canvas.height > 0 && place.width > 0 && place.height > 0);
  if (shown.length === 0) throw new RangeError(`${title}: there is no picture to save yet`);
  const left = Math.min(...shown.map(({ place }) => place.left));
  const top = Math.min(...shown.map(({ place }) => place.top));
  const width = Math.max(...shown.map(({ place }) => place.right)) - left;
  const height = Math.max(...shown.map(({ place }) => place.bottom)) - top;
  const ratio = devicePixelRatio;
  const picture = element('canvas', {
    width: Math.round((width + 2 * MARGIN) * ratio),
    height: Math.round((height + 2 * MARGIN + TITLE.line + CAPTION.line) * ratio),
  });
  const context = picture.getContext('2d');
  if (!context) throw new Error('this browser draws no canvas');
  const { background, text, muted } = theme.value;
  context.fillStyle = background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.scale(ratio, ratio);
  context.textBaseline = 'top';
  context.fillStyle = text;
  context.font = `600 ${TITLE.size}px ${FONT_FAMILY}`;
  context.fillText(fitted(context, title, width), MARGIN, MARGIN);
  // Canvases have device pixels already: drawn to their own size they stay sharp.
  for (const { canvas, place } of shown)
    context.drawImage(
      canvas,
      place.left - left + MARGIN,
      place.top - top + MARGIN + TITLE.line,
      place.width,
      place.height,
    );
  context.fillStyle = muted;
  context.font = `${CAPTION.size}px ${FONT_FAMILY}`;
  context.fillText(fitted(context, caption, width), MARGIN, MARGIN + TITLE.line + height + 4);
  return picture;
}

/** The picture as a PNG file. */
export function toPng(picture: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    picture.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large to save'))),
      'image/png',
    );
  });
}
