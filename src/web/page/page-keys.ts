import { panBy, showAll, zoomBy } from '../view/navigate.js';
import type { RowOrder, View } from '../view/view-state.js';
import { goToPresentation } from './presentation-control.js';

const ORDERS: readonly RowOrder[] = ['index', 'rate', 'first-spike'];
const ZOOM = 1.5;
const PAN = 0.2;

/** What the keys do that work anywhere on the page. */
export function keyActions(view: View, help: () => void) {
  const { state } = view;
  const pan = (share: number): void => {
    const { from, to } = state.window.value;
    panBy(view, (to - from) * share);
  };
  return {
    ArrowLeft: () => pan(-PAN),
    ArrowRight: () => pan(PAN),
    '+': () => zoomBy(view, 1 / ZOOM),
    '=': () => zoomBy(view, 1 / ZOOM),
    '-': () => zoomBy(view, ZOOM),
    '0': () => showAll(view),
    '[': () => goToPresentation(view, -1),
    ']': () => goToPresentation(view, 1),
    f: () => state.follow.next(!state.follow.value),
    o: () => state.order.next(ORDERS[(ORDERS.indexOf(state.order.value) + 1) % ORDERS.length]!),
    '?': help,
  };
}

/** Whether a key belongs to what has the focus: text, choices, and charts with keys of their own. */
function isTaken({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('input, select, textarea, dialog, [contenteditable]') !== null;
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
