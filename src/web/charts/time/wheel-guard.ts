/** A turn of the wheel belongs to what it began over for so long, in milliseconds. */
const SAME_TURN = 300;

/**
 * Listens to the wheel over an element without keeping a page from scrolling: a turn that began elsewhere goes on
 * scrolling, and one that changes nothing here scrolls as well. With Ctrl (which is what a pinch on a touch pad sends) a
 * turn always belongs to the element.
 *
 * @param turn Acts on it; says whether anything has changed.
 * @returns Ends it.
 */
export function createWheelGuard(surface: HTMLElement, turn: (event: WheelEvent) => boolean): () => void {
  let last = Number.NEGATIVE_INFINITY;
  let scrolls = false;
  let begins = true;
  const anywhere = (event: WheelEvent): void => {
    begins = event.timeStamp - last >= SAME_TURN;
    last = event.timeStamp;
    if (begins) scrolls = !(event.target instanceof Node && surface.contains(event.target));
  };
  const here = (event: WheelEvent): void => {
    if (scrolls && !event.ctrlKey) return;
    const changes = turn(event);
    if (begins && !changes && !event.ctrlKey) scrolls = true;
    else event.preventDefault();
  };
  addEventListener('wheel', anywhere, { capture: true, passive: true });
  surface.addEventListener('wheel', here, { passive: false });
  return () => {
    removeEventListener('wheel', anywhere, { capture: true });
    surface.removeEventListener('wheel', here);
  };
}
