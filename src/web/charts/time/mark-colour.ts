import { colourOf, type Theme } from '../../page/theme.js';
import type { Mark } from './mark-layout.js';

/** The colour of what drives neurons; everything else is told by its shape. */
export function markColour(kind: Mark['kind'], theme: Theme): string {
  if (kind === 'pulse') return colourOf(theme, 5);
  if (kind === 'clamp') return colourOf(theme, 3);
  if (kind === 'noise') return colourOf(theme, 4);
  return kind === 'refused' ? theme.muted : theme.text;
}
