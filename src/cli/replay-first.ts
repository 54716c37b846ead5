/** A generator that gives `first` again and then goes on with `rest`; ending it ends `rest`. */
export async function* replayFirst<T>(first: T, rest: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return();
  }
}
