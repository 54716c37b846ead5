import type { Extent } from './curve.js';

/** A key with what is held down beside it, as a browser tells it. */
interface PressedKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key does to a plot: the cursor goes somewhere, or another part is shown. */
export type PlotMove =
  | { readonly cursor: number | undefined }
  /** undefined: everything. */
  | { readonly window: Extent | undefined };

/**
 * Keys of a plot: arrows move the cursor, Home and End put it at a border, Escape takes it away; + and − zoom around it, 0
 * shows everything.
 *
 * @param smallest Width that zooming does not go below.
 * @returns undefined for any other key.
 */
export function moveCursor(
  { key, shiftKey, ctrlKey, metaKey, altKey }: PressedKey,
  cursor: number | undefined,
  { from, to }: Extent,
  { smallest }: { readonly smallest: number },
): PlotMove | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const width = to - from;
  const within = (at: number): PlotMove => ({ cursor: Math.min(to, Math.max(from, at)) });
  const step = (width / 100) * (shiftKey ? 10 : 1);
  const zoom = (factor: number): PlotMove => {
    const wide = Math.max(Math.min(width, smallest), width * factor);
    const middle = cursor ?? (from + to) / 2;
    const start = middle - ((middle - from) / width) * wide;
    return { window: { from: start, to: start + wide } };
  };
  switch (key) {
    case 'ArrowLeft':
      return within((cursor ?? to + step) - step);
    case 'ArrowRight':
      return within((cursor ?? from - step) + step);
    case 'Home':
      return { cursor: from };
    case 'End':
      return { cursor: to };
    case 'Escape':
      return cursor === undefined ? undefined : { cursor: undefined };
    case '+':
    case '=':
      return zoom(1 / 1.5);
    case '-':
      return zoom(1.5);
    case '0':
      return { window: undefined };
    default:
      return undefined;
  }
}
