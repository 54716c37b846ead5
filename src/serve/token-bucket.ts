/** Lets things through at a rate, and some at once. */
export interface TokenBucket {
  /** Takes a token; false: there is none. */
  take(): boolean;
}

/** @param now Milliseconds from any fixed moment. */
export function tokenBucket(options: {
  readonly burst: number;
  readonly perSecond: number;
  readonly now: () => number;
}): TokenBucket {
  const { burst, perSecond, now } = options;
  let tokens = burst;
  let before = now();
  return {
    take() {
      const time = now();
      tokens = Math.min(burst, tokens + ((time - before) / 1000) * perSecond);
      before = time;
      if (tokens < 1) return false;
      tokens--;
      return true;
    },
  };
}
