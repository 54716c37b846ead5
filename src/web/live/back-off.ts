const FIRST_MS = 250;
const LONGEST_MS = 4000;

/** How long to wait before another try: twice as long each time, up to four seconds. @param failures Tries so far, >= 1. */
export function backOff(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
}
