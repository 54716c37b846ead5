import { HeavisideError } from '../../core/heaviside-error.js';

/**
 * Number of the label column, from 0.
 *
 * @param label `last`, `first`, a number from 0 as text, or, with a header, a name that occurs once in it; read in
 *   this order.
 * @throws HeavisideError `HV_CSV_LABEL_COLUMN`.
 */
export function labelColumn(path: string, label: string, columns: number, header?: readonly string[]): number {
  if (label === 'last') return columns - 1;
  if (label === 'first') return 0;
  const names = (header ?? []).map((name) => name.trim());
  const named = names.indexOf(label);
  const column = /^\d+$/.test(label) ? Number(label) : named;
  const ambiguous = column === named && named >= 0 && names.lastIndexOf(label) !== named;
  if (column >= 0 && column < columns && !ambiguous) return column;
  const choices = `last, first, 0..${columns - 1}${header ? ` or one of the names ${names.join(', ').slice(0, 200)}` : ''}`;
  const got = `"${label}"${ambiguous ? ', which the header has more than once' : ''}`;
  throw new HeavisideError('HV_CSV_LABEL_COLUMN', 'usage', `${path}: label column: expected ${choices}, got ${got}`, {
    remedy: header
      ? 'Set data.label to one of these.'
      : 'Set data.label to one of these; names need data.header: true.',
    facts: { path, label, columns },
  });
}
