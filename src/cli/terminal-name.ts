/** Everything but what ASCII prints: control characters, but also what is two columns wide or turns the direction of text. */
const UNPRINTABLE = /[^\x20-\x7e]/gu;

/**
 * A foreign name as a terminal may show it: one column a character, nothing that it obeys, at most `width` (>= 1) columns.
 * A scenario's layers are named in ASCII anyway; whoever runs a task of their own may name them as they like.
 */
export function nameText(name: string, width: number, ellipsis: string): string {
  const printed = name.replaceAll(UNPRINTABLE, '?');
  return printed.length > width ? `${printed.slice(0, width - 1)}${ellipsis}` : printed;
}
