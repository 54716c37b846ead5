/** Listeners on what outlives a chart: the window, the document, and queries of the screen. */
let borrowed = 0;

/** Counts listeners from now on. */
export function watchListeners(): void {
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const outlives = (target: EventTarget): boolean =>
    target === globalThis || target === document || target instanceof MediaQueryList;
  EventTarget.prototype.addEventListener = function (...args: Parameters<typeof add>) {
    if (outlives(this ?? globalThis)) borrowed++;
    return add.apply(this ?? globalThis, args);
  };
  EventTarget.prototype.removeEventListener = function (...args: Parameters<typeof remove>) {
    if (outlives(this ?? globalThis)) borrowed--;
    return remove.apply(this ?? globalThis, args);
  };
}

export const borrowedListeners = (): number => borrowed;
