/**
 * JSON on one line, or indented by two spaces when `indented`.
 *
 * JSON has no word for numbers that are not finite, and `JSON.stringify` would turn them into `null` in silence.
 * Here they become the texts `"NaN"`, `"Infinity"` and `"-Infinity"`: a diverged run stays readable.
 */
export function jsonText(value: unknown, indented = false): string {
  // Most values have no such number, and asking for each takes several times as long.
  const plain = JSON.stringify(value, undefined, indented ? 2 : undefined);
  if (plain === undefined || !plain.includes('null')) return plain;
  const spellOut = (_key: string, item: unknown): unknown =>
    typeof item === 'number' && !Number.isFinite(item) ? String(item) : item;
  return JSON.stringify(value, spellOut, indented ? 2 : undefined);
}
