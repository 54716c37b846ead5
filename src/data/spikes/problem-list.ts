/** Problems that are told by line; a damaged file has thousands of them. */
const MOST = 10;

/** Collects what is wrong with a file. */
export interface ProblemList {
  add(problem: string): void;
  /** The first ones, and how many more there are. */
  told(): readonly string[];
}

export function problemList(): ProblemList {
  const first: string[] = [];
  let count = 0;
  return {
    add(problem) {
      if (count++ < MOST) first.push(problem);
    },
    told: () => (count > MOST ? [...first, `and ${count - MOST} more`] : first),
  };
}
