import { element } from '../../page/element.js';
import { type Theme, theme } from '../../page/theme.js';
import { onceAFrame } from './once-a-frame.js';
import { watchPixelRatio } from './pixel-ratio.js';

/** What a picture is painted on: a context in CSS pixels, and how large it is. */
export interface Sheet {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** Device pixels of a CSS pixel. */
  readonly ratio: number;
  readonly theme: Theme;
}

/** A canvas that fills the element it stands in, sharp on every screen. */
export interface FittedCanvas {
  readonly canvas: HTMLCanvasElement;
  /** Paints at the next animation frame. */
  request(): void;
  destroy(): void;
}

/**
 * Puts a canvas into an element and paints it whenever the element's size, the screen or the theme changes, and on request.
 *
 * @param host Has a size of its own: the canvas lies over it and does not stretch it.
 */
export function fitCanvas(host: HTMLElement, paint: (sheet: Sheet) => void): FittedCanvas {
  const canvas = element('canvas', { class: 'fitted-canvas', 'aria-hidden': 'true' });
  host.classList.add('canvas-host');
  host.append(canvas);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no canvas');
  const draw = (): void => {
    const { clientWidth: width, clientHeight: height } = host;
    const ratio = devicePixelRatio;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (across === 0 || down === 0) return;
    if (canvas.width !== across || canvas.height !== down) {
      canvas.width = across;
      canvas.height = down;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, across, down);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint({ context, width, height, ratio, theme: theme.value });
  };
  const frames = onceAFrame(draw);
  const sizes = new ResizeObserver(() => frames.request());
  sizes.observe(host);
  const themes = theme.subscribe(() => frames.request());
  const endRatio = watchPixelRatio(() => frames.request());
  return {
    canvas,
    request: () => frames.request(),
    destroy() {
      frames.cancel();
      sizes.disconnect();
      themes.unsubscribe();
      endRatio();
      canvas.remove();
    },
  };
}
