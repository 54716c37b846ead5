/** What `jsonText` writes for numbers that JSON has no word for. */
export const NON_FINITE = ['NaN', 'Infinity', '-Infinity'] as const;

/**
 * Reads what `jsonText` wrote: numbers that are not finite are numbers again.
 *
 * @param names Fields that hold names, which people choose: one of them may read "NaN".
 * @throws SyntaxError when it is no JSON.
 */
export function parseJsonText(text: string, names: readonly string[] = []): unknown {
  const isNumber = (value: unknown): boolean => NON_FINITE.some((word) => word === value);
  return JSON.parse(text, (field, value: unknown) =>
    isNumber(value) && !names.includes(field) ? Number(value) : value,
  );
}
