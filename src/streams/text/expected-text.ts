/** Where a condition tells where its bounds come from, and a number in it with more digits than anybody reads. */
const SOURCE = ', that is ';
const LONG = /\d+\.\d{6,}(?:e[+-]\d+)?/g;

/** What an expectation asks for, with six significant digits: `at most 0.866435, that is accuracy(test)@train - 0.05`. */
export function expectedText(expected: string): string {
  const [bounds = '', ...source] = expected.split(SOURCE);
  const short = bounds.replace(LONG, (number) => String(Number(Number(number).toPrecision(6))));
  return [short, ...source].join(SOURCE);
}
