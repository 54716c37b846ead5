/** Work that is asked for often and done at most once an animation frame. */
export interface FrameWork {
  request(): void;
  /** Nothing is done any more. */
  cancel(): void;
}

export function onceAFrame(work: () => void): FrameWork {
  let pending: number | undefined;
  let over = false;
  return {
    request() {
      if (over || pending !== undefined) return;
      pending = requestAnimationFrame(() => {
        pending = undefined;
        work();
      });
    },
    cancel() {
      over = true;
      if (pending !== undefined) cancelAnimationFrame(pending);
      pending = undefined;
    },
  };
}
