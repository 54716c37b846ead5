import { KEY_PAN, KEY_ZOOM, panBy, showAll, zoomBy } from '../view/navigate.js';
import type { RowOrder, View } from '../view/view-state.js';
import { goToPresentation } from './presentation-control.js';

const ORDERS: readonly RowOrder[] = ['index', 'rate', 'first-spike'];
/** What keys belong to: text and choices. */
const OWN = 'input, select, textarea, dialog, [contenteditable]';
/** What arrows scroll once it has the focus. */
const SCROLLED = '[role="region"][tabindex]';

/** What the keys do that work anywhere on the page. */
export function keyActions(view: View, help: () => void) {
  const { state } = view;
  const pan = (share: number): void => {
    const { from, to } = state.window.value;
    panBy(view, (to - from) * share);
  };
  return {
    ArrowLeft: () => pan(-KEY_PAN),
    ArrowRight: () => pan(KEY_PAN),
    '+': () => zoomBy(view, 1 / KEY_ZOOM),
    '=': () => zoomBy(view, 1 / KEY_ZOOM),
    '-': () => zoomBy(view, KEY_ZOOM),
    '0': () => showAll(view),
    '[': () => goToPresentation(view, -1),
    ']': () => goToPresentation(view, 1),
    f: () => state.follow.next(!state.follow.value),
    o: () => state.order.next(ORDERS[(ORDERS.indexOf(state.order.value) + 1) % ORDERS.length]!),
    '?': help,
  };
}

/** Whether a key belongs to what has the focus. */
function isTaken({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest(OWN) !== null || (key.startsWith('Arrow') && target.closest(SCROLLED) !== null);
}

/** Listens to the keys of the whole page. @returns Ends it. */
export function listenToKeys(actions: Readonly<Record<string, () => void>>): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  };
  document.addEventListener('keydown', listen);
  return () => document.removeEventListener('keydown', listen);
}
