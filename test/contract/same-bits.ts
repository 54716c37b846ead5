/** Numbers as text, exactly, so that two outcomes can be told apart. */
export const exactly = (value: unknown): string =>
  JSON.stringify(value, (_key, v) => (ArrayBuffer.isView(v) ? Array.from(v as Float64Array, String) : v));

/** What is wrong where two results should be equal in every bit. */
export const same = (what: string, actual: unknown, expected: unknown): readonly string[] =>
  exactly(actual) === exactly(expected) ? [] : [`${what}: two results that should be equal in every bit differ`];
