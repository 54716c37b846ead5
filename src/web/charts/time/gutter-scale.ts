/** How the end of a gutter's scale is written. */
export interface GutterScale {
  readonly text: string;
  /** Of its letters, as a share of those of all texts. */
  readonly size: number;
}

const FORMS = [
  { unit: ' per step', size: 1 },
  { unit: '/step', size: 1 },
  { unit: '/step', size: 10 / 12 },
] as const;

/**
 * Writes the end of a gutter's scale in the longest form for which there is room; the figure alone where there is none.
 *
 * @param figure  Spikes per step, as a text.
 * @param room    Width, in the pixels of `measure`.
 * @param measure Width of a text in letters of full size.
 */
export function gutterScale(figure: string, room: number, measure: (text: string) => number): GutterScale {
  const form = FORMS.find(({ unit, size }) => measure(figure + unit) * size <= room);
  return form ? { text: figure + form.unit, size: form.size } : { text: figure, size: 1 };
}
