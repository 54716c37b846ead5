import { countText } from '../../../streams/text/number-text.js';

/** What a table of at most `most` things leaves out, in words; undefined when it has everything. */
export function leftOut(all: number, things: string, most: number): string | undefined {
  return all > most ? `The newest ${most} of ${countText(all)} ${things} in sight.` : undefined;
}
